//! The one way in which a refund changes.

use payment_core::payment::Settled;
use payment_core::refund::{Refund, RefundEffect, RefundEvent, RefundVerdict, transition};
use payment_core::{PaymentId, RefundId, Timestamp, TrxId};

use super::Engine;
use super::reply::refund_outcome;
use crate::store::{Committed, Evidence, RefundChange, StoreError};
use crate::webhook::notice;

/// How often a decision is made anew when others are quicker.
const TRIES: u32 = 16;

/// What became of an event.
#[derive(Debug)]
pub(super) enum RefundRecorded {
    /// Committed; the effects are ours to carry out.
    Changed {
        refund: Refund,
        effects: Vec<RefundEffect>,
    },
    /// Nothing changed.
    Kept(Refund),
}

impl RefundRecorded {
    /// The refund as it now is.
    pub(super) fn into_refund(self) -> Refund {
        match self {
            Self::Changed { refund, .. } | Self::Kept(refund) => refund,
        }
    }
}

impl Engine {
    /// Decides on the newest version and commits, again and again while others are quicker; repeats while
    /// the store is away, for a minute at most.
    pub(super) async fn record_refund(
        &self,
        id: RefundId,
        event: RefundEvent,
        evidence: Option<Evidence>,
    ) -> Result<RefundRecorded, StoreError> {
        self.persist(|| self.try_record_refund(id, event.clone(), evidence.clone()))
            .await
    }

    async fn try_record_refund(
        &self,
        id: RefundId,
        mut event: RefundEvent,
        evidence: Option<Evidence>,
    ) -> Result<RefundRecorded, StoreError> {
        for _ in 0..TRIES {
            let refund = self.load_refund(id).await?;
            match self
                .try_refund_once(refund, &event, evidence.clone(), self.now())
                .await?
            {
                Tried::Recorded(recorded) => return Ok(*recorded),
                Tried::Stale => {}
                // A person's transaction belongs to another movement: it cannot be this refund's.
                Tried::TrxIdTaken(_) if matches!(event, RefundEvent::Resolved(_)) => {
                    return Ok(RefundRecorded::Kept(self.load_refund(id).await?));
                }
                Tried::TrxIdTaken(trx_id) => event = with_known_trx_id(event, trx_id.as_ref()),
            }
        }
        Err(StoreError::unavailable("the refund changes too often"))
    }

    /// Decides once, on `refund` as it was loaded; `None` when someone else was quicker.
    pub(super) async fn record_refund_once(
        &self,
        refund: Refund,
        event: &RefundEvent,
        now: Timestamp,
    ) -> Result<Option<RefundRecorded>, StoreError> {
        match self.try_refund_once(refund, event, None, now).await? {
            Tried::Recorded(recorded) => Ok(Some(*recorded)),
            Tried::Stale | Tried::TrxIdTaken(_) => Ok(None),
        }
    }

    async fn try_refund_once(
        &self,
        refund: Refund,
        event: &RefundEvent,
        evidence: Option<Evidence>,
        now: Timestamp,
    ) -> Result<Tried, StoreError> {
        let settled = self.settled(refund.payment).await?;
        let decision = match transition(&refund, &settled, event.clone(), now) {
            RefundVerdict::Keep(_) => return Ok(Tried::recorded(RefundRecorded::Kept(refund))),
            RefundVerdict::Change(decision) => *decision,
        };
        let deliveries = match self.0.settings.webhooks {
            true => {
                notice::refund_deliveries(&decision.next, &decision.notices, now, &*self.0.random)
            }
            false => Vec::new(),
        };
        let change = RefundChange {
            next: decision.next.clone(),
            entries: decision.entries,
            deliveries,
            key: refund_outcome(&decision.next),
            evidence,
        };
        Ok(match self.0.store.commit_refund(change).await? {
            // `InvoicePaid` is said of payments alone.
            Committed::Stale | Committed::InvoicePaid(_) => Tried::Stale,
            Committed::TrxIdTaken => Tried::TrxIdTaken(decision.next.refund_trx_id().cloned()),
            Committed::Done => {
                let (from, to) = (refund.status().as_str(), decision.next.status().as_str());
                tracing::info!(refund = %refund.id, payment = %refund.payment, from, to, "refund changed");
                let (refund, effects) = (decision.next, decision.effects);
                Tried::recorded(RefundRecorded::Changed { refund, effects })
            }
        })
    }

    async fn load_refund(&self, id: RefundId) -> Result<Refund, StoreError> {
        let refund = self.0.store.refund(id).await?;
        refund.ok_or_else(|| StoreError::corrupt(format!("{id} is gone")))
    }

    /// A payment that has a refund is completed, and stays so.
    pub(super) async fn settled(&self, payment: PaymentId) -> Result<Settled, StoreError> {
        let found = self.0.store.payment(payment).await?;
        found
            .and_then(|payment| payment.settled().cloned())
            .ok_or_else(|| {
                StoreError::corrupt(format!("{payment} has a refund but is not completed"))
            })
    }
}

enum Tried {
    Recorded(Box<RefundRecorded>),
    Stale,
    TrxIdTaken(Option<TrxId>),
}

impl Tried {
    fn recorded(recorded: RefundRecorded) -> Self {
        Self::Recorded(Box::new(recorded))
    }
}

/// The same answer, now that its transaction is known to belong to another refund.
fn with_known_trx_id(event: RefundEvent, taken: Option<&TrxId>) -> RefundEvent {
    match event {
        RefundEvent::Answered(mut report) => {
            report.refund_trx_id_is_new = false;
            RefundEvent::Answered(report)
        }
        RefundEvent::StatusRead(mut list) => {
            for listed in &mut list {
                listed.known |= taken == Some(&listed.refund_trx_id);
            }
            RefundEvent::StatusRead(list)
        }
        other => other,
    }
}
