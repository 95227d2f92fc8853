//! Every event, with each difference that matters to a rule.

use payment_core::payment::{
    FoundTransaction, GatewayReport, PayerOutcome, PaymentEvent, Resolution, TransactionStatus,
};
use payment_core::{GatewayPaymentId, SecretDigest};

use crate::harness::{
    SECRET, fitting, found, hint, initiated, not_sent, ours, payment_id, refusal, returned,
    seconds, taka, trx,
};

/// Does not compile once an event or a variant in it is added; then add its name and a sample.
pub(crate) fn kind(event: &PaymentEvent) -> &'static str {
    match event {
        PaymentEvent::GatewayCreated { .. } => "created",
        PaymentEvent::CreateRefused(_) => "create_refused",
        PaymentEvent::CreateNotPerformed(_) => "create_not_performed",
        PaymentEvent::CreateUnanswered => "create_unanswered",
        PaymentEvent::PayerReturned { outcome, .. } => match outcome {
            PayerOutcome::Success => "returned success",
            PayerOutcome::Failure => "returned failure",
            PayerOutcome::Cancel => "returned cancel",
        },
        PaymentEvent::ExecuteAnswered(_) => "execute_answered",
        PaymentEvent::ExecuteRefused(_) => "execute_refused",
        PaymentEvent::ExecuteNotPerformed(_) => "execute_not_performed",
        PaymentEvent::ExecuteNotPossible(_) => "execute_not_possible",
        PaymentEvent::ExecuteUnanswered => "execute_unanswered",
        PaymentEvent::ExecuteUnansweredAskLater => "execute_unanswered_ask_later",
        PaymentEvent::QueryAnswered(_) => "query_answered",
        PaymentEvent::QueryRefused(_) => "query_refused",
        PaymentEvent::QueryUnanswered => "query_unanswered",
        PaymentEvent::Woken => "woken",
        PaymentEvent::Hinted(_) => "hinted",
        PaymentEvent::Notified(_) => "notified",
        PaymentEvent::Superseded { .. } => "superseded",
        PaymentEvent::Resolved(resolution) => match resolution {
            Resolution::Paid(_) => "resolved paid",
            Resolution::Unpaid => "resolved unpaid",
            Resolution::Acknowledged => "resolved acknowledged",
        },
    }
}

pub(crate) const KINDS: [&str; 23] = [
    "created",
    "create_refused",
    "create_not_performed",
    "create_unanswered",
    "returned success",
    "returned failure",
    "returned cancel",
    "execute_answered",
    "execute_refused",
    "execute_not_performed",
    "execute_not_possible",
    "execute_unanswered",
    "execute_unanswered_ask_later",
    "query_answered",
    "query_refused",
    "query_unanswered",
    "woken",
    "hinted",
    "notified",
    "superseded",
    "resolved paid",
    "resolved unpaid",
    "resolved acknowledged",
];

/// What execute and query may say with code 0000.
fn reports() -> [(&'static str, &'static str, GatewayReport); 7] {
    let less = GatewayReport {
        amount: Some(taka("400.00")),
        ..fitting()
    };
    let second = GatewayReport {
        trx_id: Some(trx("DLB50BBBB2")),
        ..fitting()
    };
    let known = GatewayReport {
        trx_id: Some(trx("DLB50CCCC3")),
        trx_id_is_new: false,
        ..fitting()
    };
    let unreadable = GatewayReport {
        amount: None,
        ..fitting()
    };
    let other = GatewayReport {
        status: TransactionStatus::Other("Authorized".to_owned()),
        ..initiated()
    };
    [
        ("execute_answered(fits)", "query_answered(fits)", fitting()),
        ("execute_answered(400.00)", "query_answered(400.00)", less),
        (
            "execute_answered(second trxID)",
            "query_answered(second trxID)",
            second,
        ),
        (
            "execute_answered(known trxID)",
            "query_answered(known trxID)",
            known,
        ),
        (
            "execute_answered(no amount)",
            "query_answered(no amount)",
            unreadable,
        ),
        (
            "execute_answered(Initiated)",
            "query_answered(Initiated)",
            initiated(),
        ),
        (
            "execute_answered(Authorized)",
            "query_answered(Authorized)",
            other,
        ),
    ]
}

