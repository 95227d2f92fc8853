use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::{Frame, page};
use crate::shop::language::Language;
use crate::shop::order::{Failure, Order, Standing};
use crate::shop::server::Desk;

#[derive(Template)]
#[template(path = "shop/orders.html")]
struct OrdersPage {
    frame: Frame,
    orders: Vec<Order>,
}

/// What the webhooks have told so far; no payment is asked for here.
pub async fn orders(State(desk): State<Desk>, language: Language) -> Response {
    let orders = desk.book.orders();
    page(
        StatusCode::OK,
        &OrdersPage {
            frame: Frame::new(language, "/orders"),
            orders,
        },
    )
}
