use std::time::Duration;

use payment_core::payment::{PayerOutcome, Payment, PaymentEvent, PaymentStatus};
use payment_core::refund::RefundEvent;
use payment_service::store::{Page, PaymentQuery};

use super::backend::{Desk, on_every_backend};
use super::sample::{
    awaiting, completed, executing, opened, refund_decided, reserved, returned, step,
};

on_every_backend! {
    payments_come_newest_first_in_pages_of_any_size,
    payments_are_found_by_status_invoice_and_time,
    what_needs_attention_comes_oldest_first,
    an_invoice_that_cannot_be_is_not_found,
}

fn all() -> PaymentQuery {
    PaymentQuery {
        limit: 100,
        ..PaymentQuery::default()
    }
}

async fn page(desk: &Desk, query: &PaymentQuery) -> Page<Payment> {
    desk.store.payments(desk.account, query).await.unwrap()
}

fn invoices(payments: &[Payment]) -> Vec<&str> {
    let orders = payments.iter().map(|payment| &payment.order);
    orders
        .map(|order| order.merchant_invoice_number.as_str())
        .collect()
}

async fn payments_come_newest_first_in_pages_of_any_size(desk: Desk) {
    for n in 0..7 {
        opened(&desk, &format!("INV-{n}")).await;
        // Some share their millisecond.
        desk.wait(Duration::from_millis(n / 3));
    }
    let whole = page(&desk, &all()).await;
    assert!(!whole.more);
    assert_eq!(
        invoices(&whole.items),
        [
            "INV-6", "INV-5", "INV-4", "INV-3", "INV-2", "INV-1", "INV-0"
        ]
    );
    for limit in 1..=8 {
        let mut seen = Vec::new();
        let mut query = PaymentQuery { limit, ..all() };
        loop {
            let part = page(&desk, &query).await;
            assert!(part.items.len() <= limit);
            seen.extend(part.items);
            query.after = seen.last().map(|payment| payment.id);
            if !part.more {
                break;
            }
        }
        assert_eq!(seen, whole.items, "pages of {limit}");
    }
}

async fn payments_are_found_by_status_invoice_and_time(desk: Desk) {
    let start = desk.now();
    completed(&desk, "INV-1", "TRX1").await;
    desk.wait(Duration::from_secs(60));
    let cancelled = awaiting(&desk, "INV-2").await;
    step(
        &desk,
        &cancelled,
        returned(&cancelled, PayerOutcome::Cancel),
    )
    .await;
    desk.wait(Duration::from_secs(60));
    awaiting(&desk, "INV-2").await;

    let by = async |query: PaymentQuery| {
        let found = page(&desk, &query).await.items;
        found.iter().map(Payment::status).collect::<Vec<_>>()
    };
    let status = Some(PaymentStatus::Completed);
    assert_eq!(
        by(PaymentQuery { status, ..all() }).await,
        [PaymentStatus::Completed]
    );
    let merchant_invoice_number = Some("INV-2".to_owned());
    let of_invoice = PaymentQuery {
        merchant_invoice_number,
        ..all()
    };
    assert_eq!(
        by(of_invoice.clone()).await,
        [PaymentStatus::AwaitingPayer, PaymentStatus::Cancelled]
    );
    let to = Some(start.plus(Duration::from_secs(120)));
    let early = PaymentQuery { to, ..of_invoice };
    assert_eq!(by(early).await, [PaymentStatus::Cancelled]);
    let from = Some(start.plus(Duration::from_secs(60)));
    assert_eq!(by(PaymentQuery { from, ..all() }).await.len(), 2);
}

async fn what_needs_attention_comes_oldest_first(desk: Desk) {
    let unresolved = executing(&desk, "INV-1").await;
    let unresolved = step(&desk, &unresolved, PaymentEvent::ExecuteUnanswered).await;
    desk.wait(Duration::from_secs(1));
    let held = executing(&desk, "INV-2").await;
    let held = step(&desk, &held, super::sample::paid(&held, " ")).await;
    assert_eq!(held.status(), PaymentStatus::Held);
    let paid = completed(&desk, "INV-3", "TRX3").await;
    let refund = reserved(&desk, &paid, "1.00", "k").await;
    let refunds = async || {
        desk.store
            .attention_refunds(desk.account, 10)
            .await
            .unwrap()
    };
    assert_eq!(refunds().await, []);
    let change = refund_decided(&refund, &paid, RefundEvent::Unanswered, desk.now());
    let open = change.next.clone();
    desk.store.commit_refund(change).await.unwrap();
    assert_eq!(refunds().await, [open]);
    let payments = async |limit| {
        let found = desk.store.attention_payments(desk.account, limit);
        found.await.unwrap()
    };
    assert_eq!(payments(10).await, [unresolved.clone(), held]);
    assert_eq!(payments(1).await, [unresolved]);
}

/// Whatever a caller writes into the address.
async fn an_invoice_that_cannot_be_is_not_found(desk: Desk) {
    opened(&desk, "INV-0").await;
    for invoice in ["", "\0", "INV-0\0", "\u{2400}", "%", "'"] {
        let query = PaymentQuery {
            merchant_invoice_number: Some(invoice.to_owned()),
            ..all()
        };
        assert_eq!(page(&desk, &query).await.items, [], "{invoice:?}");
    }
}
