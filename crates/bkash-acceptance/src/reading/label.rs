//! `name: value`, where both together tell what neither tells alone.

use super::signal::Signals;

/// What a status can be called.
const STATUS: &[&str] = &["status", "state", "result", "outcome", "অবস্থা", "স্ট্যাটাস"];

/// What a truth about the payment can be called.
const TRUTH: &[&str] = &[
    "paid",
    "is paid",
    "payment made",
    "paid at",
    "payment successful",
    "is successful",
    "refunded",
    "is refunded",
];

/// Whose status says nothing of money.
const ELSEWHERE: &[&str] = &[
    "delivery",
    "shipping",
    "shipment",
    "fulfil",
    "account",
    "stock",
    "ডেলিভারি",
];

const YES: &[&str] = &["yes", "true", "হ্যাঁ"];
const NO: &[&str] = &["no", "false", "null", "none", "0", "0.00", "never", "না"];

/// What this value of this name tells; `None` if the value is to be read as a sentence of its own.
pub(super) fn read(label: &str, value: &str, is_field: bool) -> Option<Signals> {
    if matches!(label, "success" | "ok") && is_field {
        return match value {
            "true" | "1" => Some(Signals::THANKS),
            "false" | "0" => Some(Signals::FAILED),
            _ => None,
        };
    }
    if label == "refunded" && value.starts_with(|first: char| first.is_numeric()) {
        let is_nothing = value.chars().all(|char| matches!(char, '0' | '.' | ' '));
        return Some(if is_nothing {
            Signals::NONE
        } else {
            Signals::PAID
        });
    }
    if TRUTH.contains(&label) {
        return match value {
            value if YES.contains(&value) => Some(Signals::PAID),
            value if NO.contains(&value) => Some(Signals::NOT_PAID),
            _ => None,
        };
    }
    if matches!(label, "status code" | "error code" | "external code") {
        let is_success = value == "0000";
        return Some(if is_success {
            Signals::THANKS
        } else {
            Signals::NOT_PAID
        });
    }
    // The gateway's own word on a query, whatever became of the payment.
    if label == "status message" && value.starts_with("success") {
        return Some(Signals::THANKS);
    }
    let is_status = STATUS
        .iter()
        .any(|name| label == *name || label.ends_with(&format!(" {name}")));
    if !is_status {
        return None;
    }
    if ELSEWHERE.iter().any(|word| label.contains(word)) {
        return Some(Signals::NONE);
    }
    let is_under_way = matches!(value, "processing" | "pending");
    if is_under_way && (label.contains("order") || label.contains("অর্ডার")) {
        return Some(Signals::BUSY);
    }
    // The envelope of an API, about its own call.
    let is_envelope = is_field && label == "status";
    Some(match value {
        "success" | "ok" | "200" if is_envelope => Signals::THANKS,
        "paid" | "completed" | "complete" | "success" | "successful" | "succeeded" | "settled"
        | "captured" | "done" => Signals::PAID,
        "fail" | "failed" | "failure" | "cancel" | "cancelled" | "canceled" | "declined"
        | "rejected" | "error" | "expired" | "aborted" | "unsuccessful" => Signals::FAILED,
        "unpaid" | "not paid" | "due" | "incomplete" | "open" | "new" | "created" => {
            Signals::NOT_PAID
        }
        "pending" | "processing" | "initiated" | "on hold" | "hold" | "waiting"
        | "awaiting payment" | "in progress" | "pending payment" | "unknown" | "checking"
        | "unresolved" => Signals::WAITING,
        _ => return None,
    })
}
