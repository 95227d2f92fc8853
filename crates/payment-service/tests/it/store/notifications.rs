use std::time::Duration;

use payment_core::{PaymentId, TrxId};
use payment_service::store::{
    NewNotification, Notification, NotificationOutcome, NotificationQuery, NotificationReason,
    NotificationState, Received,
};
use tokio::task::JoinSet;

use super::backend::{Desk, on_every_backend};
use super::sample::opened;

on_every_backend! {
    a_notification_is_kept_as_it_came_and_is_due_at_once,
    a_message_and_a_transaction_are_kept_once,
    of_many_deliveries_of_one_message_at_once_one_is_kept,
    a_notification_is_one_worker_s_until_its_lease_ends,
    a_lease_that_has_passed_on_settles_nothing,
    each_outcome_leaves_its_state_and_reason_behind,
    a_retry_waits_as_long_as_it_was_told_and_the_longest_overdue_come_first,
    of_many_workers_each_takes_its_own_notifications,
    notifications_come_newest_first_in_pages_of_any_size,
    notifications_are_found_by_state_and_account,
    a_transaction_has_the_owner_that_booked_it,
}

const LEASE: Duration = Duration::from_secs(120);

fn new(desk: &Desk, n: usize) -> NewNotification {
    NewNotification {
        message_id: format!("11111111-2222-4333-8444-{n:012}"),
        trx_id: TrxId::new(format!("DLB50{n:05}")),
        merchant_invoice_number: Some(format!("INV-{n}")),
        amount: "450.00".parse().unwrap(),
        sale_amount: Some("500.00".parse().unwrap()),
        transaction_type: "10002294".to_owned(),
        sent_at: desk.now(),
    }
}

async fn receive(desk: &Desk, notification: NewNotification) -> Received {
    let received = desk.store.receive_notification(desk.account, notification);
    received.await.unwrap()
}

/// Puts in `count`, a millisecond apart, and returns their messages' ids in this order.
async fn put(desk: &Desk, count: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for n in 0..count {
        let notification = new(desk, n);
        ids.push(notification.message_id.clone());
        assert_eq!(receive(desk, notification).await, Received::New);
        desk.wait(Duration::from_millis(1));
    }
    ids
}

async fn claim(desk: &Desk, limit: usize) -> Vec<Notification> {
    let claimed = desk.store.claim_notifications(desk.account, limit, LEASE);
    claimed.await.unwrap()
}

async fn finish(desk: &Desk, id: &str, attempt: u32, outcome: NotificationOutcome) -> bool {
    let finished = desk.store.finish_notification(id, attempt, outcome);
    finished.await.unwrap()
}

async fn list(desk: &Desk, query: NotificationQuery) -> Vec<Notification> {
    let page = desk
        .store
        .notifications(desk.account, &query)
        .await
        .unwrap();
    page.items
}

fn all() -> NotificationQuery {
    NotificationQuery {
        limit: 100,
        ..NotificationQuery::default()
    }
}

fn ids(notifications: &[Notification]) -> Vec<String> {
    let id = |it: &Notification| it.content.message_id.clone();
    notifications.iter().map(id).collect()
}

async fn a_notification_is_kept_as_it_came_and_is_due_at_once(desk: Desk) {
    let received_at = desk.now();
    let plain = NewNotification {
        merchant_invoice_number: None,
        sale_amount: None,
        ..new(&desk, 1)
    };
    for (n, content) in [(0, new(&desk, 0)), (1, plain)] {
        assert_eq!(receive(&desk, content.clone()).await, Received::New);
        let kept = list(&desk, all()).await.remove(0);
        let expected = Notification {
            content,
            received_at,
            state: NotificationState::Received,
            reason: None,
            payment: None,
            attempts: 0,
            due_at: Some(received_at),
            settled_at: None,
        };
        assert_eq!(kept, expected, "{n}");
    }
    let taken = claim(&desk, 10).await;
    assert_eq!(taken.len(), 2);
    assert_eq!(
        (taken[0].attempts, taken[0].due_at),
        (1, Some(desk.now().plus(LEASE)))
    );
}

