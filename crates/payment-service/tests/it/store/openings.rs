use std::sync::Arc;
use std::time::Duration;

use payment_core::payment::{NotPerformed, PayerOutcome, Payment, PaymentEvent, PaymentStatus};
use payment_service::store::{Committed, KeyOutcome, Opened, Route, StoredAnswer};
use tokio::task::JoinSet;

use super::backend::{Desk, on_every_backend};
use super::sample::{
    awaiting, completed, created, decided, executing, giving_way, key, opened, opening, paid,
    payment, returned, step,
};

on_every_backend! {
    a_payment_comes_back_as_it_was_stored,
    of_many_who_open_one_invoice_at_once_one_is_first,
    of_many_who_use_one_key_at_once_one_is_first,
    a_key_without_an_answer_is_in_flight,
    an_answered_key_replays_the_stored_bytes,
    an_answer_that_is_stored_is_never_replaced,
    a_payment_s_key_can_be_looked_up,
    a_key_with_other_content_is_refused,
    the_key_is_looked_at_before_the_invoice,
    a_released_key_is_free_and_its_payment_stays,
    a_key_is_kept_for_a_day_and_pruned_later,
    a_payment_that_gives_way_and_its_successor_are_stored_together,
    a_decision_on_an_older_version_gives_no_way,
    a_payment_that_is_refused_its_invoice_leaves_its_key_free,
    a_completed_payment_keeps_its_own_invoice_and_no_other,
    late_money_keeps_a_third_payment_out_and_takes_no_claim_back,
    nothing_is_executed_beside_late_money_of_the_same_invoice,
}

fn answer(body: &str) -> StoredAnswer {
    StoredAnswer {
        status: 201,
        body: body.to_owned(),
    }
}

async fn a_payment_comes_back_as_it_was_stored(desk: Desk) {
    let payment = opened(&desk, "INV-1").await;
    assert_eq!(
        desk.store.payment(payment.id).await.unwrap().as_ref(),
        Some(&payment)
    );
    let next = step(&desk, &payment, created(&payment)).await;
    assert_eq!(
        desk.store.payment(payment.id).await.unwrap().as_ref(),
        Some(&next)
    );
    let other = super::sample::payment(&desk, "INV-2");
    assert_eq!(desk.store.payment(other.id).await.unwrap(), None);
}

async fn of_many_who_open_one_invoice_at_once_one_is_first(desk: Desk) {
    let desk = Arc::new(desk);
    let mut tasks = JoinSet::new();
    for _ in 0..64 {
        let desk = Arc::clone(&desk);
        tasks.spawn(async move {
            let payment = payment(&desk, "INV-1");
            desk.store.open_payment(opening(&payment)).await.unwrap()
        });
    }
    let met = tasks.join_all().await;
    let fresh = met.iter().filter(|met| matches!(met, Opened::Fresh));
    assert_eq!(fresh.count(), 1);
    let taken = met
        .iter()
        .filter(|met| matches!(met, Opened::InvoiceTaken(_)));
    assert_eq!(taken.count(), 63);
}

async fn of_many_who_use_one_key_at_once_one_is_first(desk: Desk) {
    let desk = Arc::new(desk);
    let mut tasks = JoinSet::new();
    for n in 0..64 {
        let desk = Arc::clone(&desk);
        tasks.spawn(async move {
            let mut opening = opening(&payment(&desk, &format!("INV-{n}")));
            opening.key = Some(key(Route::CreatePayment, "one", 1));
            desk.store.open_payment(opening).await.unwrap()
        });
    }
    let met = tasks.join_all().await;
    let fresh = met.iter().filter(|met| matches!(met, Opened::Fresh));
    assert_eq!(fresh.count(), 1);
    let waiting = met.iter().filter(|met| matches!(met, Opened::InFlight));
    assert_eq!(waiting.count(), 63);
}

