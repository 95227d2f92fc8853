//! Two callers who meet between one's look and its write, held there by a lock of the test's.

use std::sync::Arc;

use payment_core::refund::RefundRefused;
use payment_service::store::{Committed, Opened, Reserved, Route};

use crate::store::backend::Desk;
use crate::store::sample::{
    completed, key, opening, payment, refund_decided, reserved, reserving, taka, went_back,
};

/// Until so many of the store's statements wait for a lock.
async fn waiting(desk: &Desk, count: i64) {
    let sql = desk.database().client().await;
    let statement = "SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'";
    loop {
        let row = sql.query_one(statement, &[]).await.unwrap();
        if row.get::<_, i64>(0) >= count {
            return;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_second_of_one_key_is_told_that_the_first_is_under_way() {
    let desk = Desk::postgres().await;
    let mut blocker = desk.database().client().await;
    let held = blocker.transaction().await.unwrap();
    let lock = format!("SELECT lock_invoice({}, 'INV-1')", desk.account);
    held.batch_execute(&lock).await.unwrap();

    let calls = [1, 2].map(|_| {
        let store = Arc::clone(&desk.store);
        let mut opening = opening(&payment(&desk, "INV-1"));
        opening.key = Some(key(Route::CreatePayment, "k", 1));
        tokio::spawn(async move { store.open_payment(opening).await.unwrap() })
    });
    waiting(&desk, 2).await;
    held.rollback().await.unwrap();
    let (mut first, mut under_way) = (0, 0);
    for call in calls {
        match call.await.unwrap() {
            Opened::Fresh => first += 1,
            Opened::InFlight => under_way += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((first, under_way), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refund_is_decided_anew_when_another_was_completed_since_the_look() {
    let desk = Desk::postgres().await;
    let ours = completed(&desk, "INV-1", "TRX1").await;
    let other = completed(&desk, "INV-2", "TRX2").await;
    let refund = reserved(&desk, &other, "300.00", "k-other").await;
    let event = went_back(&refund, &other, "TRX3");
    let change = refund_decided(&refund, &other, event, desk.now());
    let committed = desk.store.commit_refund(change).await.unwrap();
    assert_eq!(committed, Committed::Done);

    let mut blocker = desk.database().client().await;
    let held = blocker.transaction().await.unwrap();
    let lock = "SELECT 1 FROM payments WHERE id = $1 FOR UPDATE";
    let id = ours.id.to_string();
    held.query(lock, &[&id]).await.unwrap();
    let (store, asked) = (
        Arc::clone(&desk.store),
        reserving(&desk, &ours, "300.00", "k"),
    );
    let call = tokio::spawn(async move { store.reserve_refund(asked).await.unwrap() });
    waiting(&desk, 1).await;
    // What another caller would have reserved and completed meanwhile.
    let moved = "UPDATE refunds SET payment = $1 WHERE id = $2";
    held.execute(moved, &[&id, &refund.id.to_string()])
        .await
        .unwrap();
    held.commit().await.unwrap();
    match call.await.unwrap() {
        Reserved::Refused(RefundRefused::TooMuch { left }) => assert_eq!(left, taka("200.00")),
        other => panic!("{other:?}"),
    }
}