async fn a_message_and_a_transaction_are_kept_once(desk: Desk) {
    let first = new(&desk, 1);
    assert_eq!(receive(&desk, first.clone()).await, Received::New);
    let same_message = NewNotification {
        trx_id: TrxId::new("DLB50ZZZZZ"),
        ..first.clone()
    };
    let same_transaction = NewNotification {
        message_id: "99999999-2222-4333-8444-000000000000".to_owned(),
        amount: "1.00".parse().unwrap(),
        ..first.clone()
    };
    for again in [first.clone(), same_message, same_transaction] {
        assert_eq!(receive(&desk, again).await, Received::Duplicate);
    }
    let kept = list(&desk, all()).await;
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].content, first);
    // What is settled stays known.
    claim(&desk, 1).await;
    let left = NotificationOutcome::Left(NotificationReason::NoPayment);
    assert!(finish(&desk, &first.message_id, 1, left).await);
    assert_eq!(receive(&desk, first).await, Received::Duplicate);
    assert!(claim(&desk, 1).await.is_empty());
}

async fn of_many_deliveries_of_one_message_at_once_one_is_kept(desk: Desk) {
    let mut deliveries = JoinSet::new();
    for _ in 0..16 {
        let (store, account, content) = (desk.store.clone(), desk.account, new(&desk, 1));
        deliveries
            .spawn(async move { store.receive_notification(account, content).await.unwrap() });
    }
    let met = deliveries.join_all().await;
    let new = met.iter().filter(|it| **it == Received::New).count();
    assert_eq!((new, list(&desk, all()).await.len()), (1, 1));
}

async fn a_notification_is_one_worker_s_until_its_lease_ends(desk: Desk) {
    put(&desk, 1).await;
    assert_eq!(claim(&desk, 10).await.len(), 1);
    desk.wait(LEASE - Duration::from_millis(1));
    assert!(claim(&desk, 10).await.is_empty());
    desk.wait(Duration::from_millis(1));
    assert_eq!(claim(&desk, 10).await[0].attempts, 2);
}

async fn a_lease_that_has_passed_on_settles_nothing(desk: Desk) {
    let id = put(&desk, 1).await.remove(0);
    claim(&desk, 1).await;
    desk.wait(LEASE);
    claim(&desk, 1).await;
    let left = NotificationOutcome::Left(NotificationReason::NotFound);
    assert!(!finish(&desk, &id, 1, left).await);
    assert_eq!(
        list(&desk, all()).await[0].state,
        NotificationState::Received
    );
    assert!(finish(&desk, &id, 2, left).await);
    assert!(!finish(&desk, &id, 2, NotificationOutcome::Retry(LEASE)).await);
    assert_eq!(
        list(&desk, all()).await[0].state,
        NotificationState::NeedsPerson
    );
}

async fn each_outcome_leaves_its_state_and_reason_behind(desk: Desk) {
    let payment = opened(&desk, "INV-0").await.id;
    let left = NotificationReason::ALL.map(NotificationOutcome::Left);
    let outcomes: Vec<_> = left
        .into_iter()
        .chain([NotificationOutcome::Confirmed(payment)])
        .collect();
    let sent = put(&desk, outcomes.len()).await;
    claim(&desk, 100).await;
    for (id, outcome) in sent.iter().zip(&outcomes) {
        assert!(finish(&desk, id, 1, *outcome).await);
    }
    let mut kept = list(&desk, all()).await;
    kept.reverse();
    for (kept, outcome) in kept.iter().zip(outcomes) {
        let (state, reason, of) = match outcome {
            NotificationOutcome::Left(reason) => (reason.state(), Some(reason), None),
            NotificationOutcome::Confirmed(payment) => {
                (NotificationState::Confirmed, None, Some(payment))
            }
            NotificationOutcome::Retry(_) => unreachable!("not among them"),
        };
        assert_eq!((kept.state, kept.reason, kept.payment), (state, reason, of));
        assert_eq!((kept.due_at, kept.settled_at), (None, Some(desk.now())));
    }
}

