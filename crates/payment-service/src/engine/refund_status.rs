//! What became of a refund that was not answered.

use std::collections::HashSet;

use payment_core::refund::{Refund, RefundEffect, RefundEvent};
use payment_core::{PaymentId, RefundId, TrxId};

use super::record_refund::RefundRecorded;
use super::{Engine, translate};
use crate::breaker::Pass;
use crate::store::StoreError;

impl Engine {
    /// Carries out the read that a committed change permits, if it permits one; the refund as it then is.
    ///
    /// Without a pass nothing is sent, and the refund is due again when the call's limit is over.
    pub(super) async fn read_refund_status(
        &self,
        recorded: RefundRecorded,
        pass: Option<Pass>,
    ) -> Result<Refund, StoreError> {
        match (recorded, pass) {
            (RefundRecorded::Changed { refund, effects }, Some(pass))
                if effects.contains(&RefundEffect::CallRefundStatus) =>
            {
                self.ask_refund_status(refund, pass).await
            }
            (other, _) => Ok(other.into_refund()),
        }
    }

    async fn ask_refund_status(&self, refund: Refund, pass: Pass) -> Result<Refund, StoreError> {
        let settled = self.settled(refund.payment).await?;
        let (gateway_payment, trx_id) = translate::status_call(&settled);
        let answer = self.0.client.refund_status(&gateway_payment, &trx_id).await;
        pass.ended(translate::ended(&answer));
        let evidence = match &answer {
            Ok(status) => Some(translate::evidence(
                "refund_status",
                Some(refund.id),
                &status.reply,
                self.now(),
            )),
            Err(error) => {
                translate::error_evidence("refund_status", Some(refund.id), error, self.now())
            }
        };
        let event = match answer {
            Ok(status) => {
                let known = self.known_refunds(refund.payment, refund.id).await?;
                RefundEvent::StatusRead(translate::listed_refunds(&status, &known))
            }
            Err(_) => RefundEvent::StatusUnanswered,
        };
        let recorded = self.record_refund(refund.id, event, evidence).await?;
        Ok(recorded.into_refund())
    }

    /// The transactions of the payment's other refunds.
    pub(super) async fn known_refunds(
        &self,
        payment: PaymentId,
        but: RefundId,
    ) -> Result<HashSet<TrxId>, StoreError> {
        let store = &self.0.store;
        let refunds = self.persist(|| store.refunds_of(payment)).await?;
        let others = refunds.iter().filter(|refund| refund.id != but);
        Ok(others
            .filter_map(|refund| refund.refund_trx_id().cloned())
            .collect())
    }
}