async fn a_key_without_an_answer_is_in_flight(desk: Desk) {
    let mut first = opening(&payment(&desk, "INV-1"));
    first.key = Some(key(Route::CreatePayment, "k", 1));
    assert!(matches!(
        desk.store.open_payment(first.clone()).await.unwrap(),
        Opened::Fresh
    ));
    assert!(matches!(
        desk.store.open_payment(first.clone()).await.unwrap(),
        Opened::InFlight
    ));
}

async fn an_answered_key_replays_the_stored_bytes(desk: Desk) {
    let payment = payment(&desk, "INV-1");
    let mut first = opening(&payment);
    first.key = Some(key(Route::CreatePayment, "k", 1));
    desk.store.open_payment(first.clone()).await.unwrap();
    let mut change = decided(&payment, created(&payment), desk.now());
    change.key = KeyOutcome::Answer(answer("{\"ক\": 1}"));
    desk.store.commit_payment(change).await.unwrap();
    match desk.store.open_payment(first).await.unwrap() {
        Opened::Replay(stored) => assert_eq!(stored, answer("{\"ক\": 1}")),
        other => panic!("{other:?}"),
    }
}

async fn an_answer_that_is_stored_is_never_replaced(desk: Desk) {
    let mut payment = payment(&desk, "INV-1");
    let mut first = opening(&payment);
    first.key = Some(key(Route::CreatePayment, "k", 1));
    desk.store.open_payment(first.clone()).await.unwrap();
    let later = [
        (created(&payment), KeyOutcome::Answer(answer("first"))),
        (PaymentEvent::Woken, KeyOutcome::Answer(answer("second"))),
    ];
    for (event, outcome) in later {
        desk.wait(Duration::from_secs(3600));
        let mut change = decided(&payment, event, desk.now());
        change.key = outcome;
        payment = change.next.clone();
        desk.store.commit_payment(change).await.unwrap();
    }
    let mut change = decided(&payment, paid(&payment, "TRX1"), desk.now());
    change.key = KeyOutcome::Release;
    desk.store.commit_payment(change).await.unwrap();
    match desk.store.open_payment(first).await.unwrap() {
        Opened::Replay(stored) => assert_eq!(stored, answer("first")),
        other => panic!("{other:?}"),
    }
}

async fn a_payment_s_key_can_be_looked_up(desk: Desk) {
    let (claim, other) = (
        key(Route::CreatePayment, "k", 1),
        key(Route::CreatePayment, "k", 2),
    );
    let look = async |claim| {
        let used = desk.store.payment_of_key(desk.account, claim).await;
        used.unwrap()
    };
    assert!(look(&claim).await.is_none());
    let payment = payment(&desk, "INV-1");
    let mut first = opening(&payment);
    first.key = Some(claim.clone());
    desk.store.open_payment(first).await.unwrap();
    assert!(matches!(look(&claim).await, Some(Opened::InFlight)));
    assert!(matches!(look(&other).await, Some(Opened::OtherContent)));
    let mut change = decided(&payment, created(&payment), desk.now());
    change.key = KeyOutcome::Answer(answer("first"));
    desk.store.commit_payment(change).await.unwrap();
    match look(&claim).await {
        Some(Opened::Replay(stored)) => assert_eq!(stored, answer("first")),
        used => panic!("{used:?}"),
    }
    assert!(matches!(look(&other).await, Some(Opened::OtherContent)));
}

async fn a_key_with_other_content_is_refused(desk: Desk) {
    let mut first = opening(&payment(&desk, "INV-1"));
    first.key = Some(key(Route::CreatePayment, "k", 1));
    desk.store.open_payment(first).await.unwrap();
    let other = payment(&desk, "INV-2");
    let mut second = opening(&other);
    second.key = Some(key(Route::CreatePayment, "k", 2));
    assert!(matches!(
        desk.store.open_payment(second).await.unwrap(),
        Opened::OtherContent
    ));
    assert_eq!(desk.store.payment(other.id).await.unwrap(), None);
}