async fn a_retry_waits_as_long_as_it_was_told_and_the_longest_overdue_come_first(desk: Desk) {
    let sent = put(&desk, 3).await;
    claim(&desk, 3).await;
    for (id, seconds) in sent.iter().zip([30, 10, 20]) {
        let retry = NotificationOutcome::Retry(Duration::from_secs(seconds));
        assert!(finish(&desk, id, 1, retry).await);
    }
    desk.wait(Duration::from_millis(9_999));
    assert!(claim(&desk, 3).await.is_empty());
    desk.wait(Duration::from_secs(30));
    let order: Vec<String> = ids(&claim(&desk, 2).await);
    assert_eq!(order, [sent[1].clone(), sent[2].clone()]);
    assert_eq!(ids(&claim(&desk, 2).await), sent[..1]);
}

async fn of_many_workers_each_takes_its_own_notifications(desk: Desk) {
    let mut sent = put(&desk, 40).await;
    let mut workers = JoinSet::new();
    for _ in 0..8 {
        let (store, account) = (desk.store.clone(), desk.account);
        workers.spawn(async move {
            let mut mine = Vec::new();
            loop {
                let taken = store.claim_notifications(account, 3, LEASE).await.unwrap();
                if taken.is_empty() {
                    return mine;
                }
                mine.extend(ids(&taken));
            }
        });
    }
    let mut taken = workers.join_all().await.concat();
    taken.sort();
    sent.sort();
    assert_eq!(taken, sent);
}

async fn notifications_come_newest_first_in_pages_of_any_size(desk: Desk) {
    let mut newest_first = put(&desk, 5).await;
    newest_first.reverse();
    let whole = list(&desk, all()).await;
    assert_eq!(ids(&whole), newest_first);
    for limit in 1..=6 {
        let mut seen: Vec<Notification> = Vec::new();
        let mut query = NotificationQuery { limit, ..all() };
        loop {
            let part = desk
                .store
                .notifications(desk.account, &query)
                .await
                .unwrap();
            assert!(part.items.len() <= limit);
            seen.extend(part.items);
            query.after = ids(&seen).pop();
            if !part.more {
                break;
            }
        }
        assert_eq!(seen, whole, "pages of {limit}");
    }
}

async fn notifications_are_found_by_state_and_account(desk: Desk) {
    let sent = put(&desk, 2).await;
    claim(&desk, 1).await;
    let left = NotificationOutcome::Left(NotificationReason::OtherProduct);
    assert!(finish(&desk, &sent[0], 1, left).await);
    let by = async |state| {
        let state = Some(state);
        ids(&list(&desk, NotificationQuery { state, ..all() }).await)
    };
    assert_eq!(by(NotificationState::Unmatched).await, sent[..1]);
    assert_eq!(by(NotificationState::Received).await, sent[1..]);
    assert!(by(NotificationState::NeedsPerson).await.is_empty());
    let stranger = payment_core::AccountId(desk.account.0 + 1);
    let theirs = desk.store.notifications(stranger, &all()).await.unwrap();
    assert!(theirs.items.is_empty());
    let taken = desk.store.claim_notifications(stranger, 9, LEASE).await;
    assert!(taken.unwrap().is_empty());
}

async fn a_transaction_has_the_owner_that_booked_it(desk: Desk) {
    let payment = super::sample::completed(&desk, "INV-1", "DLB50AAAA1").await;
    let trx_id = &payment.settled().unwrap().trx_id;
    let owner = async |trx_id: &TrxId| -> Option<PaymentId> {
        let found = desk.store.owner_of_transaction(desk.account, trx_id);
        found.await.unwrap()
    };
    assert_eq!(owner(trx_id).await, Some(payment.id));
    assert_eq!(owner(&TrxId::new("DLB50NOBODY")).await, None);
}
