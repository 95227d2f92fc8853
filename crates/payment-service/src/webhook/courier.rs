use std::sync::Arc;
use std::time::Duration;

use bkash_client::Clock;
use futures_util::StreamExt;
use futures_util::future::join_all;
use futures_util::stream::FuturesUnordered;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::carrier::{Carrier, NotAnswered};
use super::schedule::retry_after;
use super::secret::WebhookSecret;
use super::signature;
use crate::random::Random;
use crate::store::{Delivery, DeliveryOutcome, Store, StoreError};

/// How long the shop may take to answer.
const DEADLINE: Duration = Duration::from_secs(15);

/// Longer than an attempt and the recording of its outcome: only a courier that died loses its lease.
const LEASE: Duration = Duration::from_secs(60);

/// Attempts under way at once, so that a slow answer does not hold up the others.
const SIDE_BY_SIDE: usize = 16;

/// How long a courier that found nothing due waits before it looks again.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// Brings webhooks from the outbox to the shop, at least once each: one that was answered just before a
/// crash comes again, with the same `webhook-id`.
///
/// Any number of couriers on any instance share an outbox.
#[derive(Debug)]
pub struct Courier {
    parts: CourierParts,
}

/// What a courier works with.
#[derive(Debug)]
pub struct CourierParts {
    /// Where the outbox is.
    pub store: Arc<dyn Store>,
    /// The way to the shop's endpoint.
    pub carrier: Arc<dyn Carrier>,
    /// Time of the signatures, which the shop compares with its own.
    pub clock: Arc<dyn Clock>,
    /// Spreads the retries.
    pub random: Arc<dyn Random>,
    /// Signs.
    pub secret: WebhookSecret,
}

impl Courier {
    /// A courier without a task of its own: see [`Courier::run`].
    #[must_use]
    pub const fn new(parts: CourierParts) -> Self {
        Self { parts }
    }

    /// Attempts what is due, at most 16 side by side, and returns how many there were.
    pub async fn deliver_due(&self) -> Result<usize, StoreError> {
        let taken = self.take(SIDE_BY_SIDE).await?;
        let count = taken.len();
        join_all(taken.into_iter().map(|delivery| self.attempt(delivery))).await;
        Ok(count)
    }

    /// Works until `stop`, and then ends the attempts that are under way. A free place is taken by the next
    /// webhook at once, whatever the others are waiting for.
    pub async fn run(&self, stop: &CancellationToken) {
        let mut under_way = FuturesUnordered::new();
        while !stop.is_cancelled() {
            match self.take(SIDE_BY_SIDE - under_way.len()).await {
                Ok(taken) => under_way.extend(taken.into_iter().map(|it| self.attempt(it))),
                Err(error) => tracing::error!(%error, "the courier could not read the outbox"),
            }
            tokio::select! {
                () = stop.cancelled() => {}
                Some(()) = under_way.next() => {}
                () = sleep(LOOK_AGAIN), if under_way.len() < SIDE_BY_SIDE => {}
            }
        }
        while under_way.next().await.is_some() {}
    }

    async fn take(&self, places: usize) -> Result<Vec<Delivery>, StoreError> {
        match places {
            0 => Ok(Vec::new()),
            _ => self.parts.store.claim_deliveries(places, LEASE).await,
        }
    }

    async fn attempt(&self, delivery: Delivery) {
        let outcome = self.outcome(&delivery, self.post(&delivery).await);
        let Delivery { id, attempt, .. } = delivery;
        let finished = self.parts.store.finish_delivery(id, attempt, outcome);
        if let Err(error) = finished.await {
            tracing::error!(%error, "a webhook's outcome was not recorded; it will be sent again");
        }
    }

    async fn post(&self, delivery: &Delivery) -> Result<u16, NotAnswered> {
        let CourierParts {
            carrier,
            clock,
            secret,
            ..
        } = &self.parts;
        let headers = signature::headers(secret, delivery, clock.now())
            .map_err(|error| NotAnswered(error.to_string()))?;
        timeout(DEADLINE, carrier.post(headers, delivery.body.clone()))
            .await
            .unwrap_or_else(|_| Err(NotAnswered("no answer within 15 s".to_owned())))
    }

    fn outcome(&self, delivery: &Delivery, answer: Result<u16, NotAnswered>) -> DeliveryOutcome {
        let (id, kind, attempt) = (&delivery.id.0, &delivery.event_type, delivery.attempt);
        let why = match answer {
            Ok(200..=299) => {
                tracing::debug!(webhook = %id, kind, attempt, "webhook delivered");
                return DeliveryOutcome::Delivered;
            }
            Ok(410) => {
                tracing::error!(webhook = %id, kind, attempt, "webhook given up: the endpoint is gone");
                return DeliveryOutcome::GaveUp;
            }
            Ok(status) => format!("answered {status}"),
            Err(why) => why.to_string(),
        };
        match retry_after(attempt, &*self.parts.random) {
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
