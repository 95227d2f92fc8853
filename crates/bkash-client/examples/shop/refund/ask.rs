use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use bkash_client::Amount;
use serde::Deserialize;

use super::book::Refused;
use super::send;
use crate::order::Standing;
use crate::trouble::Trouble;
use crate::{PATIENCE, Shop, page};

/// What the shopkeeper typed.
#[derive(Deserialize)]
pub struct RefundForm {
    amount: String,
}

/// `POST /orders/{invoice}/refunds`. A real shop keeps this behind a login.
pub async fn ask(
    State(shop): State<Shop>,
    Path(invoice): Path<String>,
    Form(form): Form<RefundForm>,
) -> Result<Response, Trouble> {
    let Some(order) = shop.book.order(&invoice)? else {
        return Ok(page::missing());
    };
    let (Standing::Paid(trx_id), Some(payment_id)) = (&order.standing, &order.payment_id) else {
        return Ok(not_made("The order is not paid."));
    };
    let amount = match Amount::parse(form.amount.trim()) {
        Ok(amount) if !amount.is_zero() => amount,
        _ => return Ok(not_made("Write an amount such as 150.50.")),
    };
    // In one commit with the check: what is asked for twice at the same moment is not sent twice.
    let refund = match shop.book.reserve_refund(&order, amount)? {
        Ok(refund) => refund,
        Err(Refused::OneIsOpen) => {
            return Ok(not_made("An earlier refund is still being checked."));
        }
        Err(Refused::TooMuch { left }) => {
            return Ok(not_made(&format!("At most {left} taka can be returned.")));
        }
    };
    let to_bkash = send::to_bkash(&order, payment_id, trx_id, amount);
    // A task of its own: it goes on when the browser leaves.
    let work = tokio::spawn(send::send(shop, refund, to_bkash));
    let _ = tokio::time::timeout(PATIENCE, work).await;
    Ok(Redirect::to(&format!("/orders/{invoice}")).into_response())
}

fn not_made(why: &str) -> Response {
    page::message(
        StatusCode::UNPROCESSABLE_ENTITY,
        "The refund was not made",
        why,
    )
}
