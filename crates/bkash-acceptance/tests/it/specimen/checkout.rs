use std::collections::BTreeMap;
use std::slice;
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::flaw::Flaw;
use super::order::{self, Order, poisha};
use super::page::Told;
use super::shop::{Shop, random, session};
use super::style::Style;
use super::wire::Heard;

pub(crate) type Fields = BTreeMap<String, String>;

/// The form or the JSON object that a browser sent.
pub(crate) fn fields(headers: &HeaderMap, body: &Bytes) -> Fields {
    let content_type = headers
        .get(CONTENT_TYPE)
        .and_then(|text| text.to_str().ok());
    if !content_type.is_some_and(|text| text.contains("json")) {
        return url::form_urlencoded::parse(body).into_owned().collect();
    }
    let text = |value: Value| match value {
        Value::String(text) => text,
        other => other.to_string(),
    };
    let object: BTreeMap<String, Value> = serde_json::from_slice(body).unwrap_or_default();
    object
        .into_iter()
        .map(|(key, value)| (key, text(value)))
        .collect()
}

pub(crate) async fn checkout(
    State(shop): State<Arc<Shop>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let fields = fields(&headers, &body);
    let Some(amount) = shop.price(&fields) else {
        return (StatusCode::BAD_REQUEST, "which product?").into_response();
    };
    let session = session(&headers).unwrap_or_else(random);
    let order = shop.books.open(|number| Order {
        number,
        secret: random(),
        session: session.clone(),
        invoice: shop.invoice(number, &fields),
        amount,
        payment_id: None,
        state: order::State::AwaitingPayer,
        executing_since: None,
        refunds: Vec::new(),
        refund_in_flight: None,
    });
    // Goes on when the browser does not wait for it.
    let started = tokio::spawn(async move { shop.begin(&order).await });
    let mut response = started.await.unwrap();
    let cookie = format!("session={session}; Path=/; HttpOnly");
    response
        .headers_mut()
        .insert(SET_COOKIE, cookie.parse().unwrap());
    response
}

impl Shop {
    /// In poisha; the shop's own list says it, unless this shop lets the browser say it.
    fn price(&self, fields: &Fields) -> Option<i64> {
        let field = |name: &str| fields.get(name).and_then(|text| poisha(text));
        let own = match fields.get("product").map(String::as_str) {
            Some("1") => Some(50_000),
            Some("2") => Some(125_050),
            _ => None,
        };
        match (self.style, self.flaw) {
            (Style::Serial, _) => field("amount"),
            (_, Some(Flaw::AmountFromForm)) => field("amount").or(own),
            (_, Some(Flaw::AmountFromHiddenField)) => field("price"),
            _ => own,
        }
    }

    fn invoice(&self, number: u64, fields: &Fields) -> String {
        match (self.style, self.flaw) {
            (_, Some(Flaw::OneInvoiceForAll)) => "INV-1".to_owned(),
            (_, Some(Flaw::InvoiceOfProduct)) => {
                format!("P-{}", fields.get("product").map_or("", String::as_str))
            }
            (Style::Serial, _) => fields.get("invoice").cloned().unwrap_or_default(),
            _ => format!("{}-{number}", &random()[..8]),
        }
    }

    async fn begin(&self, order: &Order) -> Response {
        match self
            .gateway()
            .create(order, &self.callback_url(order))
            .await
        {
            Heard::Success(body) => {
                let text = |key: &str| body[key].as_str().unwrap_or_default();
                let payment_id = Some(text("paymentID").to_owned());
                self.books
                    .change(order.number, |order| order.payment_id = payment_id);
                self.send_to(text("bkashURL"))
            }
            Heard::Refused { message, .. } if !self.is(Flaw::SilentWhenCreateRefused) => {
                self.not_started(Some(&message))
            }
            Heard::Nothing if !self.is(Flaw::BlankWhenCreateUnanswered) => self.not_started(None),
            Heard::Refused { .. } => self.see_other("/"),
            Heard::Nothing => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
            Heard::Unauthorized | Heard::TurnedAway(_) => self.not_started(None),
        }
    }

    fn callback_url(&self, order: &Order) -> String {
        let (origin, number) = (&self.origin, order.number);
        match (self.style, self.flaw) {
            (_, Some(Flaw::PaymentOfAnotherOrder)) => format!("{origin}/callback/{number}"),
            (Style::Api, _) => format!("{origin}/return/{number}/{}", order.secret),
            _ => format!("{origin}/bkash/callback"),
        }
    }

    fn send_to(&self, bkash_url: &str) -> Response {
        if self.style != Style::Api {
            return self.see_other(bkash_url);
        }
        let mut data = json!({ "bkashURL": bkash_url });
        if self.is(Flaw::TokenInCheckoutJson) {
            data["id_token"] = self.gateway().tokens.at_hand().into();
        }
        Json(json!({ "data": data })).into_response()
    }

    fn not_started(&self, message: Option<&String>) -> Response {
        if self.style != Style::Api {
            return self.page(Told::NotStarted, message.map_or(&[], slice::from_ref));
        }
        let error = json!({"error": "পেমেন্ট শুরু করা যায়নি", "message": message});
        (StatusCode::UNPROCESSABLE_ENTITY, Json(error)).into_response()
    }
}
