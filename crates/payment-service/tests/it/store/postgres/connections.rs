//! Connections that an administrator, or the network, takes away.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use payment_core::PaymentId;
use payment_service::store::Opened;
use tokio::task::JoinSet;

use crate::store::backend::Desk;
use crate::store::sample::{opened, opening, payment};

const TERMINATE: &str = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'bkash'";

/// A connection that was cut while it lay idle is noticed by its next caller at the latest; there are not more
/// of them than the pool holds.
async fn works_again(desk: &Desk, invoice: &str) {
    let next = opening(&payment(desk, invoice));
    for _ in 0..=16 {
        match desk.store.open_payment(next.clone()).await {
            Ok(Opened::Fresh) => return,
            Ok(other) => panic!("{other:?}"),
            Err(error) => assert!(error.may_pass(), "{error}"),
        }
    }
    panic!("no connection was made anew");
}

/// Asks again when it meets a connection that was cut.
async fn is_stored(desk: &Desk, id: PaymentId) -> bool {
    for _ in 0..=16 {
        match desk.store.payment(id).await {
            Ok(payment) => return payment.is_some(),
            Err(error) => assert!(error.may_pass(), "{error}"),
        }
    }
    panic!("no connection was made anew");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_is_cut_in_mid_flight_fails_its_caller_alone() {
    let desk = Desk::postgres().await;
    let mut blocker = desk.database().client().await;
    let held = blocker.transaction().await.unwrap();
    let lock = format!("SELECT lock_invoice({}, 'INV-1')", desk.account);
    held.batch_execute(&lock).await.unwrap();

    let store = Arc::clone(&desk.store);
    let waiting = opening(&payment(&desk, "INV-1"));
    let call = tokio::spawn(async move { store.open_payment(waiting).await });
    let sql = desk.database().client().await;
    let is_waiting = "SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while sql
        .query_one(is_waiting, &[])
        .await
        .unwrap()
        .get::<_, i64>(0)
        == 0
    {
        tokio::task::yield_now().await;
    }
    sql.query_one(TERMINATE, &[]).await.unwrap();
    let error = call.await.unwrap().unwrap_err();
    assert!(error.may_pass(), "{error}");
    held.rollback().await.unwrap();
    works_again(&desk, "INV-1").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_told_to_be_stored_is_stored_though_connections_are_cut() {
    let desk = Arc::new(Desk::postgres().await);
    let over = Arc::new(AtomicBool::new(false));
    let mut shops = JoinSet::new();
    for shop in 0..8 {
        let (desk, over) = (Arc::clone(&desk), Arc::clone(&over));
        shops.spawn(async move {
            let (mut stored, mut failed) = (Vec::new(), 0);
            for n in 0.. {
                let payment = payment(&desk, &format!("INV-{shop}-{n}"));
                match desk.store.open_payment(opening(&payment)).await {
                    Ok(Opened::Fresh) => stored.push(payment.id),
                    Ok(other) => panic!("{other:?}"),
                    Err(error) => {
                        assert!(error.may_pass(), "{error}");
                        failed += 1;
                    }
                }
                if over.load(Ordering::Relaxed) {
                    break;
                }
            }
            (stored, failed)
        });
    }
    let sql = desk.database().client().await;
    let mut cut = 0;
    while cut < 100 {
        let row = sql.query_one(TERMINATE, &[]).await.unwrap();
        cut += row.get::<_, i64>(0);
        tokio::task::yield_now().await;
    }
    over.store(true, Ordering::Relaxed);
    let (stored, failed): (Vec<_>, Vec<usize>) = shops.join_all().await.into_iter().unzip();
    assert!(failed.iter().sum::<usize>() > 0, "no call was hit");
    for id in stored.concat() {
        assert!(is_stored(&desk, id).await, "{id}");
    }
    works_again(&desk, "INV-after").await;
}

/// Sums that hang are many more than all connections of the store.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payer_does_not_wait_behind_sums() {
    let desk = Desk::postgres().await;
    opened(&desk, "INV-1").await;
    let mut blocker = desk.database().client().await;
    let held = blocker.transaction().await.unwrap();
    let lock = "LOCK TABLE ledger_entries IN ACCESS EXCLUSIVE MODE";
    held.batch_execute(lock).await.unwrap();

    let mut sums = JoinSet::new();
    for _ in 0..40 {
        let (store, account) = (Arc::clone(&desk.store), desk.account);
        sums.spawn(async move { store.balances(account).await.map(drop) });
    }
    let sql = desk.database().client().await;
    let hanging = "SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while sql.query_one(hanging, &[]).await.unwrap().get::<_, i64>(0) == 0 {
        tokio::task::yield_now().await;
    }
    opened(&desk, "INV-2").await;
    assert!(sums.try_join_next().is_none(), "the sums hang still");
    held.rollback().await.unwrap();
    let ended = sums.join_all().await;
    assert!(ended.iter().all(Result::is_ok), "{ended:?}");
}
