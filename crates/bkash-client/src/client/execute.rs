//! Execute: takes the money of an approved payment, once.

use std::sync::Arc;

use tokio::time::Instant;

use super::authorized::Operation;
use super::{Client, PaymentReport, report};
use crate::callback::ApprovedPayment;
use crate::error::{CallError, NotPerformed, Refusal, Unanswered};
use crate::exchange::Outcome;
use crate::ids::GatewayPaymentId;
use crate::observer::Call;
use crate::token::Held;
use crate::wire::envelope::SuccessForm;
use crate::wire::request;

/// How an execute ended.
#[derive(Debug)]
pub enum Executed {
    /// The gateway answered 0000. Believe it after comparing it with your own record:
    /// [`PaymentReport::settles`] does, the status in it need not be `Completed`.
    Completed(PaymentReport),
    /// The gateway refused; no money moved. Show its message as it came; the payment is spent,
    /// paying again takes a new one.
    Declined(Refusal),
    /// It never reached the gateway's backend; no money moved.
    NotPerformed(NotPerformed),
    /// Nothing settles it: money may have moved. Only now may the payment be queried.
    Unanswered(UnansweredPayment),
}

/// A payment whose execute had no answer: the only one that can be queried.
///
/// ```compile_fail,E0308
/// # async fn f(client: bkash_client::Client, approved: bkash_client::ApprovedPayment) {
/// if let bkash_client::Executed::Completed(answered) = client.execute(approved).await {
///     client.query(&answered).await; // it was answered: there is nothing to ask
/// }
/// # }
/// ```
#[derive(Debug)]
pub struct UnansweredPayment {
    payment_id: GatewayPaymentId,
    unanswered: Unanswered,
}

impl UnansweredPayment {
    /// The payment that was to be executed.
    #[must_use]
    pub fn payment_id(&self) -> &GatewayPaymentId {
        &self.payment_id
    }

    /// Why nothing is known.
    #[must_use]
    pub fn unanswered(&self) -> &Unanswered {
        &self.unanswered
    }
}

/// An execute with its id token in hand, which nothing but the network can hold up any more.
///
/// Between preparing and sending, commit that the payment is being executed.
#[derive(Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct PreparedExecute {
    client: Client,
    held: Arc<Held>,
    payment_id: GatewayPaymentId,
}

impl Client {
    /// Executes an approved payment. The approval is consumed: there is no second execute.
    pub async fn execute(&self, approved: ApprovedPayment) -> Executed {
        self.execute_payment(approved.payment_id()).await
    }

    /// Gets the id token first, so that the caller can commit what is about to happen and then
    /// send without delay.
    ///
    /// # Errors
    /// Always not performed: no id token could be had.
    pub async fn prepare_execute(
        &self,
        approved: ApprovedPayment,
    ) -> Result<PreparedExecute, CallError> {
        Ok(self.prepare(approved.payment_id()).await?)
    }

    pub(super) async fn execute_payment(&self, payment_id: &GatewayPaymentId) -> Executed {
        match self.prepare(payment_id).await {
            Ok(prepared) => prepared.send_within(None).await,
            Err(not_performed) => Executed::NotPerformed(not_performed),
        }
    }

    pub(super) async fn prepare(
        &self,
        payment_id: &GatewayPaymentId,
    ) -> Result<PreparedExecute, NotPerformed> {
        let held = self.token_in_hand().await?;
        Ok(PreparedExecute {
            client: self.clone(),
            held,
            payment_id: payment_id.clone(),
        })
    }
}

impl PreparedExecute {
    /// The payment that will be executed.
    #[must_use]
    pub fn payment_id(&self) -> &GatewayPaymentId {
        &self.payment_id
    }

    /// Executes, unless `write_by` passes before the request is written: then it never will be,
    /// and the outcome is not performed. A repeat after a 401 has 70 s more.
    pub async fn send(self, write_by: Instant) -> Executed {
        self.send_within(Some(write_by)).await
    }

    async fn send_within(self, write_by: Option<Instant>) -> Executed {
        let operation = Operation {
            call: Call::Execute,
            url: self.client.0.routes.execute.clone(),
            form: SuccessForm::Code,
            body: request::body(&request::Payment {
                payment_id: self.payment_id.as_str(),
            }),
        };
        let outcome = self
            .client
            .send(&operation, self.held, write_by, report::read)
            .await;
        match outcome {
            Outcome::Success(report) => Executed::Completed(report),
            Outcome::Refused(refusal) => Executed::Declined(refusal),
            Outcome::NotPerformed(not_performed) => Executed::NotPerformed(not_performed),
            Outcome::Unanswered(unanswered) => Executed::Unanswered(UnansweredPayment {
                payment_id: self.payment_id,
                unanswered,
            }),
        }
    }
}
