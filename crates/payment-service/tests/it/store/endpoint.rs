use std::time::Duration;

use payment_core::Timestamp;
use payment_service::store::{
    DeliveryId, DeliveryOutcome, Disabled, DisabledReason, Endpoint, EndpointDigest,
};

use super::backend::{Desk, on_every_backend};
use super::outbox::{SHOP, claimed, ended, finish, put};

on_every_backend! {
    an_endpoint_is_remembered_and_another_one_begins_afresh,
    the_first_failure_is_kept_until_a_success,
    five_days_of_failures_disable_it_and_it_says_so_once,
    a_success_in_between_begins_the_five_days_anew,
    a_day_without_attempts_begins_the_five_days_anew,
    a_410_disables_it_at_once_and_nothing_is_taken_until_it_is_enabled,
    what_failed_while_it_was_disabled_changes_nothing,
    attempts_at_another_endpoint_or_without_a_lease_are_not_judged,
    one_success_among_failures_is_a_success,
}

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);
const RETRY: DeliveryOutcome = DeliveryOutcome::Retry(Duration::ZERO);

async fn endpoint(desk: &Desk) -> Endpoint {
    desk.store.endpoint().await.unwrap().unwrap()
}

async fn since(desk: &Desk) -> Option<Timestamp> {
    endpoint(desk).await.failing_since
}

/// One webhook, with the endpoint that it goes to.
async fn one(desk: &Desk) -> DeliveryId {
    desk.store.open_endpoint(SHOP).await.unwrap();
    put(desk, 1).await.remove(0)
}

/// The next attempt at the one webhook ends so.
async fn attempt(desk: &Desk, id: &DeliveryId, outcome: DeliveryOutcome) -> Option<Disabled> {
    let claimed = claimed(desk, 1).await;
    assert_eq!(claimed.len(), 1, "nothing was taken");
    finish(desk, id, claimed[0].1, outcome).await
}

async fn an_endpoint_is_remembered_and_another_one_begins_afresh(desk: Desk) {
    assert_eq!(desk.store.endpoint().await.unwrap(), None);
    assert_eq!(desk.store.enable_endpoint().await.unwrap(), None);
    let id = one(&desk).await;
    assert_eq!(endpoint(&desk).await, Endpoint::new(SHOP));
    attempt(&desk, &id, DeliveryOutcome::Gone(Duration::ZERO)).await;
    let gone = endpoint(&desk).await;
    assert!(gone.disabled.is_some());
    assert_eq!(desk.store.open_endpoint(SHOP).await.unwrap(), gone);
    let other = EndpointDigest([2; 32]);
    let opened = desk.store.open_endpoint(other).await.unwrap();
    assert_eq!(opened, Endpoint::new(other));
    assert_eq!(endpoint(&desk).await, opened);
    assert_eq!(claimed(&desk, 1).await, [(id, 2)]);
}

async fn the_first_failure_is_kept_until_a_success(desk: Desk) {
    let id = one(&desk).await;
    let first = desk.now();
    for _ in 0..3 {
        assert_eq!(attempt(&desk, &id, RETRY).await, None);
        assert_eq!(since(&desk).await, Some(first));
        desk.wait(HOUR);
    }
    assert_eq!(attempt(&desk, &id, DeliveryOutcome::Delivered).await, None);
    assert_eq!(endpoint(&desk).await, Endpoint::new(SHOP));
}

async fn five_days_of_failures_disable_it_and_it_says_so_once(desk: Desk) {
    let id = one(&desk).await;
    let first = desk.now();
    for _ in 0..9 {
        assert_eq!(attempt(&desk, &id, RETRY).await, None);
        desk.wait(DAY / 2);
    }
    desk.wait(DAY / 2 - Duration::from_millis(1));
    assert_eq!(attempt(&desk, &id, RETRY).await, None);
    desk.wait(Duration::from_millis(1));
    let disabled = Disabled {
        at: desk.now(),
        reason: DisabledReason::Failing,
    };
    assert_eq!(attempt(&desk, &id, RETRY).await, Some(disabled));
    let stored = endpoint(&desk).await;
    assert_eq!(stored.failing_since, Some(first));
    assert_eq!(stored.disabled, Some(disabled));
    assert_eq!(claimed(&desk, 10).await, []);
}

