use serde_json::{Value, json};

use super::row::{Row, row};
use crate::harness::{
    AGREEMENT, CANCEL, CAPTURE, CREATE, Merchant, Reply, VOID, WALLET, agreement_order, order,
    order_by,
};

async fn cancel(merchant: &Merchant, agreement_id: &str) -> Reply {
    let body = json!({ "agreementID": agreement_id });
    merchant.call(CANCEL, &body).await
}

async fn created(merchant: &Merchant) -> String {
    let created = merchant.call(CREATE, &agreement_order()).await;
    created.text("paymentID").to_owned()
}

/// A second agreement of one wallet, and its execute.
async fn second(merchant: &Merchant) -> (String, Reply) {
    merchant.agreed(WALLET).await;
    let again = created(merchant).await;
    merchant.pay(&again, json!({ "wallet": WALLET })).await;
    let executed = merchant.execute(&again).await;
    (again, executed)
}

async fn authorized(merchant: &Merchant) -> Value {
    let mut order = order("20");
    order["intent"] = json!("authorization");
    let created = merchant.call(CREATE, &order).await;
    let payment_id = created.text("paymentID");
    merchant.pay(payment_id, Value::Null).await;
    assert_eq!(merchant.execute(payment_id).await.code(), "0000");
    json!({ "paymentID": payment_id })
}

pub(super) const ROWS: &[Row] = &[
    row!(
        "2050",
        "execute of an agreement whose wallet has one with this merchant already",
        |m| { second(&m).await.1 }
    ),
    row!(
        "2051",
        "query or cancel an agreementID that nobody has, or create a payment by it",
        |m| { m.call(AGREEMENT, &json!({ "agreementID": "nope" })).await }
    ),
    row!(
        "2052",
        "cancel an agreement that is not executed, or create a payment by it, naming the paymentID of its creation",
        |m| {
            let unfinished = created(&m).await;
            cancel(&m, &unfinished).await
        }
    ),
    row!(
        "2053",
        "cancel a cancelled agreement, or create a payment by it",
        |m| {
            let (agreement_id, _) = m.agreed(WALLET).await;
            cancel(&m, &agreement_id).await;
            cancel(&m, &agreement_id).await
        }
    ),
    row!(
        "2054",
        "execute of an agreement before its payer's approval",
        |m| {
            let unfinished = created(&m).await;
            m.execute(&unfinished).await
        }
    ),
    row!(
        "2055",
        "execute of a payment whose agreement was ended after create (`POST /_simulator/agreements/{agreementID}/cancel`), or of an agreement that was refused before",
        |m| {
            let (refused, _) = second(&m).await;
            m.execute(&refused).await
        }
    ),
    row!(
        "2066",
        "create a payment by another merchant's agreement",
        |m| {
            let (foreign, _) = m.beside("key-2").await.agreed(WALLET).await;
            m.call(CREATE, &order_by(&foreign, "20")).await
        }
    ),
    row!("2116", "execute of an agreement that is executed", |m| {
        let (_, payment_id) = m.agreed(WALLET).await;
        m.execute(&payment_id).await
    }),
    row!("2068", "capture of a completed sale", |m| {
        let (paid, _) = m.paid("20").await;
        m.call(CAPTURE, &json!({ "paymentID": paid })).await
    }),
    row!(
        "2069",
        "capture, void or execute of a voided payment",
        |m| {
            let payment = authorized(&m).await;
            m.call(VOID, &payment).await;
            m.call(VOID, &payment).await
        }
    ),
    row!("2119", "capture or void of a captured payment", |m| {
        let payment = authorized(&m).await;
        m.call(CAPTURE, &payment).await;
        m.call(CAPTURE, &payment).await
    }),
];
