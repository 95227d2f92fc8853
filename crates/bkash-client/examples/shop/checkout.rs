//! From the product to bKash's page.

use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use bkash_client::{CallError, CreatePayment};
use serde::Deserialize;

use crate::catalogue::{CATALOGUE, product};
use crate::trouble::Trouble;
use crate::{Shop, page};

/// What a browser may choose.
#[derive(Deserialize)]
pub struct Basket {
    product: String,
}

/// `GET /`
pub async fn products() -> Response {
    page::products(&CATALOGUE)
}

/// `POST /checkout`: places an order and sends the payer to bKash. No money has moved yet.
pub async fn pay(
    State(shop): State<Shop>,
    Form(basket): Form<Basket>,
) -> Result<Response, Trouble> {
    let Some(product) = product(&basket.product) else {
        return Ok(page::missing());
    };
    let placed = shop.book.place(product)?;
    let order = placed.order;
    let created = shop
        .client
        .create_payment(&CreatePayment {
            amount: order.amount,
            merchant_invoice_number: order.invoice.clone(),
            payer_reference: order.invoice.clone(),
            callback_url: format!("{}/callback/{}", shop.url, placed.secret),
        })
        .await;
    match created {
        Ok(created) => {
            shop.book.created(&order.invoice, &created.payment_id)?;
            Ok(Redirect::to(&created.bkash_url).into_response())
        }
        Err(error) => {
            let why = reason(&error);
            shop.book.fail(&order.invoice, &why)?;
            Ok(page::message(
                StatusCode::BAD_GATEWAY,
                "The payment could not be started",
                &format!("{why} Nothing was taken from your wallet; please try again."),
            ))
        }
    }
}

/// bKash's own words where it refused.
fn reason(error: &CallError) -> String {
    match error.refusal() {
        Some(refusal) => format!("bKash says: {}.", refusal.message.trim_end_matches('.')),
        None => "bKash did not answer.".to_owned(),
    }
}