async fn the_key_is_looked_at_before_the_invoice(desk: Desk) {
    let mut first = opening(&payment(&desk, "INV-1"));
    first.key = Some(key(Route::CreatePayment, "k", 1));
    desk.store.open_payment(first).await.unwrap();
    let mut repeat = opening(&payment(&desk, "INV-1"));
    repeat.key = Some(key(Route::CreatePayment, "k", 1));
    assert!(matches!(
        desk.store.open_payment(repeat).await.unwrap(),
        Opened::InFlight
    ));
}

async fn a_released_key_is_free_and_its_payment_stays(desk: Desk) {
    let payment = payment(&desk, "INV-1");
    let mut first = opening(&payment);
    first.key = Some(key(Route::CreatePayment, "k", 1));
    desk.store.open_payment(first).await.unwrap();
    let unanswered = PaymentEvent::CreateUnanswered;
    let mut change = decided(&payment, unanswered, desk.now());
    change.key = KeyOutcome::Release;
    desk.store.commit_payment(change).await.unwrap();

    let mut again = opening(&super::sample::payment(&desk, "INV-1"));
    again.key = Some(key(Route::CreatePayment, "k", 1));
    assert!(matches!(
        desk.store.open_payment(again).await.unwrap(),
        Opened::Fresh
    ));
    let stored = desk.store.payment(payment.id).await.unwrap().unwrap();
    assert_eq!(stored.status(), PaymentStatus::Failed);
}

async fn a_key_is_kept_for_a_day_and_pruned_later(desk: Desk) {
    let payment = payment(&desk, "INV-1");
    let mut first = opening(&payment);
    first.key = Some(key(Route::CreatePayment, "k", 1));
    desk.store.open_payment(first.clone()).await.unwrap();
    let mut change = decided(&payment, created(&payment), desk.now());
    change.key = KeyOutcome::Answer(answer("kept"));
    desk.store.commit_payment(change).await.unwrap();

    let newer = async |n: u8| {
        let mut opening = opening(&super::sample::payment(&desk, &format!("INV-new-{n}")));
        opening.key = Some(key(Route::CreatePayment, &format!("new-{n}"), n));
        desk.store.open_payment(opening).await.unwrap()
    };
    desk.wait(Duration::from_secs(24 * 3600));
    newer(1).await;
    assert!(matches!(
        desk.store.open_payment(first.clone()).await.unwrap(),
        Opened::Replay(_)
    ));
    desk.wait(Duration::from_secs(1));
    newer(2).await;
    let mut reused = opening(&super::sample::payment(&desk, "INV-9"));
    reused.key = Some(key(Route::CreatePayment, "k", 99));
    assert!(matches!(
        desk.store.open_payment(reused).await.unwrap(),
        Opened::Fresh
    ));
}

async fn a_payment_that_gives_way_and_its_successor_are_stored_together(desk: Desk) {
    let old = awaiting(&desk, "INV-1").await;
    let new = payment(&desk, "INV-1");
    let current = match desk.store.open_payment(opening(&new)).await.unwrap() {
        Opened::InvoiceTaken(current) => *current,
        other => panic!("{other:?}"),
    };
    assert_eq!(current, old);
    let mut second = opening(&new);
    second.supersede = Some(giving_way(&current, &new, desk.now()));
    assert!(matches!(
        desk.store.open_payment(second).await.unwrap(),
        Opened::Fresh
    ));
    let old = desk.store.payment(old.id).await.unwrap().unwrap();
    assert_eq!(old.superseded_by, Some(new.id));
    assert!(desk.store.payment(new.id).await.unwrap().is_some());
}

async fn a_decision_on_an_older_version_gives_no_way(desk: Desk) {
    let old = awaiting(&desk, "INV-1").await;
    let new = payment(&desk, "INV-1");
    let mut late = opening(&new);
    late.supersede = Some(giving_way(&old, &new, desk.now()));
    let old = step(&desk, &old, returned(&old, PayerOutcome::Success)).await;
    match desk.store.open_payment(late).await.unwrap() {
        Opened::InvoiceTaken(current) => assert_eq!(*current, old),
        other => panic!("{other:?}"),
    }
    assert_eq!(desk.store.payment(new.id).await.unwrap(), None);
}

