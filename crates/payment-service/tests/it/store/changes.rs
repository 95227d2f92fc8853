use std::sync::Arc;
use std::time::Duration;

use payment_core::payment::{PayerOutcome, PaymentStatus};
use payment_service::store::{
    ClaimOrder, Committed, Evidence, KeyOutcome, LedgerQuery, Opened, Route, StoredAnswer,
};
use tokio::task::JoinSet;

use super::backend::{Desk, on_every_backend};
use super::sample::{
    awaiting, completed, created, decided, delivery, executing, key, opening, paid, payment,
    returned, step,
};

on_every_backend! {
    of_many_who_decide_on_one_version_one_commits,
    a_stale_change_leaves_nothing_behind,
    a_taken_transaction_leaves_nothing_behind,
    a_payment_that_is_not_there_cannot_change,
    a_transaction_stays_its_payment_s_own,
    a_transaction_in_suspense_is_taken_too,
    a_blank_transaction_belongs_to_nobody,
    replies_are_kept_as_evidence_in_order,
}

async fn of_many_who_decide_on_one_version_one_commits(desk: Desk) {
    let desk = Arc::new(desk);
    let payment = awaiting(&desk, "INV-1").await;
    let mut tasks = JoinSet::new();
    for _ in 0..64 {
        let (desk, payment) = (Arc::clone(&desk), payment.clone());
        tasks.spawn(async move {
            let back = returned(&payment, PayerOutcome::Success);
            let change = decided(&payment, back, desk.now());
            desk.store.commit_payment(change).await.unwrap()
        });
    }
    let committed = tasks.join_all().await;
    let done = committed.iter().filter(|c| **c == Committed::Done).count();
    let stale = committed.iter().filter(|c| **c == Committed::Stale).count();
    assert_eq!((done, stale), (1, 63));
}

async fn a_stale_change_leaves_nothing_behind(desk: Desk) {
    let payment = payment(&desk, "INV-1");
    let mut first = opening(&payment);
    first.key = Some(key(Route::CreatePayment, "k", 1));
    desk.store.open_payment(first.clone()).await.unwrap();
    let payment = step(&desk, &payment, created(&payment)).await;
    let old = step(&desk, &payment, returned(&payment, PayerOutcome::Success)).await;
    let unanswered = payment_core::payment::PaymentEvent::ExecuteUnanswered;
    let newer = step(&desk, &old, unanswered).await;

    let mut stale = decided(&old, paid(&old, "TRX1"), desk.now());
    stale.deliveries = vec![delivery(&old)];
    stale.key = KeyOutcome::Answer(StoredAnswer {
        status: 201,
        body: "stale".to_owned(),
    });
    stale.evidence = Some(evidence(&desk, "stale"));
    assert!(!stale.entries.is_empty());
    assert_eq!(
        desk.store.commit_payment(stale).await.unwrap(),
        Committed::Stale
    );

    assert_eq!(desk.store.payment(old.id).await.unwrap(), Some(newer));
    assert_nothing_was_written(&desk, &old).await;
    assert!(matches!(
        desk.store.open_payment(first).await.unwrap(),
        Opened::InFlight
    ));
}

async fn a_taken_transaction_leaves_nothing_behind(desk: Desk) {
    completed(&desk, "INV-1", "TRX1").await;
    let other = executing(&desk, "INV-2").await;
    let mut change = decided(&other, paid(&other, "TRX1"), desk.now());
    change.deliveries = vec![delivery(&other)];
    change.evidence = Some(evidence(&desk, "taken"));
    assert_eq!(
        desk.store.commit_payment(change).await.unwrap(),
        Committed::TrxIdTaken
    );
    let stored = desk.store.payment(other.id).await.unwrap();
    assert_eq!(stored.as_ref(), Some(&other));
    assert_nothing_was_written(&desk, &other).await;
}

async fn assert_nothing_was_written(desk: &Desk, payment: &payment_core::payment::Payment) {
    let query = LedgerQuery {
        payment: Some(payment.id),
        limit: 10,
        ..LedgerQuery::default()
    };
    let lines = desk.store.ledger(desk.account, &query).await.unwrap().items;
    assert_eq!(lines, []);
    assert_eq!(desk.store.evidence(payment.id).await.unwrap(), []);
    let lease = Duration::from_secs(60);
    let deliveries = desk
        .store
        .claim_deliveries(10, lease, ClaimOrder::LongestOverdue)
        .await
        .unwrap();
    assert_eq!(deliveries, []);
}

async fn a_payment_that_is_not_there_cannot_change(desk: Desk) {
    let payment = payment(&desk, "INV-1");
    let change = decided(&payment, created(&payment), desk.now());
    assert_eq!(
        desk.store.commit_payment(change).await.unwrap(),
        Committed::Stale
    );
    assert_eq!(desk.store.payment(payment.id).await.unwrap(), None);
}

async fn a_transaction_stays_its_payment_s_own(desk: Desk) {
    let ours = executing(&desk, "INV-1").await;
    let ours = step(&desk, &ours, paid(&ours, "TRX1")).await;
    assert_eq!(ours.status(), PaymentStatus::Completed);
    let other = executing(&desk, "INV-2").await;
    let commit = async |trx_id| {
        let change = decided(&other, paid(&other, trx_id), desk.now());
        desk.store.commit_payment(change).await.unwrap()
    };
    assert_eq!(commit("TRX1").await, Committed::TrxIdTaken);
    assert_eq!(commit("TRX2").await, Committed::Done);
}

async fn a_transaction_in_suspense_is_taken_too(desk: Desk) {
    let held = executing(&desk, "INV-1").await;
    let mut wrong = paid(&held, "TRX1");
    if let payment_core::payment::PaymentEvent::ExecuteAnswered(report) = &mut wrong {
        report.merchant_invoice_number = Some("another".to_owned());
    }
    let held = step(&desk, &held, wrong).await;
    assert_eq!(held.status(), PaymentStatus::Held);

    let other = executing(&desk, "INV-2").await;
    let change = decided(&other, paid(&other, "TRX1"), desk.now());
    assert_eq!(
        desk.store.commit_payment(change).await.unwrap(),
        Committed::TrxIdTaken
    );
}

async fn a_blank_transaction_belongs_to_nobody(desk: Desk) {
    for invoice in ["INV-1", "INV-2"] {
        let payment = executing(&desk, invoice).await;
        let held = step(&desk, &payment, paid(&payment, " ")).await;
        assert_eq!(held.status(), PaymentStatus::Held, "{invoice}");
    }
}

async fn replies_are_kept_as_evidence_in_order(desk: Desk) {
    let payment = super::sample::opened(&desk, "INV-1").await;
    let mut change = decided(&payment, created(&payment), desk.now());
    change.evidence = Some(evidence(&desk, "first"));
    let payment = change.next.clone();
    desk.store.commit_payment(change).await.unwrap();
    let back = returned(&payment, PayerOutcome::Success);
    let mut change = decided(&payment, back, desk.now());
    change.evidence = Some(evidence(&desk, "second"));
    desk.store.commit_payment(change).await.unwrap();
    assert_eq!(
        desk.store.evidence(payment.id).await.unwrap(),
        [evidence(&desk, "first"), evidence(&desk, "second")]
    );
}

fn evidence(desk: &Desk, body: &str) -> Evidence {
    Evidence {
        call: "execute",
        refund: None,
        at: desk.now(),
        status: Some(200),
        body: body.to_owned(),
    }
}
