use axum::extract::{RawQuery, State};
use payment_core::Taka;
use serde_json::{Value, json};

use crate::api::App;
use crate::api::answer::{self, Answer};
use crate::api::auth::Caller;
use crate::api::fields::Field;
use crate::api::query;
use crate::problem::Problem;
use crate::store::{Notification, NotificationQuery, NotificationReason, NotificationState};
use crate::view;

const LIST: &str = "notifications";
const STATUS: Field = Field {
    name: "status",
    example: "needs_person",
};

/// `GET /v1/notifications`: newest first.
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Answer, Problem> {
    let filter = filter(query.as_deref())?;
    let page = app.store.notifications(caller.account, &filter).await?;
    let next = query::cursor_after(LIST, &page, |it| it.content.message_id.clone());
    Ok(answer::list(page.items.iter().map(shown).collect(), next))
}

fn filter(query: Option<&str>) -> Result<NotificationQuery, Problem> {
    let mut fields = query::parameters(query)?;
    let filter = NotificationQuery {
        state: fields.optional(STATUS, state),
        after: query::cursor(&mut fields, LIST),
        limit: query::limit(&mut fields),
    };
    fields
        .finish()
        .map_err(|errors| Problem::bad_query(&errors))?;
    Ok(filter)
}

fn state(text: &str) -> Result<NotificationState, String> {
    let mut known = NotificationState::ALL.into_iter();
    known
        .find(|state| state.as_str() == text)
        .ok_or_else(|| "must be received, confirmed, unmatched or needs_person".to_owned())
}

fn shown(notification: &Notification) -> Value {
    let content = &notification.content;
    json!({
        "id": content.message_id,
        "status": notification.state.as_str(),
        "status_reason": notification.reason.map(NotificationReason::as_str),
        "payment_id": notification.payment.map(|id| id.to_string()),
        "trx_id": content.trx_id.as_str(),
        "merchant_invoice_number": content.merchant_invoice_number,
        "amount": content.amount.to_string(),
        "sale_amount": content.sale_amount.map(|amount: Taka| amount.to_string()),
        "transaction_type": content.transaction_type,
        "sent_at": view::time(content.sent_at),
        "received_at": view::time(notification.received_at),
        "attempts": notification.attempts,
        "next_attempt_at": notification.due_at.map(view::time),
        "settled_at": notification.settled_at.map(view::time),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_filter_is_read_and_nothing_else() {
        let read = filter(Some("status=needs_person&limit=5")).unwrap();
        assert_eq!(read.state, Some(NotificationState::NeedsPerson));
        assert_eq!((read.limit, read.after), (5, None));
        for bad in ["status=gone", "cursor=x", "from=now"] {
            assert!(filter(Some(bad)).is_err(), "{bad}");
        }
    }
}
