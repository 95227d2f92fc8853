//! One step of the workers that finish what crashes, lost answers and absent payers left open.

use std::time::Duration;

use payment_core::Timestamp;
use payment_core::payment::{Payment, PaymentEvent, PaymentStatus, Verdict, transition};
use payment_core::refund::{Refund, RefundEvent};

use super::Engine;
use super::query::queried;
use super::record::Recorded;
use super::record_refund::RefundRecorded;
use crate::breaker::{Gate, Pass};
use crate::store::{Due, Lane, StoreError};

/// How many due records are looked at in search of one that no other worker has taken.
const LOOK_AT: usize = 16;

/// How many while nobody may ask: a payment whose paymentID has died needs no question, and stands among those that
/// do. What a crash has left executing stands before them all.
const LOOK_FAR: usize = 64;

/// How long a worker waits for its turn to ask; longer than the turns of all who may wait before it.
const TURN_WITHIN: Duration = Duration::from_secs(5);

/// What the gateway has to be asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backlog {
    /// Executes without an answer, by query.
    Payments,
    /// Refunds without an answer, by refund status.
    Refunds,
}

/// A record that was woken, and the permission to ask about it.
enum Taken {
    Payment(Box<Recorded>, Option<Pass>),
    Refund(Box<RefundRecorded>, Pass),
}

/// Whether the gateway may be asked.
enum Way {
    Unknown,
    Free(Pass),
    Barred,
}

impl Way {
    fn pass(self) -> Option<Pass> {
        match self {
            Self::Free(pass) => Some(pass),
            Self::Unknown | Self::Barred => None,
        }
    }
}

