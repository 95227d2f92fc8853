//! What a notification that was taken does to its payment: nothing by itself.
//!
//! The real engine and client, the simulator in process, tokio's paused clock.

use std::time::Duration;

use payment_core::ledger::Movement;
use payment_core::payment::{Concern, Payment, PaymentStatus};
use payment_core::{Taka, TrxId};
use payment_service::store::{
    LedgerQuery, NewNotification, Notification, NotificationOutcome, NotificationQuery,
    NotificationReason, NotificationState, Received,
};
use serde_json::json;
use tokio::time::{Instant, sleep};

use crate::outage::gateway::Weather;
use crate::outage::stand::{Approved, Stand};

const DAY: Duration = Duration::from_secs(24 * 3600);

async fn payment(stand: &Stand, payer: &Approved) -> Payment {
    stand.store.payment(payer.id).await.unwrap().unwrap()
}

/// A notification of this transaction for this payment's invoice.
fn of(payment: &Payment, trx_id: &str, amount: Taka) -> NewNotification {
    NewNotification {
        message_id: format!("message-of-{trx_id}"),
        trx_id: TrxId::new(trx_id),
        merchant_invoice_number: Some(payment.order.merchant_invoice_number.as_str().to_owned()),
        amount,
        sale_amount: None,
        transaction_type: "10002294".to_owned(),
        sent_at: payment.created_at,
    }
}

async fn receive(stand: &Stand, notification: NewNotification) {
    let received = stand
        .store
        .receive_notification(stand.account, notification);
    assert_eq!(received.await.unwrap(), Received::New);
}

async fn look(stand: &Stand) -> Vec<NotificationOutcome> {
    stand.engine.confirm_due(stand.account).await.unwrap()
}

/// Looks every second, as the worker does, until nothing is open.
async fn settled(stand: &Stand, within: Duration) -> Notification {
    let end = Instant::now() + within;
    loop {
        look(stand).await;
        let all = listed(stand).await;
        if all.iter().all(|it| it.state != NotificationState::Received) {
            return all.into_iter().next().unwrap();
        }
        assert!(Instant::now() < end, "{all:?}");
        sleep(Duration::from_secs(1)).await;
    }
}

async fn listed(stand: &Stand) -> Vec<Notification> {
    let query = NotificationQuery {
        limit: 100,
        ..NotificationQuery::default()
    };
    let page = stand.store.notifications(stand.account, &query).await;
    page.unwrap().items
}

/// The gateway's transaction of this payment, whether or not we know of it.
async fn trx_id(stand: &Stand, payment: &Payment) -> String {
    let amount = payment.order.amount.to_string();
    let all = stand.gateway.trx_ids().await;
    let found = all.into_iter().find(|(of, _)| *of == amount);
    found
        .unwrap_or_else(|| panic!("no money moved for {amount}"))
        .1
}

/// The money moved, and neither execute nor the query after it was answered.
async fn lost(stand: &Stand, invoice: &str) -> Approved {
    lost_to(stand, stand.approved(invoice).await).await
}

async fn lost_to(stand: &Stand, payer: Approved) -> Approved {
    stand.gateway.set(Weather::Hanging);
    stand.come_back(&payer).await;
    while payment(stand, &payer).await.status() == PaymentStatus::Executing {
        sleep(Duration::from_secs(1)).await;
    }
    sleep(Duration::from_secs(60)).await;
    stand.gateway.set(Weather::Fair);
    payer
}

