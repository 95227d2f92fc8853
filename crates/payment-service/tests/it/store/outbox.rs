use std::sync::Arc;
use std::time::Duration;

use payment_service::store::{
    Attempt, ClaimOrder, DeliveryId, DeliveryOutcome, Disabled, EndpointDigest, ShopAnswer,
};
use tokio::task::JoinSet;

use super::backend::{Desk, on_every_backend};
use super::sample::{decided, delivery, opened};

on_every_backend! {
    a_delivery_is_one_worker_s_until_its_lease_ends,
    a_lease_that_has_passed_on_changes_nothing,
    a_delivery_that_ended_is_not_taken_again,
    a_retry_waits_as_long_as_it_was_told,
    the_longest_overdue_come_first_and_no_more_than_asked,
    the_least_attempted_of_those_that_are_due_comes_first_where_it_is_asked_for,
    of_many_workers_each_takes_its_own,
    attempts_that_end_together_are_recorded_together,
    of_two_attempts_at_one_webhook_that_end_together_the_last_counts,
    an_attempt_that_nobody_ended_is_none_of_the_schedule,
    an_end_that_is_told_again_changes_nothing,
}

const LEASE: Duration = Duration::from_secs(60);

/// Whose endpoint the couriers of these cases have.
pub(crate) const SHOP: EndpointDigest = EndpointDigest([1; 32]);

/// Puts `count` webhooks into the outbox, in this order.
pub(crate) async fn put(desk: &Desk, count: usize) -> Vec<DeliveryId> {
    let mut ids = Vec::new();
    for n in 0..count {
        let payment = opened(desk, &format!("INV-{n}")).await;
        let mut change = decided(&payment, super::sample::created(&payment), desk.now());
        change.deliveries = vec![delivery(&payment)];
        ids.push(change.deliveries[0].id.clone());
        desk.store.commit_payment(change).await.unwrap();
        desk.wait(Duration::from_millis(1));
    }
    ids
}

pub(crate) async fn claimed(desk: &Desk, limit: usize) -> Vec<(DeliveryId, u32)> {
    let deliveries = desk
        .store
        .claim_deliveries(limit, LEASE, ClaimOrder::LongestOverdue)
        .await
        .unwrap();
    deliveries.into_iter().map(|d| (d.id, d.attempt)).collect()
}

/// An attempt that the shop answered with a fitting status.
pub(crate) fn ended(id: &DeliveryId, number: u32, outcome: DeliveryOutcome) -> Attempt {
    let status = match outcome {
        DeliveryOutcome::Delivered => 204,
        DeliveryOutcome::Retry(_) | DeliveryOutcome::GaveUp => 503,
        DeliveryOutcome::Gone(_) => 410,
    };
    Attempt {
        id: id.clone(),
        number,
        outcome,
        answer: ShopAnswer::Status(status),
    }
}

pub(crate) async fn finish(
    desk: &Desk,
    id: &DeliveryId,
    attempt: u32,
    outcome: DeliveryOutcome,
) -> Option<Disabled> {
    let attempts = vec![ended(id, attempt, outcome)];
    let finished = desk.store.finish_deliveries(SHOP, attempts);
    finished.await.unwrap()
}

async fn a_delivery_is_one_worker_s_until_its_lease_ends(desk: Desk) {
    let ids = put(&desk, 1).await;
    let taken = desk
        .store
        .claim_deliveries(10, LEASE, ClaimOrder::LongestOverdue)
        .await
        .unwrap();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].body, r#"{"type":"payment.completed"}"#);
    assert_eq!(taken[0].event_type, "payment.completed");
    assert_eq!(taken[0].claimed_at, desk.now());
    desk.wait(LEASE - Duration::from_millis(1));
    assert_eq!(claimed(&desk, 10).await, []);
    desk.wait(Duration::from_millis(1));
    assert_eq!(claimed(&desk, 10).await, [(ids[0].clone(), 2)]);
}

async fn a_lease_that_has_passed_on_changes_nothing(desk: Desk) {
    let ids = put(&desk, 1).await;
    assert_eq!(claimed(&desk, 1).await, [(ids[0].clone(), 1)]);
    desk.wait(LEASE);
    assert_eq!(claimed(&desk, 1).await, [(ids[0].clone(), 2)]);
    finish(&desk, &ids[0], 1, DeliveryOutcome::Delivered).await;
    desk.wait(LEASE);
    assert_eq!(claimed(&desk, 1).await, [(ids[0].clone(), 3)]);
}

async fn a_delivery_that_ended_is_not_taken_again(desk: Desk) {
    let ids = put(&desk, 2).await;
    claimed(&desk, 2).await;
    finish(&desk, &ids[0], 1, DeliveryOutcome::Delivered).await;
    finish(&desk, &ids[1], 1, DeliveryOutcome::GaveUp).await;
    for id in &ids {
        finish(&desk, id, 1, DeliveryOutcome::Retry(Duration::ZERO)).await;
    }
    desk.wait(LEASE * 100);
    assert_eq!(claimed(&desk, 10).await, []);
}

async fn a_retry_waits_as_long_as_it_was_told(desk: Desk) {
    let ids = put(&desk, 1).await;
    claimed(&desk, 1).await;
    let wait = Duration::from_secs(300);
    finish(&desk, &ids[0], 1, DeliveryOutcome::Retry(wait)).await;
    desk.wait(wait - Duration::from_millis(1));
    assert_eq!(claimed(&desk, 1).await, []);
    desk.wait(Duration::from_millis(1));
    assert_eq!(claimed(&desk, 1).await, [(ids[0].clone(), 2)]);
}

