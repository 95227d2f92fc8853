//! Payments and refunds made by the rules themselves, so that only what can happen is stored.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use payment_core::payment::{
    Admission, GatewayReport, Order, PayerOutcome, Payment, PaymentEvent, TransactionStatus,
    Verdict, admit, transition,
};
use payment_core::refund::{
    Refund, RefundEvent, RefundLimit, RefundOrder, RefundReport, RefundVerdict,
};
use payment_core::text::{MerchantInvoiceNumber, PayerReference, Reason, Sku};
use payment_core::{
    GatewayPaymentId, PaymentId, RefundId, SecretDigest, Taka, Timestamp, TrxId, refund,
};
use payment_service::store::{
    Committed, DeliveryId, Fingerprint, KeyClaim, KeyOutcome, NewDelivery, Opened, Opening,
    PaymentChange, RefundChange, Reserved, Reserving, Route,
};

use super::backend::Desk;

const SECRET: SecretDigest = SecretDigest::new([7; 32]);

static NEXT: AtomicU64 = AtomicU64::new(1);

fn random() -> [u8; 10] {
    let mut bytes = [0; 10];
    bytes[2..].copy_from_slice(&NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    bytes
}

pub(crate) fn taka(text: &str) -> Taka {
    text.parse().unwrap()
}

pub(crate) fn trx(text: &str) -> TrxId {
    TrxId::new(text)
}

/// A payment of 500.00 that is not stored yet.
pub(crate) fn payment(desk: &Desk, invoice: &str) -> Payment {
    let order = Order {
        amount: taka("500.00"),
        merchant_invoice_number: MerchantInvoiceNumber::parse(invoice).unwrap(),
        payer_reference: PayerReference::parse("a payer").unwrap(),
        return_url: "https://shop.example/return".to_owned(),
        metadata: BTreeMap::from([("cart".to_owned(), "17".to_owned())]),
    };
    Payment::open(
        PaymentId::new(desk.now(), random()),
        desk.account,
        order,
        SECRET,
        Duration::from_secs(3600),
        desk.now(),
    )
}

pub(crate) fn opening(payment: &Payment) -> Opening {
    Opening {
        payment: payment.clone(),
        key: None,
        supersede: None,
    }
}

pub(crate) fn key(route: Route, key: &str, content: u8) -> KeyClaim {
    KeyClaim {
        route,
        key: key.to_owned(),
        fingerprint: Fingerprint([content; 32]),
    }
}

/// The change that the rules make of `event`.
pub(crate) fn decided(payment: &Payment, event: PaymentEvent, now: Timestamp) -> PaymentChange {
    match transition(payment, event, now) {
        Verdict::Change(decision) => PaymentChange {
            next: decision.next,
            entries: decision.entries,
            deliveries: Vec::new(),
            key: KeyOutcome::Keep,
            evidence: None,
        },
        Verdict::Keep(why) => panic!("the rules keep the payment: {why:?}"),
    }
}

/// How `current` gives way to `newcomer`.
pub(crate) fn giving_way(current: &Payment, newcomer: &Payment, now: Timestamp) -> PaymentChange {
    match admit(current, newcomer.id, now) {
        Admission::Supersede(decision) => PaymentChange {
            next: decision.next,
            entries: decision.entries,
            deliveries: Vec::new(),
            key: KeyOutcome::Keep,
            evidence: None,
        },
        Admission::Busy => panic!("the rules keep the invoice with {current:?}"),
    }
}

pub(crate) fn created(payment: &Payment) -> PaymentEvent {
    PaymentEvent::GatewayCreated {
        gateway_payment: gateway_payment(payment),
        checkout_url: "https://pages.example/pay".to_owned(),
    }
}

fn gateway_payment(payment: &Payment) -> GatewayPaymentId {
    GatewayPaymentId::new(format!("TR{}", payment.id))
}

pub(crate) fn returned(payment: &Payment, outcome: PayerOutcome) -> PaymentEvent {
    PaymentEvent::PayerReturned {
        secret: SECRET,
        gateway_payment: gateway_payment(payment),
        outcome,
    }
}

pub(crate) fn paid(payment: &Payment, trx_id: &str) -> PaymentEvent {
    let order = &payment.order;
    PaymentEvent::ExecuteAnswered(GatewayReport {
        gateway_payment: Some(gateway_payment(payment)),
        status: TransactionStatus::Completed,
        trx_id: Some(trx(trx_id)),
        trx_id_is_new: true,
        amount: Some(order.amount),
        currency: Some("BDT".to_owned()),
        merchant_invoice_number: Some(order.merchant_invoice_number.as_str().to_owned()),
    })
}

/// A webhook about `payment`.
pub(crate) fn delivery(payment: &Payment) -> NewDelivery {
    NewDelivery {
        id: DeliveryId(format!("msg_{}", NEXT.fetch_add(1, Ordering::Relaxed))),
        payment: payment.id,
        event_type: "payment.completed",
        body: r#"{"type":"payment.completed"}"#.to_owned(),
    }
}

/// Stores a new payment.
pub(crate) async fn opened(desk: &Desk, invoice: &str) -> Payment {
    let payment = payment(desk, invoice);
    let met = desk.store.open_payment(opening(&payment)).await.unwrap();
    assert!(matches!(met, Opened::Fresh), "{met:?}");
    payment
}

/// Commits what the rules make of `event`, and gives the payment as it is then.
pub(crate) async fn step(desk: &Desk, payment: &Payment, event: PaymentEvent) -> Payment {
    let change = decided(payment, event, desk.now());
    let next = change.next.clone();
    let committed = desk.store.commit_payment(change).await.unwrap();
    assert_eq!(committed, Committed::Done);
    next
}

pub(crate) async fn awaiting(desk: &Desk, invoice: &str) -> Payment {
    let payment = opened(desk, invoice).await;
    step(desk, &payment, created(&payment)).await
}

pub(crate) async fn executing(desk: &Desk, invoice: &str) -> Payment {
    let payment = awaiting(desk, invoice).await;
    step(desk, &payment, returned(&payment, PayerOutcome::Success)).await
}

pub(crate) async fn completed(desk: &Desk, invoice: &str, trx_id: &str) -> Payment {
    let payment = executing(desk, invoice).await;
    step(desk, &payment, paid(&payment, trx_id)).await
}

pub(crate) fn reserving(desk: &Desk, payment: &Payment, amount: &str, key_text: &str) -> Reserving {
    Reserving {
        payment: payment.id,
        id: RefundId::new(desk.now(), random()),
        order: RefundOrder {
            amount: taka(amount),
            sku: Sku::parse("shirt").unwrap(),
            reason: Reason::parse("too small").unwrap(),
        },
        limit: RefundLimit::Ten,
        key: key(Route::CreateRefund, key_text, 1),
        now: desk.now(),
    }
}

pub(crate) async fn reserved(
    desk: &Desk,
    payment: &Payment,
    amount: &str,
    key_text: &str,
) -> Refund {
    let reserving = reserving(desk, payment, amount, key_text);
    match desk.store.reserve_refund(reserving).await.unwrap() {
        Reserved::Fresh(refund) => *refund,
        other => panic!("not reserved: {other:?}"),
    }
}

pub(crate) fn refund_decided(
    refund: &Refund,
    payment: &Payment,
    event: RefundEvent,
    now: Timestamp,
) -> RefundChange {
    let settled = payment.settled().unwrap();
    match refund::transition(refund, settled, event, now) {
        RefundVerdict::Change(decision) => RefundChange {
            next: decision.next,
            entries: decision.entries,
            deliveries: Vec::new(),
            key: KeyOutcome::Keep,
            evidence: None,
        },
        RefundVerdict::Keep(why) => panic!("the rules keep the refund: {why:?}"),
    }
}

/// The gateway's confirmation of exactly what was asked.
pub(crate) fn went_back(refund: &Refund, payment: &Payment, refund_trx_id: &str) -> RefundEvent {
    RefundEvent::Answered(RefundReport {
        refund_trx_id: Some(trx(refund_trx_id)),
        refund_trx_id_is_new: true,
        original_trx_id: Some(payment.settled().unwrap().trx_id.clone()),
        completed: true,
        amount: Some(refund.amount),
    })
}
