use std::sync::Arc;

use payment_core::payment::PaymentStatus;
use payment_core::refund::{RefundEvent, RefundLimit, RefundRefused, RefundStatus};
use payment_service::store::{
    Committed, Evidence, KeyOutcome, LedgerQuery, Opened, Reserved, Route, StoredAnswer,
};
use tokio::task::JoinSet;

use super::backend::{Desk, on_every_backend};
use super::sample::{
    awaiting, completed, key, opening, payment, refund_decided, reserved, reserving, taka, trx,
    went_back,
};

on_every_backend! {
    of_many_refunds_at_once_one_is_reserved,
    refunds_never_go_above_what_moved,
    a_declined_refund_gives_its_reserve_back,
    a_payment_that_is_not_completed_is_not_refunded,
    a_payment_that_is_not_there_is_not_refunded,
    a_repeat_without_an_answer_is_told_the_refund_as_it_stands,
    an_answered_key_replays_and_other_content_is_refused,
    a_refused_refund_leaves_its_key_free,
    keys_of_different_routes_never_meet,
    a_refund_that_completes_posts_and_answers_in_one_commit,
    a_stale_refund_change_leaves_nothing_behind,
    two_refunds_never_carry_one_transaction,
    a_refund_cannot_carry_its_payment_s_transaction,
    refunds_of_a_payment_come_oldest_first,
}

async fn of_many_refunds_at_once_one_is_reserved(desk: Desk) {
    let desk = Arc::new(desk);
    let payment = completed(&desk, "INV-1", "TRX1").await;
    let mut tasks = JoinSet::new();
    for n in 0..64 {
        let (desk, payment) = (Arc::clone(&desk), payment.clone());
        tasks.spawn(async move {
            let reserving = reserving(&desk, &payment, "500.00", &format!("k{n}"));
            desk.store.reserve_refund(reserving).await.unwrap()
        });
    }
    let met = tasks.join_all().await;
    let fresh = met.iter().filter(|met| matches!(met, Reserved::Fresh(_)));
    assert_eq!(fresh.count(), 1);
    let busy = |met: &&Reserved| matches!(met, Reserved::Refused(RefundRefused::InFlight(_)));
    assert_eq!(met.iter().filter(busy).count(), 63);
    let stored = desk.store.refunds_of(payment.id).await.unwrap();
    assert_eq!(stored.len(), 1);
}

async fn refunds_never_go_above_what_moved(desk: Desk) {
    let payment = completed(&desk, "INV-1", "TRX1").await;
    let first = reserved(&desk, &payment, "300.00", "k1").await;
    let back = went_back(&first, &payment, "REF1");
    let change = refund_decided(&first, &payment, back, desk.now());
    desk.store.commit_refund(change).await.unwrap();
    match desk
        .store
        .reserve_refund(reserving(&desk, &payment, "200.01", "k2"))
        .await
        .unwrap()
    {
        Reserved::Refused(RefundRefused::TooMuch { left }) => assert_eq!(left, taka("200.00")),
        other => panic!("{other:?}"),
    }
    reserved(&desk, &payment, "200.00", "k3").await;
}

async fn a_declined_refund_gives_its_reserve_back(desk: Desk) {
    let payment = completed(&desk, "INV-1", "TRX1").await;
    let refund = reserved(&desk, &payment, "500.00", "k1").await;
    let refused = RefundEvent::Refused(payment_core::payment::Refusal {
        code: "2071".to_owned(),
        message: "no".to_owned(),
    });
    let change = refund_decided(&refund, &payment, refused, desk.now());
    desk.store.commit_refund(change).await.unwrap();
    reserved(&desk, &payment, "500.00", "k2").await;
}

async fn a_payment_that_is_not_completed_is_not_refunded(desk: Desk) {
    let payment = awaiting(&desk, "INV-1").await;
    let reserving = reserving(&desk, &payment, "1.00", "k1");
    match desk.store.reserve_refund(reserving).await.unwrap() {
        Reserved::Refused(RefundRefused::NotCompleted(status)) => {
            assert_eq!(status, PaymentStatus::AwaitingPayer);
        }
        other => panic!("{other:?}"),
    }
}

async fn a_payment_that_is_not_there_is_not_refunded(desk: Desk) {
    let reserving = reserving(&desk, &payment(&desk, "INV-1"), "1.00", "k1");
    let met = desk.store.reserve_refund(reserving).await.unwrap();
    assert!(matches!(met, Reserved::NoPayment), "{met:?}");
}

async fn a_repeat_without_an_answer_is_told_the_refund_as_it_stands(desk: Desk) {
    let payment = completed(&desk, "INV-1", "TRX1").await;
    let refund = reserved(&desk, &payment, "100.00", "k1").await;
    let change = refund_decided(&refund, &payment, RefundEvent::Unanswered, desk.now());
    let unresolved = change.next.clone();
    desk.store.commit_refund(change).await.unwrap();
    let repeat = reserving(&desk, &payment, "100.00", "k1");
    match desk.store.reserve_refund(repeat).await.unwrap() {
        Reserved::InFlight(stands) => assert_eq!(*stands, unresolved),
        other => panic!("{other:?}"),
    }
}