impl Engine {
    /// Takes one payment that waited too long for its create's answer or for its payer, and closes it.
    ///
    /// Returns whether there was one. Any number of workers on any instance may run it: whoever commits
    /// first has the work, the others find the version gone.
    pub async fn tidy_one(&self) -> Result<bool, StoreError> {
        let Due { now, items } = self.0.store.due_payments(Lane::Local, LOOK_AT).await?;
        for payment in items {
            let now = ripe(&payment, now);
            if self
                .wake_payment(payment, &PaymentEvent::Woken, now)
                .await?
                .is_some()
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Takes one payment or refund whose outcome nobody knows, and asks the gateway as its rules say, in a task
    /// of its own, which holds `place` to its end.
    ///
    /// Returns whether there was one; shared between workers as [`Engine::tidy_one`] is.
    pub async fn resolve_aside(
        &self,
        backlog: Backlog,
        place: impl Send + 'static,
    ) -> Result<bool, StoreError> {
        let Some(taken) = self.take(backlog).await? else {
            return Ok(false);
        };
        let engine = self.clone();
        self.0.tasks.spawn(async move {
            if let Err(error) = engine.ask(taken).await {
                tracing::error!(%error, "an answer was not recorded; the gateway will be asked again");
            }
            drop(place);
        });
        Ok(true)
    }

    async fn take(&self, backlog: Backlog) -> Result<Option<Taken>, StoreError> {
        match backlog {
            Backlog::Payments => self.take_payment().await,
            Backlog::Refunds => self.take_refund().await,
        }
    }

    /// While nobody may ask, only what needs no question is taken: an execute that a crash has left becomes
    /// unresolved, a payment whose paymentID is dead ends. A question counts once its record is taken, and none
    /// may be counted that was not asked.
    async fn take_payment(&self) -> Result<Option<Taken>, StoreError> {
        let is_shut = self.0.gates.query.is_shut();
        let limit = if is_shut { LOOK_FAR } else { LOOK_AT };
        let Due { now, items } = self.0.store.due_payments(Lane::Gateway, limit).await?;
        let mut way = Way::Unknown;
        for payment in items {
            let now = ripe(&payment, now);
            let mut event = PaymentEvent::Woken;
            if asks(&payment, now) {
                if let Way::Unknown = way {
                    way = self.way_through(&self.0.gates.query).await;
                }
                match (&way, payment.status()) {
                    (Way::Free(_), _) => {}
                    // What a crash has left is unanswered, whether or not it may be asked about.
                    (_, PaymentStatus::Executing) => {
                        event = PaymentEvent::ExecuteUnansweredAskLater;
                    }
                    _ => continue,
                }
            }
            if let Some(recorded) = self.wake_payment(payment, &event, now).await? {
                return Ok(Some(Taken::Payment(Box::new(recorded), way.pass())));
            }
        }
        Ok(None)
    }

    async fn take_refund(&self) -> Result<Option<Taken>, StoreError> {
        let Due { now, items } = self.0.store.due_refunds(LOOK_AT).await?;
        if items.is_empty() {
            return Ok(None);
        }
        let Way::Free(pass) = self.way_through(&self.0.gates.refund_status).await else {
            return Ok(None);
        };
        for refund in items {
            if let Some(recorded) = self.wake_refund(refund, now).await? {
                return Ok(Some(Taken::Refund(Box::new(recorded), pass)));
            }
        }
        Ok(None)
    }

    /// Waits for the cap's next turn. A question without a token would be counted and never asked, so the
    /// token comes first. A question can wait and a payer cannot, so the last token call of the hour is a payer's.
    async fn way_through(&self, gate: &Gate) -> Way {
        self.pass_through(gate).await.map_or(Way::Barred, Way::Free)
    }

    /// The pass of [`Engine::way_through`], if there is one.
    pub(super) async fn pass_through(&self, gate: &Gate) -> Option<Pass> {
        let pass = gate.pass_within(TURN_WITHIN).await.ok()?;
        let token = self.0.client.token_sparing_one().await;
        token.is_ok().then_some(pass)
    }

    async fn ask(&self, taken: Taken) -> Result<(), StoreError> {
        match taken {
            Taken::Payment(recorded, pass) => drop(self.carry_out(*recorded, pass).await?),
            Taken::Refund(recorded, pass) => {
                drop(self.read_refund_status(*recorded, Some(pass)).await?);
            }
        }
        Ok(())
    }

    /// Commits what `event` means for it; `None` when nothing changed or somebody else was quicker.
    async fn wake_payment(
        &self,
        payment: Payment,
        event: &PaymentEvent,
        now: Timestamp,
    ) -> Result<Option<Recorded>, StoreError> {
        let recorded = self.record_once(payment, event, now).await?;
        if let Some(Recorded::Kept { payment, why }) = &recorded {
            tracing::warn!(payment = %payment.id, why = why.as_str(), "woken for nothing");
        }
        Ok(recorded.filter(|recorded| matches!(recorded, Recorded::Changed { .. })))
    }

    /// As [`Engine::wake_payment`].
    async fn wake_refund(
        &self,
        refund: Refund,
        now: Timestamp,
    ) -> Result<Option<RefundRecorded>, StoreError> {
        let woken = &RefundEvent::Woken;
        let recorded = self.record_refund_once(refund, woken, now).await?;
        if let Some(RefundRecorded::Kept(refund)) = &recorded {
            tracing::warn!(refund = %refund.id, "woken for nothing");
        }
        Ok(recorded.filter(|recorded| matches!(recorded, RefundRecorded::Changed { .. })))
    }
}

/// A moment at which it is due by its own times too. They are by the clock of the instance that wrote them, and only
/// the database's tells ages: one that is ahead would keep all who are due behind its payments waiting.
fn ripe(payment: &Payment, now: Timestamp) -> Timestamp {
    let wait = payment.wake_after();
    wait.map_or(now, |wait| payment.updated_at.plus(wait).max(now))
}

/// Whether waking it sends a query.
fn asks(payment: &Payment, now: Timestamp) -> bool {
    match transition(payment, PaymentEvent::Woken, now) {
        Verdict::Change(decision) => queried(&decision.effects).is_some(),
        Verdict::Keep(_) => false,
    }
}
