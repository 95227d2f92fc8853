use std::time::Duration;

use payment_core::payment::{CALL_LIMIT, PaymentEvent};
use payment_core::refund::RefundEvent;

use payment_service::store::Lane;

use super::backend::{Desk, on_every_backend};
use super::sample::{awaiting, completed, executing, opened, refund_decided, reserved, step};

on_every_backend! {
    a_payment_is_due_when_its_time_has_passed_by_the_database_s_clock,
    the_longest_overdue_payments_come_first,
    what_needs_no_call_never_waits_behind_what_does,
    what_was_left_executing_never_waits_behind_what_is_unresolved,
    a_settled_payment_is_never_due,
    a_refund_is_due_when_its_time_has_passed,
}

async fn a_payment_is_due_when_its_time_has_passed_by_the_database_s_clock(desk: Desk) {
    let payment = executing(&desk, "INV-1").await;
    let due = async || desk.store.due_payments(Lane::Gateway, 10).await.unwrap();
    desk.wait(CALL_LIMIT - Duration::from_millis(1));
    assert_eq!(due().await.items, []);
    desk.wait(Duration::from_millis(1));
    let due = due().await;
    assert_eq!(due.items, [payment]);
    assert_eq!(due.now, desk.now());
    assert_eq!(desk.store.now().await.unwrap(), desk.now());
}

async fn the_longest_overdue_payments_come_first(desk: Desk) {
    let waits_an_hour = awaiting(&desk, "INV-1").await;
    desk.wait(Duration::from_secs(1));
    let waits_two_minutes = opened(&desk, "INV-2").await;
    desk.wait(Duration::from_secs(1));
    let later = opened(&desk, "INV-3").await;
    desk.wait(Duration::from_secs(7200));
    let due = async |limit| desk.store.due_payments(Lane::Local, limit).await.unwrap();
    assert_eq!(
        due(2).await.items,
        [waits_two_minutes.clone(), later.clone()]
    );
    assert_eq!(
        due(10).await.items,
        [waits_two_minutes, later, waits_an_hour]
    );
}

async fn what_needs_no_call_never_waits_behind_what_does(desk: Desk) {
    let needs_a_query = executing(&desk, "INV-1").await;
    desk.wait(Duration::from_secs(1));
    let needs_nothing = opened(&desk, "INV-2").await;
    desk.wait(CALL_LIMIT);
    let due = async |lane| desk.store.due_payments(lane, 1).await.unwrap().items;
    assert_eq!(due(Lane::Local).await, [needs_nothing]);
    assert_eq!(due(Lane::Gateway).await, [needs_a_query]);
}

async fn what_was_left_executing_never_waits_behind_what_is_unresolved(desk: Desk) {
    let mut unresolved = Vec::new();
    for n in 0..3 {
        let payment = executing(&desk, &format!("INV-{n}")).await;
        let event = PaymentEvent::ExecuteUnansweredAskLater;
        unresolved.push(step(&desk, &payment, event).await);
        desk.wait(Duration::from_secs(1));
    }
    let mut left = Vec::new();
    for n in 3..5 {
        left.push(executing(&desk, &format!("INV-{n}")).await);
        desk.wait(Duration::from_secs(1));
    }
    let due = async |limit| {
        let due = desk.store.due_payments(Lane::Gateway, limit).await;
        due.unwrap().items
    };
    assert_eq!(
        due(10).await,
        unresolved,
        "the others may still be answered"
    );
    desk.wait(CALL_LIMIT);
    assert_eq!(due(1).await, left[..1]);
    let all = [&left[..], &unresolved].concat();
    assert_eq!(due(4).await, all[..4]);
    assert_eq!(due(10).await, all);
}

async fn a_settled_payment_is_never_due(desk: Desk) {
    completed(&desk, "INV-1", "TRX1").await;
    desk.wait(Duration::from_secs(100 * 24 * 3600));
    for lane in [Lane::Local, Lane::Gateway] {
        let due = desk.store.due_payments(lane, 10).await.unwrap();
        assert_eq!(due.items, []);
    }
}

async fn a_refund_is_due_when_its_time_has_passed(desk: Desk) {
    let payment = completed(&desk, "INV-1", "TRX1").await;
    let refund = reserved(&desk, &payment, "1.00", "k").await;
    let due = async || desk.store.due_refunds(10).await.unwrap().items;
    desk.wait(CALL_LIMIT - Duration::from_millis(1));
    assert_eq!(due().await, []);
    desk.wait(Duration::from_millis(1));
    assert_eq!(due().await, std::slice::from_ref(&refund));
    let change = refund_decided(&refund, &payment, RefundEvent::Woken, desk.now());
    desk.store.commit_refund(change).await.unwrap();
    assert_eq!(due().await, []);
}
