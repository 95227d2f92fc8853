//! Query: what became of a payment whose execute had no answer.

use super::authorized::Operation;
use super::{Client, PaymentReport, UnansweredPayment, report};
use crate::error::CallError;
use crate::ids::GatewayPaymentId;
use crate::observer::Call;
use crate::wire::envelope::SuccessForm;
use crate::wire::request;

impl Client {
    /// Asks for the state of a payment whose execute had no answer, and of no other: the
    /// onboarding brief allows query nowhere else (action point 4).
    ///
    /// `Initiated` is not the last word: a late completion is possible while the paymentID lives.
    ///
    /// # Errors
    /// See [`CallError`]; the payment stays as unanswered as it was.
    pub async fn query(&self, payment: &UnansweredPayment) -> Result<PaymentReport, CallError> {
        self.query_payment(payment.payment_id()).await
    }

    pub(super) async fn query_payment(
        &self,
        payment_id: &GatewayPaymentId,
    ) -> Result<PaymentReport, CallError> {
        let operation = Operation {
            call: Call::Query,
            url: self.0.routes.query.clone(),
            form: SuccessForm::Code,
            body: request::body(&request::Payment {
                payment_id: payment_id.as_str(),
            }),
        };
        self.call(&operation, report::read).await.into_result()
    }
}
