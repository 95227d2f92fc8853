use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use bkash_client::Client;
use payment_core::AccountId;
use payment_core::payment::{Payment, PaymentStatus};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::engine::{Backlog, Engine};
use crate::store::{NotificationOutcome, PENDING_COUNTED, Store, StoreError};
use crate::telemetry::{Metrics, Waiting};
use crate::webhook::Courier;

/// How long a worker that found nothing due waits before it looks again.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// Questions on their way at once, of one backlog; also how many an outage can swallow before it is noticed.
const SIDE_BY_SIDE: usize = 64;
/// How long an outage of the token store may go unseen.
const ASK_TOKEN_STORE: Duration = Duration::from_secs(15);
/// Samples that nobody reads are folded, and the webhooks are counted, this often.
const UPKEEP: Duration = Duration::from_secs(10);
/// How long what needs a person may go uncounted.
const COUNT_ATTENTION: Duration = Duration::from_secs(60);
/// More than this is an outage, and its size no longer matters.
const ATTENTION_COUNTED: usize = 1000;

/// Closes what nobody came back for.
pub(super) async fn tidy(engine: Engine, stop: CancellationToken) {
    work(&stop, LOOK_AGAIN, || engine.tidy_one()).await;
}

/// Settles what crashes and lost answers left open. One worker takes a backlog, paced by the engine's cap;
/// the questions are on their way side by side, so that slow answers do not hold up the rest.
pub(super) async fn resolve(engine: Engine, backlog: Backlog, stop: CancellationToken) {
    let places = Arc::new(Semaphore::new(SIDE_BY_SIDE));
    work(&stop, LOOK_AGAIN, || async {
        let place = Arc::clone(&places).acquire_owned();
        match stop.run_until_cancelled(place).await {
            Some(Ok(place)) => engine.resolve_aside(backlog, place).await,
            None | Some(Err(_)) => Ok(false),
        }
    })
    .await;
}

/// Compares what bKash told of with its payments.
pub(super) async fn confirm(
    engine: Engine,
    account: AccountId,
    metrics: Metrics,
    stop: CancellationToken,
) {
    work(&stop, LOOK_AGAIN, || async {
        let outcomes = engine.confirm_due(account).await?;
        for outcome in &outcomes {
            if !matches!(outcome, NotificationOutcome::Retry(_)) {
                metrics.notification(outcome.state().as_str());
            }
        }
        Ok(!outcomes.is_empty())
    })
    .await;
}

/// Brings webhooks to the shop.
pub(super) async fn deliver(courier: Courier, stop: CancellationToken) {
    courier.run(&stop).await;
}

/// Asks the token store now and then: nobody else does while a token is in hand, and an outage is to be known
/// before that token dies.
pub(super) async fn watch_token_store(client: Client, stop: CancellationToken) {
    while !stopped_within(&stop, ASK_TOKEN_STORE).await {
        // The client tells the log and the metrics.
        let _ = client.tokens().stored().await;
    }
}

/// Keeps metrics from growing while nobody reads them.
pub(super) async fn keep_metrics(metrics: Metrics, stop: CancellationToken) {
    while !stopped_within(&stop, UPKEEP).await {
        metrics.upkeep();
    }
}

/// Tells the metrics how the webhooks fare, as the store has it.
pub(super) async fn watch_webhooks(
    store: Arc<dyn Store>,
    metrics: Metrics,
    stop: CancellationToken,
) {
    loop {
        match webhooks(&*store).await {
            Ok((pending, is_disabled)) => metrics.webhooks(pending, is_disabled),
            Err(error) => tracing::warn!(%error, "the webhooks could not be counted"),
        }
        if stopped_within(&stop, UPKEEP).await {
            return;
        }
    }
}

/// Tells the metrics what is not settled, as the store has it.
pub(super) async fn watch_attention(
    store: Arc<dyn Store>,
    account: AccountId,
    metrics: Metrics,
    stop: CancellationToken,
) {
    loop {
        match attention(&*store, account).await {
            Ok([payments, refunds]) => {
                metrics.attention("payment", payments);
                metrics.attention("refund", refunds);
            }
            Err(error) => tracing::warn!(%error, "what needs attention could not be counted"),
        }
        if stopped_within(&stop, COUNT_ATTENTION).await {
            return;
        }
    }
}

/// Of payments and of refunds; what is unresolved and not marked waits for the gateway.
async fn attention(store: &dyn Store, account: AccountId) -> Result<[Waiting; 2], StoreError> {
    let payments = store.attention_payments(account, ATTENTION_COUNTED).await?;
    let refunds = store.attention_refunds(account, ATTENTION_COUNTED).await?;
    let asked = |payment: &Payment| {
        payment.attention.is_none() && payment.status() == PaymentStatus::Unresolved
    };
    Ok([
        waiting(payments.iter().map(asked)),
        waiting(refunds.iter().map(|refund| refund.attention.is_none())),
    ])
}

fn waiting(asked: impl Iterator<Item = bool>) -> Waiting {
    let mut waiting = Waiting::default();
    for is_asked in asked {
        match is_asked {
            true => waiting.gateway += 1,
            false => waiting.person += 1,
        }
    }
    waiting
}

async fn webhooks(store: &dyn Store) -> Result<(u32, bool), StoreError> {
    let pending = store.pending_deliveries(PENDING_COUNTED).await?;
    let endpoint = store.endpoint().await?;
    let is_disabled = endpoint.is_some_and(|endpoint| endpoint.disabled.is_some());
    Ok((u32::try_from(pending).unwrap_or(u32::MAX), is_disabled))
}

/// Does one piece of work after another, and waits only when there is none. A piece that was begun is
/// ended before the worker stops.
async fn work<F: Future<Output = Result<bool, StoreError>>>(
    stop: &CancellationToken,
    pause: Duration,
    mut do_one: impl FnMut() -> F,
) {
    while !stop.is_cancelled() {
        match do_one().await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "a worker could not use the store"),
        }
        if stopped_within(stop, pause).await {
            return;
        }
    }
}

async fn stopped_within(stop: &CancellationToken, pause: Duration) -> bool {
    tokio::time::timeout(pause, stop.cancelled()).await.is_ok()
}
