//! One step of the workers that finish what crashes, lost answers and absent payers left open.

use payment_core::Timestamp;
use payment_core::payment::{Payment, PaymentEvent};
use payment_core::refund::{Refund, RefundEvent};

use super::Engine;
use crate::store::{Due, Lane, StoreError};

/// How many due records are looked at in search of one that no other worker has taken.
const LOOK_AT: usize = 16;

impl Engine {
    /// Takes one payment that waited too long for its create's answer or for its payer, and closes it.
    ///
    /// Returns whether there was one. Any number of workers on any instance may run it: whoever commits
    /// first has the work, the others find the version gone.
    pub async fn tidy_one(&self) -> Result<bool, StoreError> {
        self.wake_one_payment(Lane::Local).await
    }

    /// Takes one payment or refund whose outcome nobody knows, and asks the gateway as its rules say.
    ///
    /// Returns whether there was one; shared between workers as [`Engine::tidy_one`] is.
    pub async fn resolve_one(&self) -> Result<bool, StoreError> {
        Ok(self.wake_one_payment(Lane::Gateway).await? || self.wake_one_refund().await?)
    }

    async fn wake_one_payment(&self, lane: Lane) -> Result<bool, StoreError> {
        let Due { now, items } = self.0.store.due_payments(lane, LOOK_AT).await?;
        for payment in items {
            if self.wake_payment(payment, now).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn wake_one_refund(&self) -> Result<bool, StoreError> {
        let Due { now, items } = self.0.store.due_refunds(LOOK_AT).await?;
        for refund in items {
            if self.wake_refund(refund, now).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn wake_payment(&self, payment: Payment, now: Timestamp) -> Result<bool, StoreError> {
        use super::record::Recorded;
        match self.record_once(payment, &PaymentEvent::Woken, now).await? {
            Some(recorded @ Recorded::Changed { .. }) => {
                self.carry_out(recorded).await?;
                Ok(true)
            }
            Some(Recorded::Kept { payment, why }) => {
                tracing::warn!(payment = %payment.id, why = why.as_str(), "woken for nothing");
                Ok(false)
            }
            None => Ok(false),
        }
    }

    async fn wake_refund(&self, refund: Refund, now: Timestamp) -> Result<bool, StoreError> {
        use super::record_refund::RefundRecorded;
        match self
            .record_refund_once(refund, &RefundEvent::Woken, now)
            .await?
        {
            Some(recorded @ RefundRecorded::Changed { .. }) => {
                self.read_refund_status(recorded).await?;
                Ok(true)
            }
            Some(RefundRecorded::Kept(refund)) => {
                tracing::warn!(refund = %refund.id, "woken for nothing");
                Ok(false)
            }
            None => Ok(false),
        }
    }
}
