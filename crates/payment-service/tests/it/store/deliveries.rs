use std::time::Duration;

use payment_core::AccountId;
use payment_service::store::{
    Attempt, ClaimOrder, DeliveryId, DeliveryOutcome, DeliveryQuery, DeliveryRecord,
    DeliveryStatus, Redelivery, ShopAnswer,
};

use super::backend::{Desk, on_every_backend};
use super::outbox::{SHOP, claimed, ended, finish, put};

on_every_backend! {
    deliveries_come_newest_first_in_pages_of_any_size,
    deliveries_are_found_by_status_and_payment_and_account,
    the_last_attempt_is_kept_with_its_answer,
    what_was_delivered_or_given_up_is_sent_again_with_the_whole_schedule,
    the_late_word_of_an_old_courier_does_not_touch_a_redelivery,
    only_what_was_given_up_since_then_is_sent_again_the_oldest_first,
    another_account_s_webhooks_are_not_there,
    the_pending_are_counted_no_further_than_asked,
}

const LEASE: Duration = Duration::from_secs(60);

fn all() -> DeliveryQuery {
    DeliveryQuery {
        limit: 100,
        ..DeliveryQuery::default()
    }
}

async fn list(desk: &Desk, query: DeliveryQuery) -> Vec<DeliveryRecord> {
    let page = desk.store.deliveries(desk.account, &query).await.unwrap();
    page.items
}

fn ids(records: &[DeliveryRecord]) -> Vec<DeliveryId> {
    records.iter().map(|record| record.id.clone()).collect()
}

async fn redeliver(desk: &Desk, id: &DeliveryId) -> Redelivery {
    desk.store
        .redeliver(desk.account, id.clone())
        .await
        .unwrap()
}

/// Every webhook that is due is attempted once and ends so.
async fn end_all(desk: &Desk, outcome: DeliveryOutcome) {
    for (id, number) in claimed(desk, 100).await {
        finish(desk, &id, number, outcome).await;
    }
}

async fn deliveries_come_newest_first_in_pages_of_any_size(desk: Desk) {
    let mut newest_first = put(&desk, 7).await;
    newest_first.reverse();
    let whole = list(&desk, all()).await;
    assert_eq!(ids(&whole), newest_first);
    for limit in 1..=8 {
        let mut seen = Vec::new();
        let mut query = DeliveryQuery { limit, ..all() };
        loop {
            let part = desk.store.deliveries(desk.account, &query).await.unwrap();
            assert!(part.items.len() <= limit);
            seen.extend(part.items);
            query.after = seen.last().map(|record: &DeliveryRecord| record.id.clone());
            if !part.more {
                break;
            }
        }
        assert_eq!(seen, whole, "pages of {limit}");
    }
}

async fn deliveries_are_found_by_status_and_payment_and_account(desk: Desk) {
    let sent = put(&desk, 3).await;
    claimed(&desk, 3).await;
    finish(&desk, &sent[0], 1, DeliveryOutcome::Delivered).await;
    finish(&desk, &sent[1], 1, DeliveryOutcome::GaveUp).await;
    let by = async |status| {
        let status = Some(status);
        ids(&list(&desk, DeliveryQuery { status, ..all() }).await)
    };
    assert_eq!(by(DeliveryStatus::Delivered).await, sent[..1]);
    assert_eq!(by(DeliveryStatus::Failed).await, sent[1..2]);
    assert_eq!(by(DeliveryStatus::Pending).await, sent[2..]);
    let payment = Some(list(&desk, all()).await[0].payment);
    let of_payment = list(&desk, DeliveryQuery { payment, ..all() }).await;
    assert_eq!(ids(&of_payment), sent[2..]);
    let status = Some(DeliveryStatus::Failed);
    let both = DeliveryQuery {
        status,
        payment,
        ..all()
    };
    assert_eq!(list(&desk, both).await, []);
}

