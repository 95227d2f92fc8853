use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::missing;
use crate::shop::catalogue;
use crate::shop::form_token::FormToken;
use crate::shop::language::Language;
use crate::shop::order::{Order, OrderNumber, Standing};
use crate::shop::server::Desk;
use crate::shop::service::NewPayment;

#[derive(Deserialize)]
pub struct Purchase {
    product: String,
    form: FormToken,
}

/// Places an order and sends the customer to pay it.
pub async fn place_order(
    State(desk): State<Desk>,
    language: Language,
    Form(purchase): Form<Purchase>,
) -> Response {
    let Some(product) = catalogue::product(&purchase.product) else {
        return missing(language).await;
    };
    let number = desk.book.place(purchase.form.into_text(), product);
    pay(desk, number).await
}

/// Another try for an order that is not paid.
pub async fn pay_again(
    State(desk): State<Desk>,
    language: Language,
    Path(number): Path<String>,
) -> Response {
    match number.parse() {
        Ok(number) if desk.book.order(number).is_some() => pay(desk, number).await,
        _ => missing(language).await,
    }
}

/// Goes on even when the browser hangs up, as it does on a second click.
async fn pay(desk: Desk, number: OrderNumber) -> Response {
    let work = tokio::spawn(async move { start_payment(&desk, number).await });
    let order_page = format!("/orders/{number}");
    let to = work.await.ok().flatten().unwrap_or(order_page);
    Redirect::to(&to).into_response()
}

/// The address to pay at; none where the order page has more to say.
async fn start_payment(desk: &Desk, number: OrderNumber) -> Option<String> {
    let order = desk.book.order(number)?;
    let _turn = order.turn.lock().await;
    // Read again: the click before this one may have started the payment.
    let order = desk.book.order(number)?;
    match order.standing() {
        Standing::Waiting { checkout_url } => return checkout_url.map(str::to_owned),
        standing if !standing.may_pay() => return None,
        _ => {}
    }
    let answer = desk
        .service
        .create_payment(&new_payment(desk, &order), &order.try_key())
        .await;
    if let Err(error) = &answer {
        tracing::warn!(order = %number, %error, "a payment could not be started");
    }
    desk.book.tried(number, &answer);
    answer.ok()?.checkout_url
}

fn new_payment(desk: &Desk, order: &Order) -> NewPayment {
    NewPayment {
        amount: order.price().to_string(),
        merchant_invoice_number: order.number.to_string(),
        payer_reference: format!("order-{}", order.number),
        return_url: format!("{}/orders/{}/receipt", desk.public_url, order.number),
    }
}
