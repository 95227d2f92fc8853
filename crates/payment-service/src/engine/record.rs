//! The one way in which a payment changes.

use std::time::Duration;

use payment_core::payment::{
    Effect, Payment, PaymentEvent, PaymentState, Resolution, Verdict, Why, transition,
};
use payment_core::{PaymentId, Timestamp};

use super::Engine;
use super::reply::create_outcome;
use crate::store::{Committed, Evidence, KeyOutcome, PaymentChange, StoreError};
use crate::webhook::notice;

/// How often a decision is made anew when others are quicker.
const TRIES: u32 = 16;

/// How long the outcome of a call that may have moved money is tried to be recorded; after that the
/// recovery worker finds out by query what it was.
const RECORD_FOR: Duration = Duration::from_secs(60);

/// What became of an event.
#[derive(Debug)]
pub(super) enum Recorded {
    /// Committed; the effects are ours to carry out.
    Changed {
        payment: Payment,
        effects: Vec<Effect>,
    },
    /// Nothing changed.
    Kept { payment: Payment, why: Why },
}

impl Recorded {
    /// The payment as it now is.
    pub(super) fn into_payment(self) -> Payment {
        match self {
            Self::Changed { payment, .. } | Self::Kept { payment, .. } => payment,
        }
    }
}

impl Engine {
    /// Decides on the newest version and commits, again and again while others are quicker.
    ///
    /// `loaded` saves the first look-up.
    pub(super) async fn record(
        &self,
        id: PaymentId,
        loaded: Option<Payment>,
        event: PaymentEvent,
        evidence: Option<Evidence>,
    ) -> Result<Recorded, StoreError> {
        let mut event = event;
        let mut loaded = loaded;
        for _ in 0..TRIES {
            let payment = match loaded.take() {
                Some(payment) => payment,
                None => self.load(id).await?,
            };
            let now = self.now();
            match self
                .try_once(payment, &event, evidence.clone(), now)
                .await?
            {
                Tried::Recorded(recorded) => return Ok(*recorded),
                Tried::Stale => {}
                Tried::TrxIdTaken => event = with_known_trx_id(event),
                // The payer would pay a second time for what another payment has brought in late.
                Tried::InvoicePaid(by) => event = PaymentEvent::Superseded { by },
            }
        }
        Err(StoreError::unavailable("the payment changes too often"))
    }

    /// Decides once, on `payment` as it was loaded; `None` when someone else was quicker.
    pub(super) async fn record_once(
        &self,
        payment: Payment,
        event: &PaymentEvent,
        now: Timestamp,
    ) -> Result<Option<Recorded>, StoreError> {
        match self.try_once(payment, event, None, now).await? {
            Tried::Recorded(recorded) => Ok(Some(*recorded)),
            Tried::Stale | Tried::TrxIdTaken | Tried::InvoicePaid(_) => Ok(None),
        }
    }

    /// Records an answer that must not be lost because the database is away for a moment.
    pub(super) async fn record_answer(
        &self,
        id: PaymentId,
        loaded: Option<Payment>,
        event: PaymentEvent,
        evidence: Option<Evidence>,
    ) -> Result<Recorded, StoreError> {
        let mut first = loaded;
        self.persist(|| self.record(id, first.take(), event.clone(), evidence.clone()))
            .await
    }

    /// Repeats a piece of work on the store while the store is away, for a minute at most.
    pub(super) async fn persist<T, F>(&self, mut work: impl FnMut() -> F) -> Result<T, StoreError>
    where
        F: Future<Output = Result<T, StoreError>>,
    {
        let end = tokio::time::Instant::now() + RECORD_FOR;
        let mut pause = Duration::from_millis(50);
        loop {
            match work().await {
                Err(error) if error.may_pass() && tokio::time::Instant::now() < end => {
                    tracing::warn!(%error, "an answer of the gateway could not be recorded yet");
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(Duration::from_secs(5));
                }
                done => return done,
            }
        }
    }

    async fn load(&self, id: PaymentId) -> Result<Payment, StoreError> {
        let payment = self.0.store.payment(id).await?;
        payment.ok_or_else(|| StoreError::corrupt(format!("{id} is gone")))
    }

    async fn try_once(
        &self,
        payment: Payment,
        event: &PaymentEvent,
        evidence: Option<Evidence>,
        now: Timestamp,
    ) -> Result<Tried, StoreError> {
        let decision = match transition(&payment, event.clone(), now) {
            Verdict::Keep(why) => return Ok(Tried::recorded(Recorded::Kept { payment, why })),
            Verdict::Change(decision) => *decision,
        };
        let key = match payment.state {
            PaymentState::Creating => create_outcome(&decision.next),
            _ => KeyOutcome::Keep,
        };
        let change = PaymentChange {
            deliveries: self.deliveries(&decision.next, &decision.notices, now),
            next: decision.next.clone(),
            entries: decision.entries,
            key,
            evidence,
        };
        Ok(match self.0.store.commit_payment(change).await? {
            Committed::Stale => Tried::Stale,
            Committed::TrxIdTaken => Tried::TrxIdTaken,
            Committed::InvoicePaid(by) => Tried::InvoicePaid(by),
            Committed::Done => {
                log_change(&payment, &decision.next);
                let (payment, effects) = (decision.next, decision.effects);
                Tried::recorded(Recorded::Changed { payment, effects })
            }
        })
    }

    pub(super) fn deliveries(
        &self,
        payment: &Payment,
        notices: &[payment_core::payment::Notice],
        now: Timestamp,
    ) -> Vec<crate::store::NewDelivery> {
        if !self.0.settings.webhooks {
            return Vec::new();
        }
        notice::deliveries(payment, notices, now, &*self.0.random)
    }
}

enum Tried {
    Recorded(Box<Recorded>),
    Stale,
    TrxIdTaken,
    InvoicePaid(PaymentId),
}

impl Tried {
    fn recorded(recorded: Recorded) -> Self {
        Self::Recorded(Box::new(recorded))
    }
}

/// The same answer, now that its transaction is known to belong to another payment.
fn with_known_trx_id(event: PaymentEvent) -> PaymentEvent {
    match event {
        PaymentEvent::ExecuteAnswered(mut report) => {
            report.trx_id_is_new = false;
            PaymentEvent::ExecuteAnswered(report)
        }
        PaymentEvent::QueryAnswered(mut report) => {
            report.trx_id_is_new = false;
            PaymentEvent::QueryAnswered(report)
        }
        PaymentEvent::Notified(mut found) => {
            found.trx_id_is_new = false;
            PaymentEvent::Notified(found)
        }
        PaymentEvent::Resolved(Resolution::Paid(mut found)) => {
            found.trx_id_is_new = false;
            PaymentEvent::Resolved(Resolution::Paid(found))
        }
        other => other,
    }
}

fn log_change(before: &Payment, after: &Payment) {
    let (from, to) = (before.status().as_str(), after.status().as_str());
    tracing::info!(payment = %after.id, version = after.version, from, to, "payment changed");
    if after.attention.is_some() && before.attention.is_none() {
        tracing::warn!(payment = %after.id, "payment needs attention");
    }
}
