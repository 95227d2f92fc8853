//! One order, one payment, one refund of it, and shorthands for what the gateway may say of them.

use std::time::Duration;

use payment_core::payment::{
    Attention, Concern, Decision, FoundTransaction, GatewayReport, Hint, NotPerformed, Order,
    PayerOutcome, Payment, PaymentEvent, PaymentState, Refusal, Settled, TransactionStatus,
    Verdict, transition,
};
use payment_core::refund::{Refund, RefundReport, RefundState};
use payment_core::text::{MerchantInvoiceNumber, PayerReference, Reason, Sku};
use payment_core::{
    AccountId, GatewayPaymentId, PaymentId, RefundId, SecretDigest, Taka, Timestamp, TrxId,
};

/// When the shop asked.
pub(crate) const T0: Timestamp = Timestamp::from_millis(1_765_432_100_000);
pub(crate) const SECRET: SecretDigest = SecretDigest::new([7; 32]);
pub(crate) const EXPIRY: Duration = Duration::from_secs(3600);

pub(crate) fn seconds(after: u64) -> Timestamp {
    T0.plus(Duration::from_secs(after))
}

pub(crate) fn taka(text: &str) -> Taka {
    text.parse().unwrap()
}

pub(crate) fn trx(text: &str) -> TrxId {
    TrxId::new(text)
}

/// The try that create was answered with.
pub(crate) fn ours() -> GatewayPaymentId {
    GatewayPaymentId::new("TR0011a1B2c3D1765432100321")
}

/// A notification of the order's own amount that came at `received_at`.
pub(crate) fn hint(received_at: Timestamp) -> Hint {
    Hint {
        trx_id: trx("DLB50AAAA1"),
        amount: taka("500.00"),
        received_at,
    }
}

pub(crate) fn payment_id(tail: u8) -> PaymentId {
    PaymentId::new(T0, [tail; 10])
}

pub(crate) fn refund_id(tail: u8) -> RefundId {
    RefundId::new(T0, [tail; 10])
}

/// 500.00 for INV-1, as it is before create has left.
pub(crate) fn opened() -> Payment {
    let order = Order {
        amount: taka("500.00"),
        merchant_invoice_number: MerchantInvoiceNumber::parse("INV-1").unwrap(),
        payer_reference: PayerReference::parse("order 1").unwrap(),
        return_url: "https://shop.example/done".to_owned(),
        metadata: [("basket".to_owned(), "17".to_owned())].into(),
    };
    Payment::open(payment_id(1), AccountId(1), order, SECRET, EXPIRY, T0)
}

/// The payment, as far on as a second version, in `state`.
pub(crate) fn payment_in(state: PaymentState) -> Payment {
    let released = matches!(
        state,
        PaymentState::Declined { .. }
            | PaymentState::Cancelled { .. }
            | PaymentState::Failed { .. }
            | PaymentState::Expired { .. }
    );
    Payment {
        version: 2,
        updated_at: seconds(60),
        invoice_released: released,
        state,
        ..opened()
    }
}

pub(crate) fn with_attention(payment: Payment, concern: Concern) -> Payment {
    let since = payment.updated_at;
    Payment {
        attention: Some(Attention { concern, since }),
        ..payment
    }
}

pub(crate) fn awaiting() -> Payment {
    payment_in(PaymentState::AwaitingPayer {
        gateway_payment: ours(),
        checkout_url: "https://pay.example/?paymentId=TR0011a1B2c3D1765432100321".to_owned(),
    })
}

pub(crate) fn executing() -> Payment {
    payment_in(PaymentState::Executing {
        gateway_payment: ours(),
        since: seconds(60),
    })
}

pub(crate) fn settled() -> Settled {
    Settled {
        gateway_payment: ours(),
        trx_id: trx("DLB50AAAA1"),
        moved: taka("500.00"),
        at: seconds(60),
    }
}

pub(crate) fn completed() -> Payment {
    payment_in(PaymentState::Completed(settled()))
}

/// What execute answers when all is well.
pub(crate) fn fitting() -> GatewayReport {
    GatewayReport {
        gateway_payment: Some(ours()),
        status: TransactionStatus::Completed,
        trx_id: Some(trx("DLB50AAAA1")),
        trx_id_is_new: true,
        amount: Some(taka("500.00")),
        currency: Some("BDT".to_owned()),
        merchant_invoice_number: Some("INV-1".to_owned()),
    }
}

pub(crate) fn initiated() -> GatewayReport {
    GatewayReport {
        status: TransactionStatus::Initiated,
        trx_id: None,
        ..fitting()
    }
}

pub(crate) fn refusal(code: &str) -> Refusal {
    Refusal {
        code: code.to_owned(),
        message: "the gateway's own words".to_owned(),
    }
}

pub(crate) fn not_sent() -> NotPerformed {
    NotPerformed {
        reason: "no token".to_owned(),
    }
}

pub(crate) fn found(trx_id: &str, amount: &str) -> FoundTransaction {
    FoundTransaction {
        trx_id: trx(trx_id),
        trx_id_is_new: true,
        amount: taka(amount),
    }
}

pub(crate) fn returned(outcome: PayerOutcome) -> PaymentEvent {
    PaymentEvent::PayerReturned {
        secret: SECRET,
        gateway_payment: ours(),
        outcome,
    }
}

/// The decision, where a change is certain.
pub(crate) fn decide(payment: &Payment, event: PaymentEvent, now: Timestamp) -> Decision {
    let happened = format!("{event:?}");
    match transition(payment, event, now) {
        Verdict::Change(decision) => *decision,
        Verdict::Keep(why) => panic!("{happened} was kept: {why:?}"),
    }
}

/// 200.00 back from the completed payment, reserved a minute after it was paid.
pub(crate) fn refund_in(state: RefundState) -> Refund {
    Refund {
        id: refund_id(1),
        payment: payment_id(1),
        account: AccountId(1),
        amount: taka("200.00"),
        sku: Sku::parse("shoes").unwrap(),
        reason: Reason::parse("too small").unwrap(),
        created_at: seconds(120),
        updated_at: seconds(120),
        version: 1,
        state,
        attention: None,
    }
}

pub(crate) fn refund_report() -> RefundReport {
    RefundReport {
        refund_trx_id: Some(trx("DLB50RRRR1")),
        refund_trx_id_is_new: true,
        original_trx_id: Some(trx("DLB50AAAA1")),
        completed: true,
        amount: Some(taka("200.00")),
    }
}