async fn a_payment_that_is_refused_its_invoice_leaves_its_key_free(desk: Desk) {
    executing(&desk, "INV-1").await;
    let mut refused = opening(&payment(&desk, "INV-1"));
    refused.key = Some(key(Route::CreatePayment, "k", 1));
    assert!(matches!(
        desk.store.open_payment(refused).await.unwrap(),
        Opened::InvoiceTaken(_)
    ));
    let mut other = opening(&payment(&desk, "INV-2"));
    other.key = Some(key(Route::CreatePayment, "k", 2));
    assert!(matches!(
        desk.store.open_payment(other).await.unwrap(),
        Opened::Fresh
    ));
}

async fn a_completed_payment_keeps_its_own_invoice_and_no_other(desk: Desk) {
    let ours = completed(&desk, "INV-1", "TRX1").await;
    let again = payment(&desk, "INV-1");
    match desk.store.open_payment(opening(&again)).await.unwrap() {
        Opened::InvoiceTaken(current) => assert_eq!(current.id, ours.id),
        other => panic!("{other:?}"),
    }
    let other = payment(&desk, "INV-2");
    assert!(matches!(
        desk.store.open_payment(opening(&other)).await.unwrap(),
        Opened::Fresh
    ));
}

/// The payer's execute was given up as not performed, a second payment took the order over, and then the
/// money of the first turned up.
async fn late_money_keeps_a_third_payment_out_and_takes_no_claim_back(desk: Desk) {
    let first = executing(&desk, "INV-1").await;
    let not_performed = PaymentEvent::ExecuteNotPerformed(NotPerformed {
        reason: "no token".to_owned(),
    });
    let first = step(&desk, &first, not_performed).await;
    let second = awaiting(&desk, "INV-1").await;
    let first = step(&desk, &first, paid(&first, "TRX1")).await;
    assert_eq!(first.status(), PaymentStatus::Completed);

    let third = payment(&desk, "INV-1");
    let mut attempt = opening(&third);
    attempt.supersede = Some(giving_way(&second, &third, desk.now()));
    match desk.store.open_payment(attempt).await.unwrap() {
        Opened::InvoiceTaken(current) => assert_eq!(current.id, first.id),
        other => panic!("{other:?}"),
    }
    let second = desk.store.payment(second.id).await.unwrap().unwrap();
    assert_eq!(second.status(), PaymentStatus::AwaitingPayer);
}

/// As above, but the payer of the second payment comes back after the first one's money.
async fn nothing_is_executed_beside_late_money_of_the_same_invoice(desk: Desk) {
    let first = executing(&desk, "INV-1").await;
    let not_performed = PaymentEvent::ExecuteNotPerformed(NotPerformed {
        reason: "no token".to_owned(),
    });
    let first = step(&desk, &first, not_performed).await;
    let second = awaiting(&desk, "INV-1").await;
    let other_invoice = awaiting(&desk, "INV-2").await;
    let first = step(&desk, &first, paid(&first, "TRX1")).await;

    let execute = |payment: &Payment| {
        let back = returned(payment, PayerOutcome::Success);
        desk.store
            .commit_payment(decided(payment, back, desk.now()))
    };
    assert_eq!(
        execute(&second).await.unwrap(),
        Committed::InvoicePaid(first.id)
    );
    let stored = desk.store.payment(second.id).await.unwrap();
    assert_eq!(stored.as_ref(), Some(&second), "nothing of it was written");
    assert_eq!(execute(&other_invoice).await.unwrap(), Committed::Done);
    let told = PaymentEvent::Superseded { by: first.id };
    let second = step(&desk, &second, told).await;
    assert_eq!(second.status(), PaymentStatus::Cancelled);
}
