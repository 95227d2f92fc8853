//! Between the client's words and those of the rules. Neither crate knows the other.

use std::collections::HashSet;

use bkash_client::{
    Amount, CallError, Callback, CreatePayment, Executed, MaskedReply, PaymentReport,
    RefundReceipt, RefundRequest, RefundStatus, Transaction,
};
use payment_core::payment::{
    GatewayReport, NotPerformed, Order, PayerOutcome, PaymentEvent, Refusal, Settled,
    TransactionStatus,
};
use payment_core::refund::{ListedRefund, RefundEvent, RefundOrder, RefundReport};
use payment_core::{GatewayPaymentId, RefundId, Taka, Timestamp, TrxId};

use crate::breaker::Ended;
use crate::store::Evidence;

/// The gateway's words for maintenance and for an error of its own.
const DOWN: [&str; 2] = ["503", "9999"];

pub(super) fn gateway_payment(id: &bkash_client::GatewayPaymentId) -> GatewayPaymentId {
    GatewayPaymentId::new(id.as_str())
}

pub(super) fn trx_id(id: &bkash_client::TrxId) -> TrxId {
    TrxId::new(id.as_str())
}

fn taka(amount: Amount) -> Option<Taka> {
    Taka::from_poisha(amount.poisha())
}

fn amount(taka: Taka) -> Option<Amount> {
    Amount::from_poisha(taka.poisha())
}

fn timestamp(at: jiff::Timestamp) -> Timestamp {
    Timestamp::from_millis(at.as_millisecond())
}

/// `None` when the amount is not one that the gateway takes; the edge has refused such an order already.
pub(super) fn create_call(order: &Order, callback_url: &str) -> Option<CreatePayment> {
    Some(CreatePayment {
        amount: amount(order.amount)?,
        merchant_invoice_number: order.merchant_invoice_number.as_str().to_owned(),
        payer_reference: order.payer_reference.as_str().to_owned(),
        callback_url: callback_url.to_owned(),
    })
}

pub(super) fn create_failed(error: &CallError) -> PaymentEvent {
    if let Some(said) = error.refusal() {
        PaymentEvent::CreateRefused(refusal(said))
    } else if error.is_not_performed() {
        PaymentEvent::CreateNotPerformed(why_not(error))
    } else {
        PaymentEvent::CreateUnanswered
    }
}

pub(super) fn payer_outcome(callback: &Callback) -> PayerOutcome {
    match callback {
        Callback::Approved(_) => PayerOutcome::Success,
        Callback::Failed(_) => PayerOutcome::Failure,
        Callback::Cancelled(_) => PayerOutcome::Cancel,
    }
}

/// Its transaction counts as new until the commit finds that it is another's.
pub(super) fn report(report: &PaymentReport) -> GatewayReport {
    use bkash_client::TransactionStatus as Word;
    GatewayReport {
        gateway_payment: report.payment_id.as_ref().map(gateway_payment),
        status: match &report.transaction_status {
            Word::Initiated => TransactionStatus::Initiated,
            Word::Completed => TransactionStatus::Completed,
            Word::Authorized => TransactionStatus::Other("Authorized".to_owned()),
            Word::Cancelled => TransactionStatus::Other("Cancelled".to_owned()),
            Word::Other(word) => TransactionStatus::Other(word.clone()),
        },
        trx_id: report.trx_id.as_ref().map(trx_id),
        trx_id_is_new: true,
        amount: report.amount.and_then(taka),
        currency: report.currency.clone(),
        merchant_invoice_number: report.merchant_invoice_number.clone(),
    }
}

pub(super) fn refusal(refusal: &bkash_client::Refusal) -> Refusal {
    Refusal {
        code: refusal.code.as_str().to_owned(),
        message: refusal.message.clone(),
    }
}

pub(super) fn not_performed(why: &bkash_client::NotPerformed) -> NotPerformed {
    NotPerformed {
        reason: why.message.clone(),
    }
}

pub(super) fn why_not(error: &CallError) -> NotPerformed {
    NotPerformed {
        reason: error.to_string(),
    }
}

/// What a call's end says of its endpoint. What never got as far as the endpoint says nothing.
pub(super) fn ended<T>(answer: &Result<T, CallError>) -> Ended {
    use bkash_client::NotPerformedReason as Reason;
    let Err(error) = answer else {
        return Ended::Answered;
    };
    match (error.refusal(), error.not_performed()) {
        (Some(said), _) if DOWN.contains(&said.code.as_str()) => Ended::Failed,
        (Some(_), _) => Ended::Answered,
        (None, Some(why)) => match why.reason {
            Reason::NotSent | Reason::Throttled => Ended::Failed,
            Reason::Unauthorized | Reason::Forbidden | Reason::BadRequest => Ended::Answered,
            _ => Ended::NotMade,
        },
        (None, None) => Ended::Failed,
    }
}

