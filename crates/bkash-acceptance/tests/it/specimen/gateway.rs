use std::slice;
use std::sync::Arc;

use serde_json::{Value, json};

use super::flaw::Flaw;
use super::order::{Order, poisha, taka};
use super::tokens::Tokens;
use super::wire::{Call, Heard, Wire};

/// The gateway's calls, each with the shared token, renewed once if that is refused.
#[derive(Clone, Debug)]
pub(crate) struct Gateway {
    pub(crate) wire: Wire,
    pub(crate) tokens: Arc<Tokens>,
    pub(crate) flaw: Option<Flaw>,
    pub(crate) refunds_by_v1: bool,
}

/// What refund status knows.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Traced {
    /// With its trxID.
    Made(String),
    Unknown,
}

impl Gateway {
    pub(crate) async fn create(&self, order: &Order, callback_url: &str) -> Heard {
        let body = json!({
            "mode": "0011", "payerReference": format!("order-{}", order.number),
            "callbackURL": callback_url, "amount": taka(order.amount), "currency": "BDT",
            "intent": "sale", "merchantInvoiceNumber": order.invoice,
        });
        let heard = self.call(Call::Create, order.number, &body).await;
        match heard {
            Heard::Nothing if self.flaw == Some(Flaw::CreatesAgainUnanswered) => {
                self.call(Call::Create, order.number, &body).await
            }
            heard => heard,
        }
    }

    pub(crate) async fn execute(&self, order: u64, payment_id: &str) -> Heard {
        let body = json!({ "paymentID": payment_id });
        let heard = self.call(Call::Execute, order, &body).await;
        let again = match &heard {
            Heard::Nothing => self.flaw == Some(Flaw::ExecutesAgainUnanswered),
            Heard::Refused { .. } => self.flaw == Some(Flaw::ExecutesAgainRefused),
            _ => false,
        };
        if !again {
            return heard;
        }
        match self.call(Call::Execute, order, &body).await {
            Heard::Nothing => heard,
            // The first refusal names the reason; the second only says that there was one.
            Heard::Refused { .. } if matches!(heard, Heard::Refused { .. }) => heard,
            second => second,
        }
    }

    pub(crate) async fn query(&self, order: u64, payment_id: &str) -> Heard {
        let body = json!({ "paymentID": payment_id });
        self.call(Call::Query, order, &body).await
    }

    pub(crate) async fn refund(&self, order: &Order, trx_id: &str, amount: i64) -> Heard {
        let payment_id = order.payment_id.as_deref();
        let (call, body) = if self.refunds_by_v1 {
            let body = json!({
                "paymentID": payment_id, "trxID": trx_id, "amount": taka(amount),
                "sku": "basket", "reason": "returned",
            });
            (Call::RefundV1, body)
        } else {
            let body = json!({
                "paymentId": payment_id, "trxId": trx_id, "refundAmount": taka(amount),
                "sku": "basket", "reason": "returned",
            });
            (Call::Refund, body)
        };
        self.call(call, order.number, &body).await
    }

    /// Whether a refund of this amount stands there that we did not know of.
    pub(crate) async fn trace_refund(&self, order: &Order, trx_id: &str, amount: i64) -> Traced {
        let payment_id = order.payment_id.as_deref();
        let (call, body) = if self.refunds_by_v1 {
            let body = json!({"paymentID": payment_id, "trxID": trx_id});
            (Call::RefundV1, body)
        } else {
            let body = json!({"paymentId": payment_id, "trxId": trx_id});
            (Call::RefundStatus, body)
        };
        let Heard::Success(body) = self.call(call, order.number, &body).await else {
            return Traced::Unknown;
        };
        let (entries, id, sum) = match self.refunds_by_v1 {
            true => (slice::from_ref(&body), "refundTrxID", "amount"),
            false => {
                let entries = body.get("refundTransactions").and_then(Value::as_array);
                (
                    entries.map_or(&[][..], Vec::as_slice),
                    "refundTrxId",
                    "refundAmount",
                )
            }
        };
        let known = |id: &str| order.refunds.iter().any(|refund| refund.trx_id == id);
        let ours = entries.iter().find_map(|entry| {
            let id = entry.get(id)?.as_str().filter(|id| !known(id))?;
            let sum = entry.get(sum)?.as_str().and_then(poisha);
            (sum == Some(amount)).then(|| id.to_owned())
        });
        ours.map_or(Traced::Unknown, Traced::Made)
    }

    async fn call(&self, call: Call, order: u64, body: &Value) -> Heard {
        let no_token = || Heard::TurnedAway("no token".to_owned());
        let Some(token) = self.tokens.token(call, order).await else {
            return no_token();
        };
        let heard = self.wire.call(call, &token, body).await;
        if !matches!(heard, Heard::Unauthorized) {
            return heard;
        }
        match self.flaw {
            Some(Flaw::GivesUpOn401 | Flaw::IgnoresExpiry) => {
                self.tokens.distrust();
                return no_token();
            }
            Some(Flaw::RepeatsWithSameToken) => {
                let again = self.wire.call(call, &token, body).await;
                self.tokens.distrust();
                return again;
            }
            _ => {}
        }
        match self.tokens.instead_of(&token, order).await {
            Some(token) => self.wire.call(call, &token, body).await,
            None => no_token(),
        }
    }
}