async fn the_longest_overdue_come_first_and_no_more_than_asked(desk: Desk) {
    let ids = put(&desk, 5).await;
    let first = claimed(&desk, 2).await;
    assert_eq!(first, [(ids[0].clone(), 1), (ids[1].clone(), 1)]);
    let rest: Vec<_> = claimed(&desk, 10).await.into_iter().map(|d| d.0).collect();
    assert_eq!(rest, ids[2..]);
}

async fn the_least_attempted_of_those_that_are_due_comes_first_where_it_is_asked_for(desk: Desk) {
    let ids = put(&desk, 3).await;
    claimed(&desk, 3).await;
    for (id, seconds) in ids.iter().zip(1..) {
        let wait = DeliveryOutcome::Retry(Duration::from_secs(seconds));
        finish(&desk, id, 1, wait).await;
    }
    desk.wait(Duration::from_secs(1));
    let order = ClaimOrder::LeastAttempted;
    let probe = async |limit| {
        let taken = desk.store.claim_deliveries(limit, LEASE, order).await;
        let taken = taken.unwrap().into_iter();
        taken.map(|it| (it.id, it.attempt)).collect::<Vec<_>>()
    };
    assert_eq!(probe(3).await, [(ids[0].clone(), 2)]);
    finish(&desk, &ids[0], 2, DeliveryOutcome::Retry(Duration::ZERO)).await;
    desk.wait(Duration::from_secs(3));
    assert_eq!(probe(1).await, [(ids[1].clone(), 2)]);
    assert_eq!(
        probe(3).await,
        [(ids[2].clone(), 2), (ids[0].clone(), 3)],
        "though it is the longest overdue"
    );
}

async fn of_many_workers_each_takes_its_own(desk: Desk) {
    let desk = Arc::new(desk);
    let ids = put(&desk, 24).await;
    let mut tasks = JoinSet::new();
    for _ in 0..16 {
        let desk = Arc::clone(&desk);
        tasks.spawn(async move { claimed(&desk, 3).await });
    }
    let taken = tasks.join_all().await.concat();
    assert_eq!(taken.len(), ids.len());
    let mut once: Vec<_> = taken.into_iter().map(|(id, _)| id.0).collect();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), ids.len());
}

async fn attempts_that_end_together_are_recorded_together(desk: Desk) {
    let ids = put(&desk, 4).await;
    claimed(&desk, 4).await;
    let wait = Duration::from_secs(5);
    let outcomes = [
        (1, DeliveryOutcome::Delivered),
        (1, DeliveryOutcome::GaveUp),
        (1, DeliveryOutcome::Retry(wait)),
        (2, DeliveryOutcome::Delivered),
    ];
    let attempts = ids
        .iter()
        .zip(outcomes)
        .map(|(id, (number, outcome))| ended(id, number, outcome));
    let finished = desk.store.finish_deliveries(SHOP, attempts.collect());
    assert_eq!(finished.await.unwrap(), None);
    desk.wait(wait);
    assert_eq!(claimed(&desk, 10).await, [(ids[2].clone(), 2)]);
    desk.wait(LEASE);
    let rest = [(ids[3].clone(), 2), (ids[2].clone(), 3)];
    assert_eq!(claimed(&desk, 10).await, rest);
}

async fn of_two_attempts_at_one_webhook_that_end_together_the_last_counts(desk: Desk) {
    desk.store.open_endpoint(SHOP).await.unwrap();
    let ids = put(&desk, 1).await;
    assert_eq!(claimed(&desk, 1).await, [(ids[0].clone(), 1)]);
    desk.wait(LEASE);
    assert_eq!(claimed(&desk, 1).await, [(ids[0].clone(), 2)]);
    let attempts = vec![
        ended(&ids[0], 1, DeliveryOutcome::Gone(Duration::ZERO)),
        ended(&ids[0], 2, DeliveryOutcome::Delivered),
    ];
    let finished = desk.store.finish_deliveries(SHOP, attempts);
    assert_eq!(
        finished.await.unwrap(),
        None,
        "the endpoint is not disabled"
    );
    assert_eq!(desk.store.pending_deliveries(10).await.unwrap(), 0);
}

/// Which attempt of its schedule the one webhook that is due would be.
async fn scheduled(desk: &Desk) -> u32 {
    let taken = desk
        .store
        .claim_deliveries(1, LEASE, ClaimOrder::LongestOverdue)
        .await
        .unwrap();
    taken[0].scheduled
}

async fn an_attempt_that_nobody_ended_is_none_of_the_schedule(desk: Desk) {
    let ids = put(&desk, 1).await;
    for _ in 1..=8 {
        assert_eq!(scheduled(&desk).await, 1);
        desk.wait(LEASE);
    }
    let retry = DeliveryOutcome::Retry(Duration::ZERO);
    assert_eq!(claimed(&desk, 1).await, [(ids[0].clone(), 9)]);
    finish(&desk, &ids[0], 9, retry).await;
    for _ in 10..=12 {
        assert_eq!(scheduled(&desk).await, 2);
        desk.wait(LEASE);
    }
}

async fn an_end_that_is_told_again_changes_nothing(desk: Desk) {
    let ids = put(&desk, 1).await;
    claimed(&desk, 1).await;
    finish(&desk, &ids[0], 1, DeliveryOutcome::Retry(LEASE)).await;
    desk.wait(LEASE);
    finish(&desk, &ids[0], 1, DeliveryOutcome::Retry(LEASE)).await;
    finish(&desk, &ids[0], 1, DeliveryOutcome::GaveUp).await;
    assert_eq!(scheduled(&desk).await, 2);
}