async fn an_answered_key_replays_and_other_content_is_refused(desk: Desk) {
    let payment = completed(&desk, "INV-1", "TRX1").await;
    let refund = reserved(&desk, &payment, "100.00", "k1").await;
    let answer = StoredAnswer {
        status: 201,
        body: "{}".to_owned(),
    };
    let back = went_back(&refund, &payment, "REF1");
    let mut change = refund_decided(&refund, &payment, back, desk.now());
    change.key = KeyOutcome::Answer(answer.clone());
    desk.store.commit_refund(change).await.unwrap();

    let repeat = reserving(&desk, &payment, "100.00", "k1");
    match desk.store.reserve_refund(repeat).await.unwrap() {
        Reserved::Replay(stored) => assert_eq!(stored, answer),
        other => panic!("{other:?}"),
    }
    let mut other = reserving(&desk, &payment, "99.00", "k1");
    other.key = key(Route::CreateRefund, "k1", 2);
    let met = desk.store.reserve_refund(other).await.unwrap();
    assert!(matches!(met, Reserved::OtherContent), "{met:?}");
}

async fn a_refused_refund_leaves_its_key_free(desk: Desk) {
    let payment = completed(&desk, "INV-1", "TRX1").await;
    let too_much = reserving(&desk, &payment, "500.01", "k1");
    let met = desk.store.reserve_refund(too_much).await.unwrap();
    assert!(matches!(met, Reserved::Refused(_)), "{met:?}");
    reserved(&desk, &payment, "500.00", "k1").await;

    let mut v1 = reserving(&desk, &payment, "1.00", "k2");
    v1.limit = RefundLimit::One;
    let met = desk.store.reserve_refund(v1).await.unwrap();
    assert!(matches!(met, Reserved::Refused(RefundRefused::InFlight(_))));
}

async fn keys_of_different_routes_never_meet(desk: Desk) {
    let payment = completed(&desk, "INV-1", "TRX1").await;
    reserved(&desk, &payment, "1.00", "same").await;
    let mut opening = opening(&super::sample::payment(&desk, "INV-2"));
    opening.key = Some(key(Route::CreatePayment, "same", 2));
    let met = desk.store.open_payment(opening).await.unwrap();
    assert!(matches!(met, Opened::Fresh), "{met:?}");
}

async fn a_refund_that_completes_posts_and_answers_in_one_commit(desk: Desk) {
    let payment = completed(&desk, "INV-1", "TRX1").await;
    let refund = reserved(&desk, &payment, "100.00", "k1").await;
    let back = went_back(&refund, &payment, "REF1");
    let mut change = refund_decided(&refund, &payment, back, desk.now());
    let kept = Evidence {
        call: "refund",
        refund: Some(refund.id),
        at: desk.now(),
        status: Some(200),
        body: "{}".to_owned(),
    };
    change.evidence = Some(kept.clone());
    let done = change.next.clone();
    let committed = desk.store.commit_refund(change).await.unwrap();
    assert_eq!(committed, Committed::Done);
    assert_eq!(done.status(), RefundStatus::Completed);
    assert_eq!(desk.store.refund(refund.id).await.unwrap(), Some(done));
    assert_eq!(desk.store.evidence(payment.id).await.unwrap(), [kept]);
    let query = LedgerQuery {
        limit: 10,
        ..LedgerQuery::default()
    };
    let lines = desk.store.ledger(desk.account, &query).await.unwrap().items;
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[0].refund, Some(refund.id));
    assert_eq!(lines[0].trx_id, Some(trx("REF1")));
}

async fn a_stale_refund_change_leaves_nothing_behind(desk: Desk) {
    let payment = completed(&desk, "INV-1", "TRX1").await;
    let refund = reserved(&desk, &payment, "100.00", "k1").await;
    let change = refund_decided(&refund, &payment, RefundEvent::Unanswered, desk.now());
    desk.store.commit_refund(change).await.unwrap();
    let back = went_back(&refund, &payment, "REF1");
    let stale = refund_decided(&refund, &payment, back, desk.now());
    let before = desk.store.balances(desk.account).await.unwrap();
    assert_eq!(
        desk.store.commit_refund(stale).await.unwrap(),
        Committed::Stale
    );
    assert_eq!(desk.store.balances(desk.account).await.unwrap(), before);
}

async fn two_refunds_never_carry_one_transaction(desk: Desk) {
    let payment = completed(&desk, "INV-1", "TRX1").await;
    let first = reserved(&desk, &payment, "100.00", "k1").await;
    let back = went_back(&first, &payment, "REF1");
    let change = refund_decided(&first, &payment, back, desk.now());
    desk.store.commit_refund(change).await.unwrap();
    let second = reserved(&desk, &payment, "100.00", "k2").await;
    let back = went_back(&second, &payment, "REF1");
    let change = refund_decided(&second, &payment, back, desk.now());
    assert_eq!(
        desk.store.commit_refund(change).await.unwrap(),
        Committed::TrxIdTaken
    );
    assert_eq!(desk.store.refund(second.id).await.unwrap(), Some(second));
}

async fn a_refund_cannot_carry_its_payment_s_transaction(desk: Desk) {
    let payment = completed(&desk, "INV-1", "TRX1").await;
    let refund = reserved(&desk, &payment, "100.00", "k1").await;
    let back = went_back(&refund, &payment, "TRX1");
    let change = refund_decided(&refund, &payment, back, desk.now());
    assert_eq!(
        desk.store.commit_refund(change).await.unwrap(),
        Committed::TrxIdTaken
    );
}

async fn refunds_of_a_payment_come_oldest_first(desk: Desk) {
    let payment = completed(&desk, "INV-1", "TRX1").await;
    let mut asked = Vec::new();
    for n in 0..3 {
        let refund = reserved(&desk, &payment, "10.00", &format!("k{n}")).await;
        let back = went_back(&refund, &payment, &format!("REF{n}"));
        let change = refund_decided(&refund, &payment, back, desk.now());
        asked.push(change.next.clone());
        desk.store.commit_refund(change).await.unwrap();
    }
    assert_eq!(desk.store.refunds_of(payment.id).await.unwrap(), asked);
}
