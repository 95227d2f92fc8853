use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::{Frame, missing, page};
use crate::shop::language::Language;
use crate::shop::order::{Failure, Order, Standing};
use crate::shop::server::Desk;

#[derive(Template)]
#[template(path = "shop/receipt.html")]
struct Receipt<'a> {
    frame: Frame,
    order: &'a Order,
    standing: Standing<'a>,
}

/// Where the payer comes back to. What the address says of the payment is not looked at: the service is
/// asked, and it may still be finding out.
pub async fn receipt(
    State(desk): State<Desk>,
    language: Language,
    Path(number): Path<String>,
) -> Response {
    let Some(order) = desk.up_to_date(&number).await else {
        return missing(language).await;
    };
    let standing = order.standing();
    let frame = Frame::new(language, format!("/orders/{number}/receipt"))
        .refreshing(standing.is_checking());
    page(
        StatusCode::OK,
        &Receipt {
            frame,
            order: &order,
            standing,
        },
    )
}
