//! What became of an execute that was not answered. Nothing else in the service queries.

use payment_core::GatewayPaymentId;
use payment_core::payment::{Effect, Payment, PaymentEvent};

use super::record::Recorded;
use super::{Engine, translate};
use crate::breaker::Pass;
use crate::store::StoreError;

impl Engine {
    /// Carries out the query that a committed change permits, if it permits one; the payment as it then is.
    ///
    /// Without a pass nothing is sent, and the payment is due again when the call's limit is over.
    pub(super) async fn carry_out(
        &self,
        recorded: Recorded,
        pass: Option<Pass>,
    ) -> Result<Payment, StoreError> {
        let (payment, effects) = match recorded {
            Recorded::Changed { payment, effects } => (payment, effects),
            Recorded::Kept { payment, .. } => return Ok(payment),
        };
        match (queried(&effects), pass) {
            (Some(gateway_payment), Some(pass)) => self.query(payment, gateway_payment, pass).await,
            _ => Ok(payment),
        }
    }

    async fn query(
        &self,
        payment: Payment,
        gateway_payment: &GatewayPaymentId,
        pass: Pass,
    ) -> Result<Payment, StoreError> {
        let id = payment.id;
        let gateway_payment = bkash_client::GatewayPaymentId::new(gateway_payment.as_str());
        let answer = self.0.client.out_of_flow().query(&gateway_payment).await;
        pass.ended(translate::ended(&answer));
        let evidence = match &answer {
            Ok(report) => Some(translate::evidence(
                "query",
                None,
                &report.reply,
                self.now(),
            )),
            Err(error) => translate::error_evidence("query", None, error, self.now()),
        };
        let event = match answer {
            Ok(report) => PaymentEvent::QueryAnswered(translate::report(&report)),
            Err(error) => translate::query_failed(&error),
        };
        let recorded = self
            .record_answer(id, Some(payment), event, evidence)
            .await?;
        Ok(recorded.into_payment())
    }
}

/// What is to be queried.
pub(super) fn queried(effects: &[Effect]) -> Option<&GatewayPaymentId> {
    effects.iter().find_map(|effect| match effect {
        Effect::CallQuery(gateway_payment) => Some(gateway_payment),
        _ => None,
    })
}
