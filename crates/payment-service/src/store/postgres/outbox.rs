//! Webhooks on their way to the shop.
//!
//! Neither a claim nor what became of an attempt waits for the disk: `synchronous_commit` is off for these two
//! statements alone. What a crash of the server undoes is done again: the webhook comes once more, with the same id.

use std::time::Duration;

use deadpool_postgres::Pool;
use serde_json::{Value, json};
use tokio_postgres::Row;

use super::connection::{row, rows};
use super::{column, parameter};
use crate::store::{
    Attempt, ClaimOrder, Delivery, DeliveryId, DeliveryOutcome, DeliveryStatus, Disabled, Endpoint,
    EndpointDigest, ShopAnswer, StoreError,
};

/// Each try that is stale was beaten by another instance's judgement of the endpoint.
const TRIES: usize = 100;

/// What another worker is about to claim is passed over, so that nobody waits.
pub(super) async fn claim(
    pool: &Pool,
    limit: usize,
    lease: Duration,
    order: ClaimOrder,
) -> Result<Vec<Delivery>, StoreError> {
    // Each is the order of a partial index; the attempt that is counted moves all alike.
    let (first, of_claimed) = match order {
        ClaimOrder::LongestOverdue => ("due_at", "was_due"),
        ClaimOrder::LeastAttempted => ("attempts, due_at", "attempts, was_due"),
    };
    let statement = format!(
        "WITH clock AS MATERIALIZED (
            SELECT bkash_now() AS now, set_config('synchronous_commit', 'off', true)
        ),
        due AS (
            SELECT id, due_at, seq FROM deliveries
            WHERE status = 'pending' AND due_at <= (SELECT now FROM clock)
                AND NOT EXISTS (SELECT 1 FROM webhook_endpoint WHERE disabled_at IS NOT NULL)
            ORDER BY {first}, seq LIMIT $1 FOR UPDATE SKIP LOCKED
        ),
        claimed AS (
            UPDATE deliveries d SET attempts = d.attempts + 1, due_at = clock.now + $2
            FROM due, clock WHERE d.id = due.id
            RETURNING d.*, clock.now, due.due_at AS was_due
        )
        SELECT id, payment, event_type, body, attempts, ended_attempts + 1, now
        FROM claimed ORDER BY {of_claimed}, seq"
    );
    let (limit, lease) = (parameter::limit(limit), parameter::millis(lease));
    let rows = rows(pool, &statement, &[&limit, &lease]).await?;
    rows.iter().map(delivery).collect()
}

/// One round trip while the shop takes everything; one more to judge the endpoint when it does not.
pub(super) async fn finish(
    pool: &Pool,
    address: EndpointDigest,
    attempts: &[Attempt],
) -> Result<Option<Disabled>, StoreError> {
    let attempts = last_of_each(attempts);
    let ended: Value = attempts.iter().copied().map(ended).collect();
    let mut judgement: Option<Judgement> = None;
    for _ in 0..TRIES {
        let parameter = json!({
            "endpoint": parameter::hex(&address.0),
            "attempts": ended,
            "judged": judgement.as_ref().map(Judgement::parameter),
        });
        let statement = "SELECT outcome, moment, recorded, seen_failing_since, seen_last_failure_at
             FROM set_config('synchronous_commit', 'off', true), finish_deliveries($1::text::jsonb)";
        let row = row(pool, statement, &[&parameter.to_string()]).await?;
        match column::get(&row, 0)? {
            "done" => return Ok(None),
            "judged" => return Ok(judgement.and_then(|judgement| judgement.after.disabled)),
            "judge" => judgement = Some(Judgement::of(address, &attempts, &row)?),
            other => return Err(column::unknown(other)),
        }
    }
    Err(StoreError::unavailable("the endpoint changes all the time"))
}

/// What attempts make of an endpoint that was as it was seen.
struct Judgement {
    recorded: Vec<String>,
    before: Endpoint,
    after: Endpoint,
}

impl Judgement {
    fn of(address: EndpointDigest, attempts: &[&Attempt], row: &Row) -> Result<Self, StoreError> {
        let recorded: Vec<String> = column::get(row, 2)?;
        let outcomes: Vec<DeliveryOutcome> = attempts
            .iter()
            .filter(|attempt| recorded.contains(&attempt.id.0))
            .map(|attempt| attempt.outcome)
            .collect();
        let before = Endpoint {
            failing_since: column::timestamp_option(row, 3)?,
            last_failure_at: column::timestamp_option(row, 4)?,
            ..Endpoint::new(address)
        };
        Ok(Self {
            recorded,
            before,
            after: before.after(&outcomes, column::timestamp(row, 1)?),
        })
    }

    fn parameter(&self) -> Value {
        let disabled = self.after.disabled;
        json!({
            "recorded": self.recorded,
            "seen_failing_since": self.before.failing_since,
            "seen_last_failure_at": self.before.last_failure_at,
            "failing_since": self.after.failing_since,
            "last_failure_at": self.after.last_failure_at,
            "disabled_at": disabled.map(|disabled| disabled.at),
            "disabled_reason": disabled.map(|disabled| disabled.reason.as_str()),
        })
    }
}

/// Of several attempts at one webhook only the last can hold the lease.
fn last_of_each(attempts: &[Attempt]) -> Vec<&Attempt> {
    let is_last = |attempt: &&Attempt| {
        let mut later = attempts.iter().filter(|it| it.number > attempt.number);
        later.all(|it| it.id != attempt.id)
    };
    attempts.iter().filter(is_last).collect()
}

fn ended(attempt: &Attempt) -> Value {
    let (status, wait) = match attempt.outcome {
        DeliveryOutcome::Delivered => (DeliveryStatus::Delivered, None),
        DeliveryOutcome::GaveUp => (DeliveryStatus::Failed, None),
        DeliveryOutcome::Retry(wait) | DeliveryOutcome::Gone(wait) => {
            (DeliveryStatus::Pending, Some(parameter::millis(wait)))
        }
    };
    let (answered, not_answered) = match &attempt.answer {
        ShopAnswer::Status(status) => (Some(*status), None),
        ShopAnswer::None(why) => (None, Some(parameter::storable(why))),
    };
    json!({
        "id": attempt.id.0,
        "number": attempt.number,
        "status": status.as_str(),
        "wait": wait,
        "answered": answered,
        "not_answered": not_answered,
    })
}

fn delivery(row: &Row) -> Result<Delivery, StoreError> {
    Ok(Delivery {
        id: DeliveryId(column::get(row, 0)?),
        payment: column::parsed(row, 1)?,
        event_type: column::get(row, 2)?,
        body: column::get(row, 3)?,
        attempt: column::count(row, 4)?,
        scheduled: column::count(row, 5)?,
        claimed_at: column::timestamp(row, 6)?,
    })
}
