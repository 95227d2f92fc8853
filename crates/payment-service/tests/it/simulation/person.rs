//! What a person does about the list of attention: looks into the gateway's own portal, here its books, and
//! tells the service what is there.

use std::time::Duration;

use payment_core::AccountId;
use payment_service::engine::{Decide, Engine};
use serde_json::Value;

use super::instance::Ground;

/// Works through the list once. Whatever is left afterwards is what no person could settle.
pub(crate) async fn work_through_attention(
    ground: &Ground,
    engine: &Engine,
    account: AccountId,
    books: &Value,
) {
    let moved = books["merchant"]["transactions"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let list = engine.attention(account).await.unwrap();
    for payment in list.payments {
        let paid = moved.iter().find(|row| {
            row["type"] == "payment"
                && payment
                    .state
                    .gateway_payment()
                    .is_some_and(|id| row["paymentID"] == id.as_str())
        });
        let decision = if payment.settled().is_some() {
            Decide::Acknowledged
        } else {
            decide(paid)
        };
        let _ = engine.resolve_payment(account, payment.id, decision).await;
        ground
            .trace
            .line(format!("a person looked at {}", payment.id));
    }
    for refund in list.refunds {
        let payment = engine.payment(account, refund.payment).await.unwrap();
        let original = payment.settled().map(|settled| settled.trx_id.to_string());
        let mut known = Vec::new();
        for other in engine.refunds_of(account, refund.payment).await.unwrap() {
            known.extend(other.refund_trx_id().map(ToString::to_string));
        }
        let paid = moved.iter().find(|row| {
            row["type"] == "refund"
                && row["originalTrxID"].as_str() == original.as_deref()
                && row["amount"] == refund.amount.to_string()
                && row["trxID"]
                    .as_str()
                    .is_some_and(|id| !known.iter().any(|it| it == id))
        });
        let _ = engine
            .resolve_refund(account, refund.id, decide(paid))
            .await;
        ground
            .trace
            .line(format!("a person looked at {}", refund.id));
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
}

fn decide(found: Option<&Value>) -> Decide {
    match found.and_then(|row| row["trxID"].as_str()) {
        Some(trx_id) => Decide::Paid {
            trx_id: trx_id.to_owned(),
        },
        None => Decide::Unpaid,
    }
}