#[tokio::test(start_paused = true)]
async fn money_that_its_payment_knows_of_costs_no_call() {
    let stand = Stand::new().await;
    let payer = stand.approved("INV-1").await;
    stand.come_back(&payer).await;
    let paid = payment(&stand, &payer).await;
    assert_eq!(paid.status(), PaymentStatus::Completed);
    let start = Instant::now();
    let own = trx_id(&stand, &paid).await;
    receive(&stand, of(&paid, &own, paid.order.amount)).await;
    assert_eq!(
        look(&stand).await,
        [NotificationOutcome::Confirmed(paid.id)]
    );
    assert_eq!(payment(&stand, &payer).await, paid);
    for call in ["search", "query"] {
        assert!(stand.gateway.calls_since(call, start).is_empty(), "{call}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_coupon_is_compared_by_what_the_order_cost() {
    let stand = Stand::new().await;
    let payer = stand.approved("INV-1").await;
    stand.come_back(&payer).await;
    let paid = payment(&stand, &payer).await;
    let own = trx_id(&stand, &paid).await;
    let coupon = NewNotification {
        sale_amount: Some(paid.order.amount),
        ..of(&paid, &own, Taka::from_poisha(1).unwrap())
    };
    receive(&stand, coupon).await;
    assert_eq!(
        look(&stand).await,
        [NotificationOutcome::Confirmed(paid.id)]
    );
    assert_eq!(payment(&stand, &payer).await, paid);
}

#[tokio::test(start_paused = true)]
async fn a_notification_that_is_earlier_than_execute_s_answer_waits() {
    let stand = Stand::new().await;
    let payer = stand.approved("INV-1").await;
    stand.gateway.set(Weather::SlowExecute);
    let visit = tokio::spawn({
        let (stand, payer) = (stand.clone(), payer.clone());
        async move { stand.come_back(&payer).await }
    });
    sleep(Duration::from_secs(1)).await;
    let executing = payment(&stand, &payer).await;
    assert_eq!(executing.status(), PaymentStatus::Executing);
    // Its transaction is not known before it is performed: any will do for one that waits.
    receive(&stand, of(&executing, "DLB50EARLY", executing.order.amount)).await;
    let start = Instant::now();
    assert!(matches!(
        look(&stand).await[..],
        [NotificationOutcome::Retry(_)]
    ));
    assert_eq!(payment(&stand, &payer).await, executing);
    for call in ["search", "query"] {
        assert!(stand.gateway.calls_since(call, start).is_empty(), "{call}");
    }
    visit.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_unresolved_payment_is_queried_at_once_and_its_query_decides() {
    let stand = Stand::new().await;
    let payer = lost(&stand, "INV-1").await;
    let unresolved = payment(&stand, &payer).await;
    assert_eq!(unresolved.status(), PaymentStatus::Unresolved);
    let own = trx_id(&stand, &unresolved).await;
    receive(&stand, of(&unresolved, &own, unresolved.order.amount)).await;
    let start = Instant::now();
    let settled = settled(&stand, Duration::from_secs(30)).await;
    assert_eq!(settled.payment, Some(payer.id));
    let paid = payment(&stand, &payer).await;
    assert_eq!(paid.settled().unwrap().trx_id.as_str(), own);
    assert_eq!(paid.attention, None);
    assert_eq!(stand.gateway.calls_since("query", start).len(), 1);
    assert!(stand.gateway.calls_since("search", start).is_empty());
}

#[tokio::test(start_paused = true)]
async fn money_for_a_payment_that_was_given_up_completes_it_with_a_mark_once_search_confirms_it() {
    let stand = Stand::new().await;
    let payer = lost(&stand, "INV-1").await;
    stand.gateway.set(Weather::Away);
    stand.work(Duration::from_secs(60));
    sleep(DAY + Duration::from_secs(3600)).await;
    let failed = payment(&stand, &payer).await;
    assert_eq!(failed.status(), PaymentStatus::Failed);
    let own = trx_id(&stand, &failed).await;
    receive(&stand, of(&failed, &own, failed.order.amount)).await;
    // Nothing is believed while nobody can confirm it.
    for _ in 0..5 {
        look(&stand).await;
        sleep(Duration::from_secs(60)).await;
    }
    assert_eq!(payment(&stand, &payer).await, failed);
    stand.gateway.set(Weather::Fair);
    let start = Instant::now();
    let settled = settled(&stand, Duration::from_secs(7200)).await;
    assert_eq!(settled.payment, Some(payer.id));
    let paid = payment(&stand, &payer).await;
    assert_eq!(paid.settled().unwrap().trx_id.as_str(), own);
    assert_eq!(paid.attention.unwrap().concern, Concern::LateCompletion);
    assert_eq!(stand.gateway.calls_since("search", start).len(), 1);
    let evidence = stand.store.evidence(payer.id).await.unwrap();
    assert_eq!(evidence.last().unwrap().call, "search");
}

#[tokio::test(start_paused = true)]
async fn a_coupon_s_payment_that_was_given_up_is_completed_with_what_the_order_cost() {
    let stand = Stand::new().await;
    let payer = stand.approved_by("INV-1", &json!({"coupon": "1.00"})).await;
    let payer = lost_to(&stand, payer).await;
    stand.gateway.set(Weather::Away);
    stand.work(Duration::from_secs(60));
    sleep(DAY + Duration::from_secs(3600)).await;
    stand.gateway.set(Weather::Fair);
    let failed = payment(&stand, &payer).await;
    assert_eq!(failed.status(), PaymentStatus::Failed);
    let [(amount, own)] = &stand.gateway.trx_ids().await[..] else {
        panic!("one payment, one transaction");
    };
    let cost = failed.order.amount;
    let told = NewNotification {
        sale_amount: Some(cost),
        ..of(&failed, own, amount.parse().unwrap())
    };
    assert!(told.amount < cost, "{amount}");
    receive(&stand, told).await;
    let settled = settled(&stand, Duration::from_secs(60)).await;
    assert_eq!(settled.payment, Some(payer.id));
    let paid = payment(&stand, &payer).await;
    assert_eq!(paid.settled().unwrap().moved, cost);
}

#[tokio::test(start_paused = true)]
async fn money_beside_money_goes_to_suspense_once_and_asks_for_a_person() {
    let stand = Stand::new().await;
    let payer = stand.approved("INV-1").await;
    stand.come_back(&payer).await;
    let paid = payment(&stand, &payer).await;
    // Money that nobody here knows of yet, said to be for the same invoice.
    let other = lost(&stand, "INV-2").await;
    let other = payment(&stand, &other).await;
    let second = trx_id(&stand, &other).await;
    receive(&stand, of(&paid, &second, other.order.amount)).await;
    let told = settled(&stand, Duration::from_secs(60)).await;
    assert_eq!(told.payment, Some(paid.id));
    let marked = payment(&stand, &payer).await;
    assert_eq!(marked.settled(), paid.settled());
    let trx_id = TrxId::new(&*second);
    assert_eq!(
        marked.attention.unwrap().concern,
        Concern::SecondTransaction { trx_id }
    );
    let query = LedgerQuery {
        payment: Some(paid.id),
        limit: 100,
        ..LedgerQuery::default()
    };
    let lines = stand
        .store
        .ledger(stand.account, &query)
        .await
        .unwrap()
        .items;
    let suspended = lines
        .iter()
        .filter(|it| it.movement == Movement::PaymentInSuspense);
    assert_eq!(suspended.count(), 2, "a debit and a credit");
}

#[tokio::test(start_paused = true)]
async fn what_search_does_not_know_is_asked_for_a_day_and_left_to_a_person() {
    let stand = Stand::new().await;
    let payer = lost(&stand, "INV-1").await;
    stand.gateway.set(Weather::Away);
    stand.work(Duration::from_secs(60));
    sleep(DAY + Duration::from_secs(3600)).await;
    stand.gateway.set(Weather::Fair);
    let failed = payment(&stand, &payer).await;
    receive(&stand, of(&failed, "DLB50FORGED", failed.order.amount)).await;
    let start = Instant::now();
    let left = settled(&stand, 2 * DAY).await;
    assert_eq!(left.reason, Some(NotificationReason::NotFound));
    assert_eq!(left.state, NotificationState::NeedsPerson);
    assert!(Instant::now() - start >= DAY);
    let searches = stand.gateway.calls_since("search", start).len();
    assert!((20..60).contains(&searches), "{searches}");
    assert_eq!(payment(&stand, &payer).await, failed);
}

#[tokio::test(start_paused = true)]
async fn another_amount_than_the_order_s_is_left_to_a_person() {
    let stand = Stand::new().await;
    let payer = lost(&stand, "INV-1").await;
    let stranger = lost(&stand, "INV-2").await;
    stand.gateway.set(Weather::Away);
    stand.work(Duration::from_secs(60));
    sleep(DAY + Duration::from_secs(3600)).await;
    stand.gateway.set(Weather::Fair);
    let failed = payment(&stand, &payer).await;
    let other = payment(&stand, &stranger).await;
    let theirs = trx_id(&stand, &other).await;
    // The notification claims our amount, and search says another one.
    receive(&stand, of(&failed, &theirs, failed.order.amount)).await;
    let left = settled(&stand, Duration::from_secs(7200)).await;
    assert_eq!(left.reason, Some(NotificationReason::NoFittingPayment));
    assert_eq!(payment(&stand, &payer).await, failed);
}

#[tokio::test(start_paused = true)]
async fn what_is_not_of_this_service_is_kept_and_nobody_is_asked() {
    let stand = Stand::new().await;
    let payer = stand.approved("INV-1").await;
    let awaiting = payment(&stand, &payer).await;
    let amount = awaiting.order.amount;
    let qr = NewNotification {
        transaction_type: "10003126".to_owned(),
        ..of(&awaiting, "DLB50QR", amount)
    };
    let nameless = NewNotification {
        merchant_invoice_number: None,
        ..of(&awaiting, "DLB50NONAME", amount)
    };
    let foreign = NewNotification {
        merchant_invoice_number: Some("INV-OF-ANOTHER-SHOP".to_owned()),
        ..of(&awaiting, "DLB50FOREIGN", amount)
    };
    // Money cannot have moved for a payment that was never executed and still awaits its payer.
    let unsent = of(&awaiting, "DLB50UNSENT", amount);
    let cases = [
        (qr, NotificationReason::OtherProduct),
        (nameless, NotificationReason::NoInvoice),
        (foreign, NotificationReason::NoPayment),
        (unsent, NotificationReason::NoFittingPayment),
    ];
    let start = Instant::now();
    for (notification, reason) in cases {
        receive(&stand, notification).await;
        assert_eq!(look(&stand).await, [NotificationOutcome::Left(reason)]);
    }
    assert!(stand.gateway.calls_since("search", start).is_empty());
    assert_eq!(payment(&stand, &payer).await, awaiting);
}

#[tokio::test(start_paused = true)]
async fn an_instance_that_dies_over_a_notification_leaves_it_to_the_next() {
    let stand = Stand::new().await;
    let payer = lost(&stand, "INV-1").await;
    let unresolved = payment(&stand, &payer).await;
    let own = trx_id(&stand, &unresolved).await;
    receive(&stand, of(&unresolved, &own, unresolved.order.amount)).await;
    // One takes it and is never heard of again.
    let lease = Duration::from_secs(180);
    let taken = stand
        .store
        .claim_notifications(stand.account, 1, lease)
        .await;
    assert_eq!(taken.unwrap().len(), 1);
    assert_eq!(look(&stand).await, []);
    sleep(lease).await;
    let settled = settled(&stand, Duration::from_secs(60)).await;
    assert_eq!(
        (settled.payment, settled.state),
        (Some(payer.id), NotificationState::Confirmed)
    );
    let paid = payment(&stand, &payer).await;
    assert_eq!(paid.status(), PaymentStatus::Completed);
    let again = stand
        .store
        .receive_notification(stand.account, of(&paid, &own, paid.order.amount));
    assert_eq!(again.await.unwrap(), Received::Duplicate);
    assert_eq!(look(&stand).await, []);
}
