use axum::extract::{RawQuery, State};
use payment_core::PaymentId;

use super::delivery::delivery;
use crate::api::App;
use crate::api::answer::{self, Answer};
use crate::api::auth::Caller;
use crate::api::fields::Field;
use crate::api::query;
use crate::problem::Problem;
use crate::store::{DeliveryQuery, DeliveryStatus};

const LIST: &str = "deliveries";
const STATUS: Field = Field {
    name: "status",
    example: "failed",
};
const PAYMENT: Field = Field {
    name: "payment_id",
    example: "pay_0197…",
};

/// `GET /v1/webhooks/deliveries`: newest first.
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Answer, Problem> {
    let page = app
        .store
        .deliveries(caller.account, &filter(query.as_deref())?)
        .await?;
    let next = query::cursor_after(LIST, &page, |record| record.id.clone());
    Ok(answer::list(
        page.items.iter().map(delivery).collect(),
        next,
    ))
}

fn filter(query: Option<&str>) -> Result<DeliveryQuery, Problem> {
    let mut fields = query::parameters(query)?;
    let filter = DeliveryQuery {
        status: fields.optional(STATUS, status),
        payment: fields.optional(PAYMENT, |text| {
            text.parse::<PaymentId>()
                .map_err(|_| "must be the id of a payment".to_owned())
        }),
        after: query::cursor(&mut fields, LIST),
        limit: query::limit(&mut fields),
    };
    fields
        .finish()
        .map_err(|errors| Problem::bad_query(&errors))?;
    Ok(filter)
}

fn status(text: &str) -> Result<DeliveryStatus, String> {
    let mut known = DeliveryStatus::ALL.into_iter();
    known
        .find(|status| status.as_str() == text)
        .ok_or_else(|| "must be pending, delivered or failed".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_filter_is_read_and_nothing_else() {
        let read = filter(Some("status=failed&limit=5")).unwrap();
        assert_eq!(read.status, Some(DeliveryStatus::Failed));
        assert_eq!((read.limit, read.payment), (5, None));
        for bad in ["status=gone", "payment_id=ref_1", "cursor=x", "from=now"] {
            assert!(filter(Some(bad)).is_err(), "{bad}");
        }
    }
}
