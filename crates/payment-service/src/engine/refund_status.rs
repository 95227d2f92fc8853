//! What became of a refund that was not answered.

use std::collections::HashSet;

use payment_core::refund::{Refund, RefundEffect, RefundEvent};
use payment_core::{PaymentId, RefundId, TrxId};

use super::record_refund::RefundRecorded;
use super::{Engine, translate};
use crate::store::StoreError;

impl Engine {
    /// Carries out the read that a committed change permits, if it permits one; the refund as it then is.
    pub(super) async fn read_refund_status(
        &self,
        recorded: RefundRecorded,
    ) -> Result<Refund, StoreError> {
        match recorded {
            RefundRecorded::Changed { refund, effects }
                if effects.contains(&RefundEffect::CallRefundStatus) =>
            {
                self.ask_refund_status(refund).await
            }
            other => Ok(other.into_refund()),
        }
    }

    async fn ask_refund_status(&self, refund: Refund) -> Result<Refund, StoreError> {
        let settled = self.settled(refund.payment).await?;
        let (gateway_payment, trx_id) = translate::status_call(&settled);
        let answer = self.0.client.refund_status(&gateway_payment, &trx_id).await;
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
