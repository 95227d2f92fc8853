//! Several instances, each with connections of its own, on one database.

use std::sync::Arc;

use fastrand::Rng;
use payment_core::payment::{PayerOutcome, Payment, PaymentEvent, Verdict, transition};
use payment_core::refund::{RefundEvent, RefundVerdict, transition as refund_transition};
use payment_service::store::postgres::PostgresStore;
use payment_service::store::{
    Committed, KeyOutcome, Opened, Opening, PaymentChange, RefundChange, Reserved, Route, Store,
};
use tokio::task::JoinSet;

use crate::store::backend::Desk;
use crate::store::sample::{
    awaiting, completed, created, decided, delivery, executing, giving_way, key, opening, paid,
    payment, reserving, returned, went_back,
};

/// So many callers at once, spread over the instances.
const CALLERS: usize = 64;

/// Four instances on the desk's database.
async fn fleet(desk: &Desk) -> Vec<Arc<PostgresStore>> {
    let mut stores = Vec::new();
    for _ in 0..4 {
        let store = PostgresStore::connect(&desk.database().url).await.unwrap();
        stores.push(Arc::new(store));
    }
    stores
}

/// What every caller of the fleet is told.
async fn all_at_once<T, F>(
    desk: &Desk,
    mut call: impl FnMut(usize, Arc<PostgresStore>) -> F,
) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let stores = fleet(desk).await;
    let mut calls = JoinSet::new();
    for (n, store) in (0..CALLERS).zip(stores.iter().cycle()) {
        calls.spawn(call(n, Arc::clone(store)));
    }
    calls.join_all().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_openings_of_one_invoice_on_many_instances_one_is_first() {
    let desk = Desk::postgres().await;
    let met = all_at_once(&desk, |_, store| {
        let opening = opening(&payment(&desk, "INV-1"));
        async move { store.open_payment(opening).await.unwrap() }
    });
    let met = met.await;
    let fresh = met.iter().filter(|met| matches!(met, Opened::Fresh));
    let taken = met
        .iter()
        .filter(|met| matches!(met, Opened::InvoiceTaken(_)));
    assert_eq!((fresh.count(), taken.count()), (1, CALLERS - 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_requests_with_one_key_on_many_instances_one_is_first() {
    let desk = Desk::postgres().await;
    let met = all_at_once(&desk, |n, store| {
        let mut opening = opening(&payment(&desk, &format!("INV-{n}")));
        opening.key = Some(key(Route::CreatePayment, "one", 1));
        async move { store.open_payment(opening).await.unwrap() }
    });
    let met = met.await;
    let fresh = met.iter().filter(|met| matches!(met, Opened::Fresh));
    let waiting = met.iter().filter(|met| matches!(met, Opened::InFlight));
    assert_eq!((fresh.count(), waiting.count()), (1, CALLERS - 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_decisions_on_one_version_on_many_instances_one_commits() {
    let desk = Desk::postgres().await;
    let payment = awaiting(&desk, "INV-1").await;
    let committed = all_at_once(&desk, |_, store| {
        let back = returned(&payment, PayerOutcome::Success);
        let change = decided(&payment, back, desk.now());
        async move { store.commit_payment(change).await.unwrap() }
    });
    let committed = committed.await;
    let done = committed.iter().filter(|c| **c == Committed::Done).count();
    let stale = committed.iter().filter(|c| **c == Committed::Stale).count();
    assert_eq!((done, stale), (1, CALLERS - 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_payments_that_claim_one_transaction_at_once_one_has_it() {
    let desk = Desk::postgres().await;
    let mut payments = Vec::new();
    for n in 0..CALLERS {
        payments.push(executing(&desk, &format!("INV-{n}")).await);
    }
    let committed = all_at_once(&desk, |n, store| {
        let change = decided(&payments[n], paid(&payments[n], "TRX1"), desk.now());
        async move { store.commit_payment(change).await.unwrap() }
    });
    let committed = committed.await;
    let of = |wanted| committed.iter().filter(|c| **c == wanted).count();
    assert_eq!(
        (of(Committed::Done), of(Committed::TrxIdTaken)),
        (1, CALLERS - 1)
    );
    let balances = desk.store.balances(desk.account).await.unwrap();
    assert_eq!(balances[0].poisha, 50_000);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_refunds_on_many_instances_one_is_reserved() {
    let desk = Desk::postgres().await;
    let payment = completed(&desk, "INV-1", "TRX1").await;
    let met = all_at_once(&desk, |n, store| {
        let reserving = reserving(&desk, &payment, "300.00", &format!("k{n}"));
        async move { store.reserve_refund(reserving).await.unwrap() }
    });
    let met = met.await;
    let fresh = met.iter().filter(|met| matches!(met, Reserved::Fresh(_)));
    let refused = met.iter().filter(|met| matches!(met, Reserved::Refused(_)));
    assert_eq!((fresh.count(), refused.count()), (1, CALLERS - 1));
    assert_eq!(desk.store.refunds_of(payment.id).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_refunds_with_one_key_on_many_instances_one_is_reserved() {
    let desk = Desk::postgres().await;
    let payment = completed(&desk, "INV-1", "TRX1").await;
    let met = all_at_once(&desk, |_, store| {
        let reserving = reserving(&desk, &payment, "1.00", "one");
        async move { store.reserve_refund(reserving).await.unwrap() }
    });
    let met = met.await;
    let fresh = met.iter().filter(|met| matches!(met, Reserved::Fresh(_)));
    let waiting = met
        .iter()
        .filter(|met| matches!(met, Reserved::InFlight(_)));
    assert_eq!((fresh.count(), waiting.count()), (1, CALLERS - 1));
}

/// Whatever meets whatever, on few invoices: a circle of locks would be an error.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_waits_in_a_circle_and_the_books_stay_whole() {
    let seed = fastrand::u64(..);
    println!("seed {seed}");
    let mut seeds = Rng::with_seed(seed);
    let desk = Arc::new(Desk::postgres().await);
    let stores = fleet(&desk).await;
    let mut shops = JoinSet::new();
    for store in stores.iter().cycle().take(16) {
        let (desk, store, seed) = (Arc::clone(&desk), Arc::clone(store), seeds.u64(..));
        shops.spawn(async move {
            let mut rng = Rng::with_seed(seed);
            for _ in 0..40 {
                trade(&desk, &store, &mut rng).await;
            }
        });
    }
    shops.join_all().await;

    let sql = desk.database().client().await;
    let wrong = "SELECT count(*) FROM payments p
        WHERE (SELECT coalesce(sum(poisha), 0) FROM ledger_entries e
               WHERE e.payment = p.id AND movement = 'payment_received')
            < (SELECT coalesce(sum(poisha), 0) FROM ledger_entries e
               WHERE e.payment = p.id AND movement = 'refund_paid')
           OR (SELECT count(*) FROM refunds r WHERE r.payment = p.id AND r.is_open) > 1";
    let row = sql.query_one(wrong, &[]).await.unwrap();
    assert_eq!(row.get::<_, i64>(0), 0);
    let claims = "SELECT count(*) - count(DISTINCT merchant_invoice_number) FROM payments WHERE claims_invoice";
    let row = sql.query_one(claims, &[]).await.unwrap();
    assert_eq!(row.get::<_, i64>(0), 0);
    let completed = "SELECT count(*) FROM ledger_entries WHERE movement = 'payment_received'";
    let row = sql.query_one(completed, &[]).await.unwrap();
    assert!(row.get::<_, i64>(0) > 0, "nothing was paid");
}

/// One step of somebody: a new payment that may push an older one out, or whatever comes next for one that is there.
/// A payment that is pushed out keeps its key: there are enough keys that they are not all gone before one is paid.
async fn trade(desk: &Desk, store: &PostgresStore, rng: &mut Rng) {
    let invoice = format!("INV-{}", rng.u8(0..3));
    let newcomer = payment(desk, &invoice);
    let mut opening = opening(&newcomer);
    opening.key = Some(key(
        Route::CreatePayment,
        &format!("k{}", rng.u8(..)),
        rng.u8(0..2),
    ));
    let Opened::InvoiceTaken(current) = store.open_payment(opening.clone()).await.unwrap() else {
        return;
    };
    match rng.u8(0..4) {
        0 => push_out(desk, store, opening, &current).await,
        1 => refund(desk, store, &current, rng).await,
        _ => advance(desk, store, &current, rng).await,
    }
}

async fn push_out(desk: &Desk, store: &PostgresStore, mut opening: Opening, current: &Payment) {
    use payment_core::payment::{Admission, admit};
    if let Admission::Supersede(_) = admit(current, opening.payment.id, desk.now()) {
        opening.supersede = Some(giving_way(current, &opening.payment, desk.now()));
        store.open_payment(opening).await.unwrap();
    }
}

async fn advance(desk: &Desk, store: &PostgresStore, current: &Payment, rng: &mut Rng) {
    let events = [
        created(current),
        returned(current, PayerOutcome::Success),
        paid(current, &format!("TRX{}", rng.u16(..))),
        PaymentEvent::ExecuteUnanswered,
    ];
    for event in events {
        if let Verdict::Change(decision) = transition(current, event, desk.now()) {
            let change = PaymentChange {
                deliveries: vec![delivery(current)],
                next: decision.next,
                entries: decision.entries,
                key: KeyOutcome::Release,
                evidence: None,
            };
            store.commit_payment(change).await.unwrap();
        }
    }
}

async fn refund(desk: &Desk, store: &PostgresStore, current: &Payment, rng: &mut Rng) {
    let reserving = reserving(desk, current, "120.00", &format!("r{}", rng.u8(..)));
    let Reserved::Fresh(refund) = store.reserve_refund(reserving).await.unwrap() else {
        return;
    };
    let stored = store.payment(refund.payment).await.unwrap().unwrap();
    let event = match rng.bool() {
        true => went_back(&refund, &stored, &format!("REF{}", rng.u32(..))),
        false => RefundEvent::Unanswered,
    };
    let verdict = refund_transition(&refund, stored.settled().unwrap(), event, desk.now());
    if let RefundVerdict::Change(decision) = verdict {
        let change = RefundChange {
            next: decision.next,
            entries: decision.entries,
            deliveries: vec![delivery(current)],
            key: KeyOutcome::Release,
            evidence: None,
        };
        store.commit_refund(change).await.unwrap();
    }
}
