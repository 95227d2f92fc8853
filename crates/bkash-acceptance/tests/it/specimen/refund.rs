use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::Value;
use tokio::time::sleep;

use super::checkout::fields;
use super::flaw::Flaw;
use super::gateway::Traced;
use super::order::{self, Order, Refund, poisha, taka};
use super::page::Told;
use super::shop::Shop;
use super::wire::Heard;

/// Seconds before each asking after a refund of which nobody knows.
const PAUSES: [u64; 3] = [0, 1, 3];

pub(crate) async fn refund(
    State(shop): State<Arc<Shop>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let fields = fields(&headers, &body);
    let text = |key: &str| fields.get(key).map_or("", String::as_str);
    let amount = poisha(text("amount")).filter(|amount| *amount > 0);
    let (Some(order), Some(amount)) = (shop.books.by_payment(text("payment_id")), amount) else {
        return shop.page(Told::NotYours, &[]);
    };
    let order::State::Paid { trx_id } = order.state.clone() else {
        return shop.page(Told::NotRefunded, &[]);
    };
    // Goes on when the browser does not wait for it.
    let task = async move { shop.give_back(&order, &trx_id, amount).await };
    tokio::spawn(task).await.unwrap()
}

impl Shop {
    async fn give_back(&self, order: &Order, trx_id: &str, asked: i64) -> Response {
        let swallowed = match self.flaw {
            Some(Flaw::SwallowsSecondRefund) => !order.refunds.is_empty(),
            Some(Flaw::RefundNeverSent) => asked <= order.refundable(),
            _ => false,
        };
        if swallowed {
            return self.page(Told::Refunded, &[]);
        }
        let amount = match self.flaw {
            Some(Flaw::RefundsWholeInstead) if asked < order.amount => order.amount,
            _ => asked,
        };
        if !self.reserve(order.number, amount) {
            let rest = format!("৳{} can be refunded", taka(order.refundable()));
            return self.page(Told::NotRefunded, &[rest]);
        }
        let mut heard = self.gateway().refund(order, trx_id, amount).await;
        if matches!(heard, Heard::Nothing) && self.is(Flaw::RefundsAgainUnanswered) {
            heard = self.gateway().refund(order, trx_id, amount).await;
        }
        match heard {
            Heard::Success(body) => {
                let text = |key: &str| body.get(key).and_then(Value::as_str);
                let id = text("refundTrxId").or_else(|| text("refundTrxID"));
                self.refunded(order.number, id.unwrap_or_default(), amount)
            }
            Heard::Nothing => self.trace(order, trx_id, amount).await,
            Heard::Refused { .. } if self.is(Flaw::TooMuchIsDone) => {
                self.refunded(order.number, "", amount)
            }
            Heard::Refused { message, .. } | Heard::TurnedAway(message) => {
                self.release(order.number);
                self.page(Told::NotRefunded, &[message])
            }
            Heard::Unauthorized => {
                self.release(order.number);
                self.page(Told::NotRefunded, &[])
            }
        }
    }

    /// One refund at a time, and never more than what is left.
    fn reserve(&self, number: u64, amount: i64) -> bool {
        let unchecked = self.is(Flaw::TooMuchIsDone) || self.is(Flaw::RefundsWholeInstead);
        self.books.change(number, |order| {
            let fits = amount <= order.refundable() || unchecked;
            let free = order.refund_in_flight.is_none() && fits;
            if free {
                order.refund_in_flight = Some(amount);
            }
            free
        })
    }

    fn release(&self, number: u64) {
        self.books
            .change(number, |order| order.refund_in_flight = None);
    }

    fn refunded(&self, number: u64, trx_id: &str, amount: i64) -> Response {
        self.books.change(number, |order| {
            order.refund_in_flight = None;
            let trx_id = trx_id.to_owned();
            order.refunds.push(Refund { trx_id, amount });
        });
        self.page(Told::Refunded, &[format!("৳{}", taka(amount))])
    }

    /// Nobody knows: refund status decides, and the refund is not sent again.
    async fn trace(&self, order: &Order, trx_id: &str, amount: i64) -> Response {
        if self.is(Flaw::RefundLeftOpen) {
            return self.page(Told::RefundChecking, &[]);
        }
        for pause in PAUSES {
            sleep(Duration::from_secs(pause)).await;
            if let Traced::Made(id) = self.gateway().trace_refund(order, trx_id, amount).await {
                return self.refunded(order.number, &id, amount);
            }
        }
        self.page(Told::RefundChecking, &[])
    }
}