/// The success comes on the fourth day, before the failures of that day.
async fn a_success_in_between_begins_the_five_days_anew(desk: Desk) {
    desk.store.open_endpoint(SHOP).await.unwrap();
    let ids = put(&desk, 2).await;
    for day in 0..=10 {
        let mut taken = claimed(&desk, 2).await;
        taken.sort_by_key(|(id, _)| *id != ids[0]);
        for (id, number) in taken {
            let outcome = match (day, id == ids[0]) {
                (4, true) => DeliveryOutcome::Delivered,
                _ => RETRY,
            };
            let disabled = finish(&desk, &id, number, outcome).await;
            assert_eq!(disabled.is_some(), day == 10, "day {day}");
        }
        desk.wait(DAY - HOUR);
    }
}

async fn a_day_without_attempts_begins_the_five_days_anew(desk: Desk) {
    let id = one(&desk).await;
    attempt(&desk, &id, RETRY).await;
    desk.wait(6 * DAY);
    let again = desk.now();
    assert_eq!(attempt(&desk, &id, RETRY).await, None);
    assert_eq!(since(&desk).await, Some(again));
    desk.wait(DAY - Duration::from_millis(1));
    assert_eq!(attempt(&desk, &id, RETRY).await, None);
    assert_eq!(since(&desk).await, Some(again));
}

async fn a_410_disables_it_at_once_and_nothing_is_taken_until_it_is_enabled(desk: Desk) {
    desk.store.open_endpoint(SHOP).await.unwrap();
    let ids = put(&desk, 2).await;
    let taken = claimed(&desk, 1).await;
    assert_eq!(taken, [(ids[0].clone(), 1)]);
    let disabled = finish(&desk, &ids[0], 1, DeliveryOutcome::Gone(HOUR)).await;
    let gone = Disabled {
        at: desk.now(),
        reason: DisabledReason::Gone,
    };
    assert_eq!(disabled, Some(gone));
    desk.wait(2 * HOUR);
    assert_eq!(claimed(&desk, 10).await, []);
    assert_eq!(desk.store.pending_deliveries(10).await.unwrap(), 2);

    let enabled = desk.store.enable_endpoint().await.unwrap();
    assert_eq!(enabled, Some(Endpoint::new(SHOP)));
    let both = [(ids[1].clone(), 1), (ids[0].clone(), 2)];
    assert_eq!(claimed(&desk, 10).await, both);
}

async fn what_failed_while_it_was_disabled_changes_nothing(desk: Desk) {
    desk.store.open_endpoint(SHOP).await.unwrap();
    let ids = put(&desk, 3).await;
    claimed(&desk, 3).await;
    finish(&desk, &ids[0], 1, DeliveryOutcome::Gone(HOUR)).await;
    let gone = endpoint(&desk).await;
    desk.wait(HOUR / 2);
    for (id, outcome) in [(&ids[1], RETRY), (&ids[2], DeliveryOutcome::Delivered)] {
        // Their leases still stand: they are recorded, but the endpoint stays as it is.
        desk.store
            .finish_deliveries(SHOP, vec![ended(id, 1, outcome)])
            .await
            .unwrap();
        assert_eq!(endpoint(&desk).await, gone);
    }
    desk.store.enable_endpoint().await.unwrap();
    assert_eq!(claimed(&desk, 10).await, [(ids[1].clone(), 2)]);
}

async fn attempts_at_another_endpoint_or_without_a_lease_are_not_judged(desk: Desk) {
    let id = one(&desk).await;
    claimed(&desk, 1).await;
    let gone = DeliveryOutcome::Gone(Duration::ZERO);
    assert_eq!(finish(&desk, &id, 7, gone).await, None);
    let elsewhere = EndpointDigest([2; 32]);
    let attempts = vec![ended(&id, 1, gone)];
    let finished = desk.store.finish_deliveries(elsewhere, attempts).await;
    assert_eq!(finished.unwrap(), None);
    assert_eq!(endpoint(&desk).await, Endpoint::new(SHOP));
    assert_eq!(claimed(&desk, 1).await, [(id, 2)]);
}

async fn one_success_among_failures_is_a_success(desk: Desk) {
    desk.store.open_endpoint(SHOP).await.unwrap();
    let ids = put(&desk, 3).await;
    for (id, number) in claimed(&desk, 3).await {
        finish(&desk, &id, number, RETRY).await;
    }
    assert!(since(&desk).await.is_some());
    claimed(&desk, 3).await;
    let outcomes = [RETRY, DeliveryOutcome::Delivered, RETRY];
    let attempts = ids.iter().zip(outcomes).map(|(id, it)| ended(id, 2, it));
    let finished = desk.store.finish_deliveries(SHOP, attempts.collect());
    assert_eq!(finished.await.unwrap(), None);
    assert_eq!(endpoint(&desk).await, Endpoint::new(SHOP));
}
