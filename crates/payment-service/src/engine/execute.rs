//! The one call that takes the payer's money.

use bkash_client::{ApprovedPayment, Executed, PreparedExecute};
use payment_core::payment::{Effect, Payment, PaymentEvent, SEND_WITHIN};
use tokio::time::Instant;

use super::record::Recorded;
use super::{Engine, translate};
use crate::breaker::Pass;
use crate::store::StoreError;

impl Engine {
    /// Token first, then the commit to `Executing`, then the call, then its outcome.
    ///
    /// `payment` is as it was when the payer came back; a version that changed since is decided on anew.
    /// What comes back is the payment as it then is, unless the store failed. A crash or a failing store at any point leaves a payment that the recovery worker settles.
    pub(super) async fn execute(
        &self,
        payment: Payment,
        approved: ApprovedPayment,
        event: PaymentEvent,
    ) -> Option<Payment> {
        let id = payment.id;
        match self.try_execute(payment, approved, event).await {
            Ok(payment) => Some(payment),
            Err(error) => {
                tracing::error!(payment = %id, %error, "execute is left to the recovery worker");
                None
            }
        }
    }

    async fn try_execute(
        &self,
        payment: Payment,
        approved: ApprovedPayment,
        event: PaymentEvent,
    ) -> Result<Payment, StoreError> {
        let id = payment.id;
        // Boxed, as all that comes before the call and after it: while ten thousand wait for the gateway, each
        // holds its call and not the room for everything else.
        let prepared = match Box::pin(self.0.client.prepare_execute(approved)).await {
            Ok(prepared) => prepared,
            Err(error) => {
                let evidence = translate::error_evidence("execute", None, &error, self.now());
                let event = PaymentEvent::ExecuteNotPossible(translate::why_not(&error));
                let recorded = Box::pin(self.record(id, Some(payment), event, evidence)).await?;
                return Ok(recorded.into_payment());
            }
        };
        // Counted from before the commit: a process that stalls in it must not send afterwards.
        let write_by = Instant::now() + SEND_WITHIN;
        let recorded = Box::pin(self.record(id, Some(payment), event, None)).await?;
        match recorded {
            Recorded::Changed { payment, effects }
                if effects
                    .iter()
                    .any(|effect| matches!(effect, Effect::CallExecute(_))) =>
            {
                self.send_execute(payment, prepared, write_by).await
            }
            other => Ok(other.into_payment()),
        }
    }

    async fn send_execute(
        &self,
        payment: Payment,
        prepared: PreparedExecute,
        write_by: Instant,
    ) -> Result<Payment, StoreError> {
        let id = payment.id;
        let executed = prepared.send(write_by).await;
        let evidence = translate::executed_evidence(&executed, self.now());
        let (event, pass) = self.executed_event(executed);
        let recorded = Box::pin(self.record_answer(id, Some(payment), event, evidence)).await?;
        Box::pin(self.carry_out(recorded, pass)).await
    }

    /// The query that follows an execute without an answer leaves at once if it may. If not, the payment is
    /// due like any other unresolved one, with all of its queries: a thousand payers whose execute was lost
    /// together must not become a thousand queries in one moment.
    fn executed_event(&self, executed: Executed) -> (PaymentEvent, Option<Pass>) {
        let event = match executed {
            Executed::Completed(report) => {
                PaymentEvent::ExecuteAnswered(translate::report(&report))
            }
            Executed::Declined(refusal) => {
                PaymentEvent::ExecuteRefused(translate::refusal(&refusal))
            }
            Executed::NotPerformed(why) => {
                PaymentEvent::ExecuteNotPerformed(translate::not_performed(&why))
            }
            Executed::Unanswered(_) => {
                return match self.0.gates.query.pass() {
                    Ok(pass) => (PaymentEvent::ExecuteUnanswered, Some(pass)),
                    Err(_) => (PaymentEvent::ExecuteUnansweredAskLater, None),
                };
            }
        };
        (event, None)
    }
}