/// A code that does not settle the matter is no answer, whichever call it comes from.
pub(super) fn query_failed(error: &CallError) -> PaymentEvent {
    match error.refusal() {
        Some(said) if said.code.settles() => PaymentEvent::QueryRefused(refusal(said)),
        _ => PaymentEvent::QueryUnanswered,
    }
}

/// `None` when the amount is not one that the gateway takes.
pub(super) fn refund_call(settled: &Settled, order: &RefundOrder) -> Option<RefundRequest> {
    let (payment_id, trx_id) = status_call(settled);
    Some(RefundRequest {
        payment_id,
        trx_id,
        amount: amount(order.amount)?,
        sku: order.sku.as_str().to_owned(),
        reason: order.reason.as_str().to_owned(),
    })
}

pub(super) fn status_call(
    settled: &Settled,
) -> (bkash_client::GatewayPaymentId, bkash_client::TrxId) {
    (
        bkash_client::GatewayPaymentId::new(settled.gateway_payment.as_str()),
        bkash_client::TrxId::new(settled.trx_id.as_str()),
    )
}

pub(super) fn refund_report(receipt: &RefundReceipt, known: &HashSet<TrxId>) -> RefundReport {
    let refund_trx_id = trx_id(&receipt.refund_trx_id);
    RefundReport {
        refund_trx_id_is_new: !known.contains(&refund_trx_id),
        refund_trx_id: Some(refund_trx_id),
        original_trx_id: receipt.original_trx_id.as_ref().map(trx_id),
        // The client gives a receipt for `Completed` and for nothing else.
        completed: true,
        amount: receipt.amount.and_then(taka),
    }
}

pub(super) fn refund_failed(error: &CallError) -> RefundEvent {
    if let Some(said) = error.refusal() {
        RefundEvent::Refused(refusal(said))
    } else if error.is_not_performed() {
        RefundEvent::NotPerformed(why_not(error))
    } else {
        RefundEvent::Unanswered
    }
}

pub(super) fn listed_refunds(status: &RefundStatus, known: &HashSet<TrxId>) -> Vec<ListedRefund> {
    let listed = |entry: &bkash_client::RefundEntry| {
        let refund_trx_id = trx_id(&entry.refund_trx_id);
        ListedRefund {
            known: known.contains(&refund_trx_id),
            refund_trx_id,
            completed: entry.status == bkash_client::TransactionStatus::Completed,
            amount: taka(entry.amount),
            completed_at: entry.completed_at.map(timestamp),
        }
    };
    status.refunds.iter().map(listed).collect()
}

/// What a completed transaction moved for its order: before coupons, as the order's amount is.
pub(super) fn completed_transaction(transaction: &Transaction) -> Option<Taka> {
    let completed = transaction.status == bkash_client::TransactionStatus::Completed;
    let amount = transaction.sale_amount.or(transaction.amount);
    amount.filter(|_| completed).and_then(taka)
}

pub(super) fn evidence(
    call: &'static str,
    refund: Option<RefundId>,
    reply: &MaskedReply,
    at: Timestamp,
) -> Evidence {
    Evidence {
        call,
        refund,
        at,
        status: reply.status,
        body: reply.body.clone(),
    }
}

/// Of a call that brought no reply the reason is kept.
pub(super) fn error_evidence(
    call: &'static str,
    refund: Option<RefundId>,
    error: &CallError,
    at: Timestamp,
) -> Option<Evidence> {
    Some(match error.reply() {
        Some(reply) => evidence(call, refund, reply, at),
        None => Evidence {
            call,
            refund,
            at,
            status: None,
            body: error.to_string(),
        },
    })
}

pub(super) fn executed_evidence(executed: &Executed, at: Timestamp) -> Option<Evidence> {
    let without_reply = |why: String| Evidence {
        call: "execute",
        refund: None,
        at,
        status: None,
        body: why,
    };
    let with_reply = |reply: &MaskedReply| evidence("execute", None, reply, at);
    Some(match executed {
        Executed::Completed(report) => with_reply(&report.reply),
        Executed::Declined(refusal) => with_reply(&refusal.reply),
        Executed::NotPerformed(why) => why
            .reply
            .as_ref()
            .map_or_else(|| without_reply(why.to_string()), with_reply),
        Executed::Unanswered(open) => open
            .unanswered()
            .reply
            .as_ref()
            .map_or_else(|| without_reply(open.unanswered().to_string()), with_reply),
    })
}
