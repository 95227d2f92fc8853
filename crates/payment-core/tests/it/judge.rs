//! An answer that claims success is believed only if it fits in every point.

use payment_core::GatewayPaymentId;
use payment_core::payment::{
    Concern, GatewayReport, Mismatch, Notice, PaymentEvent, PaymentState, PaymentStatus,
    TransactionStatus,
};

use crate::harness::{decide, executing, fitting, seconds, taka, trx};
use crate::payment_states::waiting;

fn silent(spoil: impl Fn(&mut GatewayReport)) -> GatewayReport {
    let mut report = fitting();
    spoil(&mut report);
    report
}

/// Each differs from a fitting report in one point only; and what the ledger must then hold in suspense.
fn single_mismatches() -> Vec<(Mismatch, &'static str, GatewayReport)> {
    let other = GatewayPaymentId::new("TR0011zzzzzzz1765432100999");
    vec![
        (
            Mismatch::Status,
            "0",
            silent(|r| r.status = TransactionStatus::Initiated),
        ),
        (
            Mismatch::Status,
            "0",
            silent(|r| r.status = TransactionStatus::Other("Authorized".into())),
        ),
        (
            Mismatch::Status,
            "0",
            silent(|r| r.status = TransactionStatus::Other("completed".into())),
        ),
        (Mismatch::NoTrxId, "500", silent(|r| r.trx_id = None)),
        (
            Mismatch::NoTrxId,
            "500",
            silent(|r| r.trx_id = Some(trx(""))),
        ),
        (
            Mismatch::NoTrxId,
            "500",
            silent(|r| r.trx_id = Some(trx(" "))),
        ),
        (
            Mismatch::KnownTrxId,
            "0",
            silent(|r| r.trx_id_is_new = false),
        ),
        (
            Mismatch::GatewayPayment,
            "500",
            silent(|r| r.gateway_payment = Some(other.clone())),
        ),
        (
            Mismatch::GatewayPayment,
            "500",
            silent(|r| r.gateway_payment = None),
        ),
        (
            Mismatch::Amount,
            "500.01",
            silent(|r| r.amount = Some(taka("500.01"))),
        ),
        (
            Mismatch::Amount,
            "499.99",
            silent(|r| r.amount = Some(taka("499.99"))),
        ),
        (
            Mismatch::Amount,
            "0",
            silent(|r| r.amount = Some(taka("0"))),
        ),
        (Mismatch::Amount, "0", silent(|r| r.amount = None)),
        (
            Mismatch::Currency,
            "500",
            silent(|r| r.currency = Some("USD".into())),
        ),
        (
            Mismatch::Currency,
            "500",
            silent(|r| r.currency = Some("bdt".into())),
        ),
        (Mismatch::Currency, "500", silent(|r| r.currency = None)),
        (
            Mismatch::MerchantInvoiceNumber,
            "500",
            silent(|r| r.merchant_invoice_number = Some("INV-2".into())),
        ),
        (
            Mismatch::MerchantInvoiceNumber,
            "500",
            silent(|r| r.merchant_invoice_number = Some("inv-1".into())),
        ),
        (
            Mismatch::MerchantInvoiceNumber,
            "500",
            silent(|r| r.merchant_invoice_number = None),
        ),
    ]
}

#[test]
fn every_single_mismatch_alone_is_held_with_what_moved_in_suspense() {
    for (point, moved, report) in single_mismatches() {
        let decision = decide(
            &executing(),
            PaymentEvent::ExecuteAnswered(report.clone()),
            seconds(90),
        );
        let PaymentState::Held(held) = &decision.next.state else {
            panic!("{point:?} is {:?}", decision.next.state);
        };
        assert_eq!(held.report.as_ref(), Some(&report), "{point:?}");
        assert_eq!(held.in_suspense, taka(moved), "{report:?}");
        let concern = decision.next.attention.map(|attention| attention.concern);
        assert_eq!(
            concern,
            Some(Concern::Mismatch {
                points: vec![point]
            })
        );
        assert_eq!(
            decision.notices,
            [Notice::PaymentNeedsAttention],
            "{point:?}"
        );
        let posted: Vec<_> = decision.entries.iter().map(|entry| entry.amount).collect();
        let expected: Vec<_> = (!held.in_suspense.is_zero())
            .then_some(held.in_suspense)
            .into_iter()
            .collect();
        assert_eq!(posted, expected, "{point:?}");
    }
}

#[test]
fn the_samples_name_every_point() {
    let sampled = |point| single_mismatches().iter().any(|(of, ..)| *of == point);
    for point in [
        Mismatch::Status,
        Mismatch::NoTrxId,
        Mismatch::KnownTrxId,
        Mismatch::GatewayPayment,
        Mismatch::Amount,
        Mismatch::Currency,
        Mismatch::MerchantInvoiceNumber,
    ] {
        // Does not compile once a point is added; then add it above, and samples of it.
        match point {
            Mismatch::Status
            | Mismatch::NoTrxId
            | Mismatch::KnownTrxId
            | Mismatch::GatewayPayment
            | Mismatch::Amount
            | Mismatch::Currency
            | Mismatch::MerchantInvoiceNumber => assert!(sampled(point), "{point:?}"),
        }
    }
}

#[test]
fn a_query_that_claims_completion_is_judged_like_execute() {
    for (point, _, report) in single_mismatches() {
        if report.status != TransactionStatus::Completed {
            continue;
        }
        let next = decide(&waiting(), PaymentEvent::QueryAnswered(report), seconds(90)).next;
        assert_eq!(next.status(), PaymentStatus::Held, "{point:?}");
    }
    let next = decide(
        &waiting(),
        PaymentEvent::QueryAnswered(fitting()),
        seconds(90),
    )
    .next;
    assert_eq!(next.status(), PaymentStatus::Completed);
}

#[test]
fn all_mismatches_at_once_are_all_named() {
    let report = GatewayReport {
        gateway_payment: None,
        status: TransactionStatus::Initiated,
        trx_id: None,
        trx_id_is_new: true,
        amount: None,
        currency: None,
        merchant_invoice_number: None,
    };
    let next = decide(
        &executing(),
        PaymentEvent::ExecuteAnswered(report),
        seconds(90),
    )
    .next;
    let points = vec![
        Mismatch::Status,
        Mismatch::NoTrxId,
        Mismatch::GatewayPayment,
        Mismatch::Amount,
        Mismatch::Currency,
        Mismatch::MerchantInvoiceNumber,
    ];
    let concern = next.attention.map(|attention| attention.concern);
    assert_eq!(concern, Some(Concern::Mismatch { points }));
}
