use std::sync::Arc;
use std::time::Duration;

use bkash_client::Clock;
use futures_util::future::{BoxFuture, FutureExt};
use futures_util::stream::{FuturesUnordered, StreamExt};
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use super::carrier::{Carrier, NotAnswered};
use super::door::{Door, Pass};
use super::schedule::retry_after;
use super::secret::WebhookSecrets;
use super::signature;
use crate::breaker::Ended;
use crate::random::Random;
use crate::store::{
    Attempt, ClaimOrder, Delivery, DeliveryOutcome, EndpointDigest, ShopAnswer, Store, StoreError,
};
use crate::telemetry::Metrics;

/// How long the shop may take to answer.
const DEADLINE: Duration = Duration::from_secs(15);

/// Longer than an attempt and the recording of its outcome: only a courier that died loses its lease.
const LEASE: Duration = Duration::from_secs(60);

/// Attempts under way at once, so that a slow answer does not hold up the others.
const SIDE_BY_SIDE: usize = 16;

/// How long a courier that found nothing more due waits before it looks again.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// A webhook that met 410 is due after this long, should somebody enable the endpoint again.
const AFTER_GONE: Duration = Duration::from_secs(5 * 60);

/// Brings webhooks from the outbox to the shop, at least once each: one that was answered just before a
/// crash comes again, with the same `webhook-id`.
///
/// Any number of couriers on any instance share an outbox.
#[derive(Debug)]
pub struct Courier {
    parts: CourierParts,
    door: Door,
}

/// What a courier works with.
#[derive(Debug)]
pub struct CourierParts {
    /// Where the outbox is. It has opened [`CourierParts::endpoint`].
    pub store: Arc<dyn Store>,
    /// The endpoint that `carrier` leads to.
    pub endpoint: EndpointDigest,
    /// The way to the shop's endpoint.
    pub carrier: Arc<dyn Carrier>,
    /// Time of the signatures, which the shop compares with its own.
    pub clock: Arc<dyn Clock>,
    /// Spreads the retries.
    pub random: Arc<dyn Random>,
    /// Sign.
    pub secrets: WebhookSecrets,
    /// Counts the attempts.
    pub metrics: Metrics,
}

/// Attempts on their way.
type UnderWay<'a> = FuturesUnordered<BoxFuture<'a, Attempt>>;

impl Courier {
    /// A courier without a task of its own: see [`Courier::run`].
    #[must_use]
    pub fn new(parts: CourierParts) -> Self {
        let door = Door::new(Arc::clone(&parts.random), parts.metrics.clone());
        Self { parts, door }
    }

    /// Attempts what is due, at most 16 side by side and at most one while the endpoint fails, and returns how
    /// many there were.
    pub async fn deliver_due(&self) -> Result<usize, StoreError> {
        let mut under_way = UnderWay::new();
        let taken = self.send_off(&mut under_way, SIDE_BY_SIDE).await?;
        self.see_home(&mut under_way, Vec::new()).await?;
        Ok(taken)
    }

    /// Works until `stop`, and then ends the attempts that are under way. A free place is taken by the next
    /// webhook at once, whatever the others are waiting for.
    pub async fn run(&self, stop: &CancellationToken) {
        let mut under_way = UnderWay::new();
        let mut ended = Vec::new();
        let mut look_at = Instant::now();
        while !stop.is_cancelled() {
            if let Err(error) = self.record(&mut ended).await {
                tracing::error!(%error, "what became of webhooks is not recorded yet");
                look_at = Instant::now() + LOOK_AGAIN;
            }
            let places = SIDE_BY_SIDE.saturating_sub(under_way.len() + ended.len());
            if places > 0 && look_at <= Instant::now() {
                let taken = self.send_off(&mut under_way, places).await;
                if !matches!(taken, Ok(taken) if taken == places) {
                    look_at = Instant::now() + LOOK_AGAIN;
                }
                if let Err(error) = taken {
                    tracing::error!(%error, "the courier could not read the outbox");
                }
            }
            tokio::select! {
                () = stop.cancelled() => {}
                Some(first) = under_way.next() => gather(first, &mut under_way, &mut ended),
                () = sleep_until(look_at), if under_way.len() < SIDE_BY_SIDE => {}
            }
        }
        if let Err(error) = self.see_home(&mut under_way, ended).await {
            tracing::error!(%error, "what became of webhooks was not recorded; they will be sent again");
        }
    }

