//! What the functions of the database take, as JSON: one member for each column, and what a change brings along.

use std::borrow::Cow;

use payment_core::ledger::LedgerEntry;
use payment_core::payment::Payment;
use payment_core::refund::Refund;
use payment_core::{RefundId, TrxId};
use serde::Serialize;
use serde_json::{Value, json};

use crate::store::idempotency::{KEYS_KEPT, KEYS_PRUNED_AT_ONCE};
use crate::store::{
    Evidence, KeyClaim, KeyOutcome, NewDelivery, PaymentChange, RefundChange, StoreError, attention,
};

pub(super) fn payment(payment: &Payment) -> Result<Value, StoreError> {
    Ok(json!({
        "id": payment.id,
        "account": payment.account,
        "version": payment.version,
        "status": payment.status().as_str(),
        "merchant_invoice_number": payment.order.merchant_invoice_number.as_str(),
        "claims_invoice": payment.claims_invoice(),
        "stands_in_the_way": payment.stands_in_the_way(),
        "created_at": payment.created_at,
        "needs_attention": attention::payment_needs_it(payment),
        "record": record(payment)?,
    }))
}

pub(super) fn refund(refund: &Refund) -> Result<Value, StoreError> {
    Ok(json!({
        "id": refund.id,
        "payment": refund.payment,
        "account": refund.account,
        "version": refund.version,
        "status": refund.status().as_str(),
        "is_open": refund.is_open(),
        "created_at": refund.created_at,
        "needs_attention": attention::refund_needs_it(refund),
        "record": record(refund)?,
    }))
}

pub(super) fn payment_change(change: &PaymentChange) -> Result<Value, StoreError> {
    Ok(json!({
        "payment": payment(&change.next)?,
        "wake_after": wake_after(change.next.wake_after()),
        "trx_ids": change.trx_ids().into_iter().map(trx_id).collect::<Vec<_>>(),
        "entries": entries(&change.entries),
        "deliveries": deliveries(&change.deliveries),
        "key": key_outcome(&change.key),
        "evidence": change.evidence.as_ref().map(evidence),
    }))
}

pub(super) fn refund_change(change: &RefundChange) -> Result<Value, StoreError> {
    Ok(json!({
        "refund": refund(&change.next)?,
        "wake_after": wake_after(change.next.wake_after()),
        "trx_ids": change.trx_ids().into_iter().map(trx_id).collect::<Vec<_>>(),
        "entries": entries(&change.entries),
        "deliveries": deliveries(&change.deliveries),
        "key": key_outcome(&change.key),
        "evidence": change.evidence.as_ref().map(evidence),
    }))
}

pub(super) fn key(claim: &KeyClaim) -> Value {
    json!({
        "route": claim.route.as_str(),
        "key": claim.key,
        "fingerprint": hex(&claim.fingerprint.0),
        "kept": millis(KEYS_KEPT),
        "pruned_at_once": KEYS_PRUNED_AT_ONCE,
    })
}

/// Bytes as `decode` reads them.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Milliseconds, which the database adds to its clock.
pub(super) fn wake_after(wait: Option<std::time::Duration>) -> Option<i64> {
    wait.map(millis)
}

/// A year at most: a time that no bigint could hold would be no better.
pub(super) fn millis(duration: std::time::Duration) -> i64 {
    const LONGEST: i64 = 366 * 24 * 3_600_000;
    i64::try_from(duration.as_millis()).map_or(LONGEST, |millis| millis.min(LONGEST))
}

/// The gateway's text as it can be stored.
pub(super) fn trx_id(trx_id: &TrxId) -> Cow<'_, str> {
    storable(trx_id.as_str())
}

/// A count for `LIMIT`.
pub(super) fn limit(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// PostgreSQL has no text with a zero in it, and the gateway has sent control characters.
pub(super) fn storable(text: &str) -> Cow<'_, str> {
    match text.contains('\0') {
        true => Cow::Owned(text.replace('\0', "\u{2400}")),
        false => Cow::Borrowed(text),
    }
}

/// A whole payment or refund as JSON.
fn record<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(StoreError::corrupt)
}

fn entries(entries: &[LedgerEntry]) -> Value {
    let row = |entry: &LedgerEntry| {
        let [debit, credit] = entry.postings();
        json!({
            "movement": entry.movement.as_str(),
            "debit": debit.account.as_str(),
            "credit": credit.account.as_str(),
            "poisha": entry.amount.poisha(),
            "trx_id": entry.trx_id.as_ref().map(trx_id),
        })
    };
    entries.iter().map(row).collect()
}

fn deliveries(deliveries: &[NewDelivery]) -> Value {
    let row = |delivery: &NewDelivery| {
        json!({
            "id": delivery.id.0,
            "payment": delivery.payment,
            "event_type": delivery.event_type,
            "body": delivery.body,
        })
    };
    deliveries.iter().map(row).collect()
}

fn key_outcome(outcome: &KeyOutcome) -> Value {
    match outcome {
        KeyOutcome::Keep => json!({"outcome": "keep"}),
        KeyOutcome::Release => json!({"outcome": "release"}),
        KeyOutcome::Answer(answer) => {
            json!({"outcome": "answer", "status": answer.status, "body": answer.body})
        }
    }
}

fn evidence(evidence: &Evidence) -> Value {
    json!({
        "refund": evidence.refund.as_ref().map(RefundId::to_string),
        "call": evidence.call,
        "at": evidence.at,
        "status": evidence.status,
        "body": storable(&evidence.body),
    })
}