async fn the_last_attempt_is_kept_with_its_answer(desk: Desk) {
    let created_at = desk.now();
    let id = put(&desk, 1).await.remove(0);
    let fresh = list(&desk, all()).await.remove(0);
    assert_eq!((fresh.attempts, &fresh.last), (0, &None));
    assert_eq!(fresh.due_at, Some(created_at));
    assert_eq!(fresh.created_at, created_at);
    assert_eq!(fresh.body, r#"{"type":"payment.completed"}"#);

    claimed(&desk, 1).await;
    desk.wait(Duration::from_secs(3));
    let silence = ShopAnswer::None("connection refused".to_owned());
    let wait = Duration::from_secs(5);
    let attempt = Attempt {
        answer: silence.clone(),
        ..ended(&id, 1, DeliveryOutcome::Retry(wait))
    };
    desk.store
        .finish_deliveries(SHOP, vec![attempt])
        .await
        .unwrap();
    let tried = list(&desk, all()).await.remove(0);
    assert_eq!(tried.attempts, 1);
    assert_eq!(tried.last, Some((desk.now(), silence)));
    assert_eq!(tried.due_at, Some(desk.now().plus(wait)));

    desk.wait(wait);
    end_all(&desk, DeliveryOutcome::Delivered).await;
    let done = list(&desk, all()).await.remove(0);
    assert_eq!(done.status, DeliveryStatus::Delivered);
    assert_eq!((done.attempts, done.due_at), (2, None));
    assert_eq!(done.last, Some((desk.now(), ShopAnswer::Status(204))));
}

async fn what_was_delivered_or_given_up_is_sent_again_with_the_whole_schedule(desk: Desk) {
    let sent = put(&desk, 3).await;
    claimed(&desk, 3).await;
    finish(&desk, &sent[0], 1, DeliveryOutcome::Delivered).await;
    finish(&desk, &sent[1], 1, DeliveryOutcome::GaveUp).await;
    desk.wait(LEASE / 2);
    assert_eq!(redeliver(&desk, &sent[2]).await, Redelivery::Pending);
    for id in &sent[..2] {
        match redeliver(&desk, id).await {
            Redelivery::Begun(record) => {
                assert_eq!(record.id, *id);
                assert_eq!(record.status, DeliveryStatus::Pending);
                assert_eq!(record.due_at, Some(desk.now()));
                assert_eq!(record.attempts, 1);
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(redeliver(&desk, id).await, Redelivery::Pending);
    }
    let taken = desk
        .store
        .claim_deliveries(10, LEASE, ClaimOrder::LongestOverdue)
        .await
        .unwrap();
    let counts: Vec<_> = taken.iter().map(|it| (it.attempt, it.scheduled)).collect();
    assert_eq!(counts, [(2, 1), (2, 1)]);
}

async fn the_late_word_of_an_old_courier_does_not_touch_a_redelivery(desk: Desk) {
    let id = put(&desk, 1).await.remove(0);
    claimed(&desk, 1).await;
    desk.wait(LEASE);
    claimed(&desk, 1).await;
    finish(&desk, &id, 2, DeliveryOutcome::GaveUp).await;
    assert!(matches!(redeliver(&desk, &id).await, Redelivery::Begun(_)));
    // The first courier wakes; and the second one says once more what it has said already.
    for number in [1, 2] {
        finish(&desk, &id, number, DeliveryOutcome::Delivered).await;
    }
    assert_eq!(claimed(&desk, 1).await, [(id.clone(), 3)]);
    for number in [1, 2] {
        finish(&desk, &id, number, DeliveryOutcome::Delivered).await;
    }
    desk.wait(LEASE);
    assert_eq!(claimed(&desk, 1).await, [(id, 4)]);
}

async fn only_what_was_given_up_since_then_is_sent_again_the_oldest_first(desk: Desk) {
    let old = put(&desk, 2).await;
    end_all(&desk, DeliveryOutcome::GaveUp).await;
    desk.wait(Duration::from_secs(60));
    let since = desk.now();
    let mut young = Vec::new();
    for n in 2..5 {
        let payment = super::sample::opened(&desk, &format!("INV-{n}")).await;
        let event = super::sample::created(&payment);
        let mut change = super::sample::decided(&payment, event, desk.now());
        change.deliveries = vec![super::sample::delivery(&payment)];
        young.push(change.deliveries[0].id.clone());
        desk.store.commit_payment(change).await.unwrap();
    }
    end_all(&desk, DeliveryOutcome::GaveUp).await;
    let again = async |since, limit| {
        let redelivered = desk.store.redeliver_failed(desk.account, since, limit);
        redelivered.await.unwrap()
    };
    assert_eq!(again(Some(since.plus(LEASE)), 10).await, 0);
    assert_eq!(again(Some(since), 2).await, 2);
    let taken: Vec<_> = claimed(&desk, 10)
        .await
        .into_iter()
        .map(|it| it.0)
        .collect();
    assert_eq!(taken, young[..2]);
    assert_eq!(again(Some(since), 10).await, 1);
    assert_eq!(again(Some(since), 10).await, 0);
    assert_eq!(again(None, 10).await, 2);
    let taken: Vec<_> = claimed(&desk, 10)
        .await
        .into_iter()
        .map(|it| it.0)
        .collect();
    assert_eq!(taken.len(), 3);
    assert!(old.iter().all(|id| taken.contains(id)), "{taken:?}");
}

async fn another_account_s_webhooks_are_not_there(desk: Desk) {
    let id = put(&desk, 1).await.remove(0);
    end_all(&desk, DeliveryOutcome::GaveUp).await;
    let stranger = AccountId(desk.account.0 + 1);
    let page = desk.store.deliveries(stranger, &all()).await.unwrap();
    assert_eq!(page.items, []);
    let redelivered = desk.store.redeliver(stranger, id.clone()).await;
    assert_eq!(redelivered.unwrap(), Redelivery::Unknown);
    let all = desk.store.redeliver_failed(stranger, None, 10).await;
    assert_eq!(all.unwrap(), 0);
    let nobody_s = DeliveryId("msg_0".to_owned());
    assert_eq!(redeliver(&desk, &nobody_s).await, Redelivery::Unknown);
    assert!(matches!(redeliver(&desk, &id).await, Redelivery::Begun(_)));
}

async fn the_pending_are_counted_no_further_than_asked(desk: Desk) {
    put(&desk, 5).await;
    let count = async |limit| desk.store.pending_deliveries(limit).await.unwrap();
    assert_eq!(count(10).await, 5);
    assert_eq!(count(3).await, 3);
    for (id, number) in claimed(&desk, 2).await {
        finish(&desk, &id, number, DeliveryOutcome::Delivered).await;
    }
    assert_eq!(count(10).await, 3);
}
