use axum::extract::{RawQuery, State};
use payment_core::payment::PaymentStatus;

use crate::api::App;
use crate::api::answer::{self, Answer};
use crate::api::auth::Caller;
use crate::api::fields::Field;
use crate::api::query::{self, FROM, TO};
use crate::problem::Problem;
use crate::store::PaymentQuery;
use crate::view;

const LIST: &str = "payments";
const STATUS: Field = Field {
    name: "status",
    example: "completed",
};
const INVOICE: Field = Field {
    name: "merchant_invoice_number",
    example: "INV-2026-0001",
};

/// `GET /v1/payments`: newest first.
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Answer, Problem> {
    let page = app
        .engine
        .payments(caller.account, &filter(query.as_deref())?)
        .await?;
    let next = query::cursor_after(LIST, &page, |payment| payment.id);
    Ok(answer::list(
        page.items.iter().map(view::payment).collect(),
        next,
    ))
}

fn filter(query: Option<&str>) -> Result<PaymentQuery, Problem> {
    let mut fields = query::parameters(query)?;
    let filter = PaymentQuery {
        status: fields.optional(STATUS, status),
        merchant_invoice_number: fields.optional(INVOICE, |text| Ok(text.to_owned())),
        from: query::time(&mut fields, FROM),
        to: query::time(&mut fields, TO),
        after: query::cursor(&mut fields, LIST),
        limit: query::limit(&mut fields),
    };
    fields
        .finish()
        .map_err(|errors| Problem::bad_query(&errors))?;
    Ok(filter)
}

fn status(text: &str) -> Result<PaymentStatus, String> {
    PaymentStatus::from_name(text).ok_or_else(|| {
        let names: Vec<_> = PaymentStatus::ALL
            .iter()
            .map(|status| status.as_str())
            .collect();
        format!("must be one of {}", names.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_filter_is_read_and_nothing_else() {
        let read = filter(Some(
            "status=completed&merchant_invoice_number=a%26b&from=1970-01-01T00:00:01Z&limit=5",
        ))
        .unwrap();
        assert_eq!(read.status, Some(PaymentStatus::Completed));
        assert_eq!(read.merchant_invoice_number.as_deref(), Some("a&b"));
        assert_eq!(
            (read.limit, read.from.map(|at| at.as_millis())),
            (5, Some(1000))
        );
        assert_eq!(filter(None).unwrap().limit, 20);
        for bad in [
            "status=paid",
            "limit=0",
            "limit=101",
            "cursor=x",
            "invoice=1",
            "to=now",
        ] {
            assert!(filter(Some(bad)).is_err(), "{bad}");
        }
    }
}