fn paid(found: FoundTransaction) -> PaymentEvent {
    PaymentEvent::Resolved(Resolution::Paid(found))
}

fn notified(trx_id: &str, amount: &str) -> PaymentEvent {
    PaymentEvent::Notified(found(trx_id, amount))
}

fn forged(secret: SecretDigest, gateway_payment: GatewayPaymentId) -> PaymentEvent {
    PaymentEvent::PayerReturned {
        secret,
        gateway_payment,
        outcome: PayerOutcome::Success,
    }
}

pub(crate) fn samples() -> Vec<(&'static str, PaymentEvent)> {
    let known = FoundTransaction {
        trx_id_is_new: false,
        ..found("DLB50CCCC3", "500.00")
    };
    let created = PaymentEvent::GatewayCreated {
        gateway_payment: ours(),
        checkout_url: "https://pay.example/".to_owned(),
    };
    let another = GatewayPaymentId::new("TR0011zzzzzzz1765432100999");
    let mut samples = vec![
        ("created", created),
        (
            "create_refused",
            PaymentEvent::CreateRefused(refusal("2006")),
        ),
        (
            "create_not_performed",
            PaymentEvent::CreateNotPerformed(not_sent()),
        ),
        ("create_unanswered", PaymentEvent::CreateUnanswered),
        ("returned(success)", returned(PayerOutcome::Success)),
        ("returned(failure)", returned(PayerOutcome::Failure)),
        ("returned(cancel)", returned(PayerOutcome::Cancel)),
        (
            "returned(wrong secret)",
            forged(SecretDigest::new([8; 32]), ours()),
        ),
        ("returned(other paymentID)", forged(SECRET, another)),
        (
            "execute_refused",
            PaymentEvent::ExecuteRefused(refusal("2023")),
        ),
        (
            "execute_not_performed",
            PaymentEvent::ExecuteNotPerformed(not_sent()),
        ),
        (
            "execute_not_possible",
            PaymentEvent::ExecuteNotPossible(not_sent()),
        ),
        ("execute_unanswered", PaymentEvent::ExecuteUnanswered),
        (
            "execute_unanswered_ask_later",
            PaymentEvent::ExecuteUnansweredAskLater,
        ),
        ("query_refused", PaymentEvent::QueryRefused(refusal("2002"))),
        ("query_unanswered", PaymentEvent::QueryUnanswered),
        ("woken", PaymentEvent::Woken),
        ("hinted", PaymentEvent::Hinted(hint(seconds(3000)))),
        ("notified(fits)", notified("DLB50AAAA1", "500.00")),
        ("notified(400.00)", notified("DLB50AAAA1", "400.00")),
        ("notified(second trxID)", notified("DLB50BBBB2", "500.00")),
        (
            "notified(known trxID)",
            PaymentEvent::Notified(known.clone()),
        ),
        ("superseded", PaymentEvent::Superseded { by: payment_id(3) }),
        ("paid(fits)", paid(found("DLB50AAAA1", "500.00"))),
        ("paid(400.00)", paid(found("DLB50AAAA1", "400.00"))),
        ("paid(second trxID)", paid(found("DLB50BBBB2", "500.00"))),
        ("paid(known trxID)", paid(known)),
        ("unpaid", PaymentEvent::Resolved(Resolution::Unpaid)),
        (
            "acknowledged",
            PaymentEvent::Resolved(Resolution::Acknowledged),
        ),
    ];
    for (by_execute, by_query, report) in reports() {
        samples.push((by_execute, PaymentEvent::ExecuteAnswered(report.clone())));
        samples.push((by_query, PaymentEvent::QueryAnswered(report)));
    }
    samples
}