    /// How many were due, at most `places`.
    async fn send_off<'a>(
        &'a self,
        under_way: &mut UnderWay<'a>,
        places: usize,
    ) -> Result<usize, StoreError> {
        let passes = self.door.passes(places);
        // A webhook that the shop cannot take must not be the probe again and again: all others would wait for it.
        let order = match &passes[..] {
            [] => return Ok(0),
            [one, ..] if one.probes() => ClaimOrder::LeastAttempted,
            _ => ClaimOrder::LongestOverdue,
        };
        let store = &self.parts.store;
        let claimed = store.claim_deliveries(passes.len(), LEASE, order);
        let due = claimed.await?;
        let count = due.len();
        let attempts = due.into_iter().zip(passes);
        under_way.extend(attempts.map(|(delivery, pass)| self.attempt(delivery, pass).boxed()));
        Ok(count)
    }

    /// Waits for every attempt and records it.
    async fn see_home(
        &self,
        under_way: &mut UnderWay<'_>,
        mut ended: Vec<Attempt>,
    ) -> Result<(), StoreError> {
        while let Some(first) = under_way.next().await {
            gather(first, under_way, &mut ended);
            // What fails now is tried again with the next one.
            let _ = self.record(&mut ended).await;
        }
        self.record(&mut ended).await
    }

    /// All that have ended, in one transaction. They stay in hand when it fails: the leases keep others off them
    /// meanwhile, and a second record of one changes nothing.
    async fn record(&self, ended: &mut Vec<Attempt>) -> Result<(), StoreError> {
        if ended.is_empty() {
            return Ok(());
        }
        let CourierParts {
            store, endpoint, ..
        } = &self.parts;
        let disabled = store.finish_deliveries(*endpoint, ended.clone()).await?;
        ended.clear();
        if let Some(disabled) = disabled {
            let reason = disabled.reason.as_str();
            tracing::error!(
                reason,
                "the shop's webhook endpoint is disabled: webhooks wait until somebody enables it"
            );
        }
        Ok(())
    }

    async fn attempt(&self, delivery: Delivery, pass: Pass<'_>) -> Attempt {
        let answer = match self.post(&delivery).await {
            Ok(status) => ShopAnswer::Status(status),
            Err(NotAnswered(why)) => ShopAnswer::None(why),
        };
        let outcome = self.outcome(&delivery, &answer);
        pass.ended(match outcome {
            // Once the endpoint is enabled again, there is no reason to doubt it.
            DeliveryOutcome::Delivered | DeliveryOutcome::Gone(_) => Ended::Answered,
            DeliveryOutcome::Retry(_) | DeliveryOutcome::GaveUp => Ended::Failed,
        });
        self.parts.metrics.webhook_attempt(outcome);
        Attempt {
            id: delivery.id,
            number: delivery.attempt,
            outcome,
            answer,
        }
    }

    async fn post(&self, delivery: &Delivery) -> Result<u16, NotAnswered> {
        let CourierParts {
            carrier,
            clock,
            secrets,
            ..
        } = &self.parts;
        let headers = signature::headers(secrets, delivery, clock.now())
            .map_err(|error| NotAnswered(error.to_string()))?;
        timeout(DEADLINE, carrier.post(headers, delivery.body.clone()))
            .await
            .unwrap_or_else(|_| Err(NotAnswered("no answer within 15 s".to_owned())))
    }

    fn outcome(&self, delivery: &Delivery, answer: &ShopAnswer) -> DeliveryOutcome {
        let (id, kind, attempt) = (&delivery.id.0, &delivery.event_type, delivery.attempt);
        let why = match answer {
            ShopAnswer::Status(200..=299) => {
                tracing::debug!(webhook = %id, kind, attempt, "webhook delivered");
                return DeliveryOutcome::Delivered;
            }
            ShopAnswer::Status(410) => {
                tracing::error!(webhook = %id, kind, attempt, "webhook refused: the endpoint is gone");
                return DeliveryOutcome::Gone(AFTER_GONE);
            }
            ShopAnswer::Status(status) => format!("answered {status}"),
            ShopAnswer::None(why) => why.clone(),
        };
        match retry_after(delivery.scheduled, &*self.parts.random) {
            Some(wait) => {
                tracing::warn!(webhook = %id, kind, attempt, why, "webhook not delivered yet");
                DeliveryOutcome::Retry(wait)
            }
            None => {
                tracing::error!(webhook = %id, kind, attempt, why, "webhook given up");
                DeliveryOutcome::GaveUp
            }
        }
    }
}

/// Whatever else has ended by now shares the transaction of the first.
fn gather(first: Attempt, under_way: &mut UnderWay<'_>, ended: &mut Vec<Attempt>) {
    ended.push(first);
    while let Some(Some(next)) = under_way.next().now_or_never() {
        ended.push(next);
    }
}
