use serde_json::{Value, json};

use super::row::{Row, row};
use crate::harness::{Merchant, REFUND_V1, REFUND_V2_STATUS, Reply, WALLET};

/// A v1 refund of a payment of 20, with one field changed.
async fn refund_with(merchant: &Merchant, field: &str, value: Value) -> Reply {
    let (payment_id, trx_id) = merchant.paid("20").await;
    let mut body = json!({
        "paymentID": payment_id, "trxID": trx_id, "amount": "5", "sku": "SKU-1", "reason": "x",
    });
    body[field] = value;
    merchant.call(REFUND_V1, &body).await
}

async fn late(merchant: Merchant) -> Reply {
    let (payment_id, trx_id) = merchant.paid("20").await;
    merchant.advance(60 * 24 * 3600 + 1).await;
    let token = merchant.grant().await.text("id_token").to_owned();
    let merchant = Merchant { token, ..merchant };
    merchant.refund(&payment_id, &trx_id, "1").await
}

pub(super) const ROWS: &[Row] = &[
    row!("2026", "refund v1 of more than was paid", |m| {
        refund_with(&m, "amount", json!("20.01")).await
    }),
    row!(
        "2034",
        "a second refund by v1, or any refund of what was given back whole",
        |m| {
            let (payment_id, trx_id) = m.paid("20").await;
            m.refund(&payment_id, &trx_id, "20").await;
            m.refund(&payment_id, &trx_id, "1").await
        }
    ),
    row!(
        "2071",
        "a refund 60 days after the payment (move the clock)",
        |m| late(m).await
    ),
    row!(
        "2072",
        "refund v2 of more than is left, or of an amount that is none",
        |m| {
            let (payment_id, trx_id) = m.paid("20").await;
            m.refund(&payment_id, &trx_id, "20.01").await
        }
    ),
    row!("2073", "refund v1 without `sku`", |m| refund_with(
        &m,
        "sku",
        json!("")
    )
    .await),
    row!("2074", "an eleventh partial refund (v2)", |m| {
        let (payment_id, trx_id) = m.paid("20").await;
        for _ in 0..10 {
            m.refund(&payment_id, &trx_id, "1").await;
        }
        m.refund(&payment_id, &trx_id, "1").await
    }),
    row!(
        "2075",
        "a refund with more than 255 characters of `sku`",
        |m| { refund_with(&m, "sku", json!("x".repeat(256))).await }
    ),
    row!(
        "2076",
        "a refund with more than 255 characters of `reason`",
        |m| { refund_with(&m, "reason", json!("x".repeat(256))).await }
    ),
    row!("2078", "refund v1 without `reason`", |m| refund_with(
        &m,
        "reason",
        json!("")
    )
    .await),
    row!("2127", "a refund of a payment that is not completed", |m| {
        let approved = m.approved("20", WALLET).await;
        m.refund(&approved, "CLB50PG0H4", "1").await
    }),
    row!(
        "3045",
        "refund v2, or its status, with the trxID of another payment",
        |m| {
            let (payment_id, _) = m.paid("20").await;
            let body = json!({ "paymentId": payment_id, "trxId": "CLB50PG0H4" });
            m.call(REFUND_V2_STATUS, &body).await
        }
    ),
];
