use serde_json::{Value, json};

use crate::store::{DeliveryRecord, ShopAnswer};
use crate::view;

/// A webhook as the operator sees it; `body` is what the shop gets.
pub(super) fn delivery(record: &DeliveryRecord) -> Value {
    let (last_attempt_at, answer) = match &record.last {
        None => (None, None),
        Some((at, answer)) => (Some(view::time(*at)), Some(answer)),
    };
    let (last_status, last_error) = match answer {
        None => (None, None),
        Some(ShopAnswer::Status(status)) => (Some(*status), None),
        Some(ShopAnswer::None(why)) => (None, Some(why)),
    };
    json!({
        "id": record.id.0,
        "type": record.event_type,
        "payment_id": record.payment.to_string(),
        "status": record.status.as_str(),
        "attempts": record.attempts,
        "last_attempt_at": last_attempt_at,
        "last_status": last_status,
        "last_error": last_error,
        "next_attempt_at": record.due_at.map(view::time),
        "created_at": view::time(record.created_at),
        "body": serde_json::from_str::<Value>(&record.body).unwrap_or_default(),
    })
}
