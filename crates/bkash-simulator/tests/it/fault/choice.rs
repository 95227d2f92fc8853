//! Which calls a fault strikes: endpoint, payment, invoice, wallet, turn, chance and time.

use serde_json::{Value, json};

use crate::harness::{CREATE, EXECUTE, Merchant, QUERY, SEARCH, WALLET, order};

const OTHER_WALLET: &str = "01929918378";

fn teapot(mut choice: Value) -> Value {
    choice["fault"] = "status".into();
    choice["status"] = 418.into();
    choice
}

async fn is_struck(merchant: &Merchant, path: &str, body: &Value) -> bool {
    merchant.call(path, body).await.status == 418
}

async fn creates(merchant: &Merchant, calls: usize) -> Vec<bool> {
    let mut struck = Vec::new();
    for _ in 0..calls {
        struck.push(is_struck(merchant, CREATE, &order("5")).await);
    }
    struck
}

#[tokio::test]
async fn a_list_of_endpoints_strikes_these_and_any_strikes_every_call() {
    let merchant = Merchant::new().await;
    let (payment_id, trx_id) = merchant.paid("5").await;
    let body = json!({ "paymentID": payment_id, "trxID": trx_id });
    let listed = merchant
        .fault(teapot(
            json!({ "endpoint": ["query", "search"], "count": "unlimited" }),
        ))
        .await;
    for (path, struck) in [
        (QUERY, true),
        (SEARCH, true),
        (EXECUTE, false),
        (QUERY, true),
    ] {
        assert_eq!(is_struck(&merchant, path, &body).await, struck, "{path}");
    }
    merchant
        .control("DELETE", &format!("faults/{listed}"), Value::Null)
        .await;
    merchant
        .fault(teapot(json!({ "endpoint": "any", "count": 3 })))
        .await;
    assert_eq!(merchant.grant().await.status, 418);
    assert!(is_struck(&merchant, EXECUTE, &body).await);
    assert!(is_struck(&merchant, CREATE, &order("5")).await);
    assert!(
        !is_struck(&merchant, CREATE, &order("5")).await,
        "it was asked for thrice"
    );
}

#[tokio::test]
async fn a_fault_of_an_invoice_strikes_whatever_names_it_or_its_payment() {
    let merchant = Merchant::new().await;
    let (payment_id, trx_id) = merchant.paid("5").await;
    let mut other = order("6");
    other["merchantInvoiceNumber"] = "INV-2".into();
    merchant
        .fault(teapot(json!({
            "endpoint": "any", "merchantInvoiceNumber": "INV-1001", "count": "unlimited",
        })))
        .await;
    for (path, body, struck) in [
        (QUERY, json!({ "paymentID": payment_id }), true),
        (SEARCH, json!({ "trxID": trx_id }), true),
        (CREATE, order("7"), true),
        (CREATE, other, false),
        (QUERY, json!({ "paymentID": "TR0011unknown" }), false),
    ] {
        assert_eq!(
            is_struck(&merchant, path, &body).await,
            struck,
            "{path} {body}"
        );
    }
}

#[tokio::test]
async fn a_fault_of_a_wallet_follows_the_one_that_pays() {
    let merchant = Merchant::new().await;
    let (mine, other) = (
        merchant.approved("5", WALLET).await,
        merchant.approved("6", OTHER_WALLET).await,
    );
    merchant
        .fault(teapot(json!({
            "endpoint": "execute", "wallet": OTHER_WALLET, "count": "unlimited",
        })))
        .await;
    assert!(!is_struck(&merchant, EXECUTE, &json!({ "paymentID": mine })).await);
    assert!(is_struck(&merchant, EXECUTE, &json!({ "paymentID": other })).await);
}

#[tokio::test]
async fn before_the_pages_the_wallet_is_the_one_that_the_merchant_expects() {
    let merchant = Merchant::new().await;
    merchant
        .fault(teapot(
            json!({ "endpoint": "create", "wallet": OTHER_WALLET }),
        ))
        .await;
    let mut expected = order("5");
    assert!(!is_struck(&merchant, CREATE, &expected).await);
    expected["payerReference"] = OTHER_WALLET.into();
    assert!(is_struck(&merchant, CREATE, &expected).await);
}

#[tokio::test]
async fn every_third_call_is_struck() {
    let merchant = Merchant::new().await;
    merchant
        .fault(teapot(
            json!({ "endpoint": "create", "every": 3, "count": 2 }),
        ))
        .await;
    let struck = creates(&merchant, 9).await;
    assert_eq!(
        struck,
        [false, false, true, false, false, true, false, false, false]
    );
}

#[tokio::test]
async fn a_fault_by_chance_strikes_its_share_of_the_calls() {
    let merchant = Merchant::new().await;
    merchant
        .fault(teapot(json!({
            "endpoint": "create", "probability": 0.25, "count": "unlimited",
        })))
        .await;
    let struck = creates(&merchant, 400).await;
    let times = struck.iter().filter(|struck| **struck).count();
    assert!((75..=125).contains(&times), "{times} of 400");
}

#[tokio::test]
async fn a_schedule_follows_the_worlds_clock() {
    let merchant = Merchant::new().await;
    merchant
        .fault(teapot(json!({
            "endpoint": "create", "from": 60, "until": 120, "count": "unlimited",
        })))
        .await;
    for struck in [false, true, false] {
        assert_eq!(is_struck(&merchant, CREATE, &order("5")).await, struck);
        merchant.advance(60).await;
    }
}

#[tokio::test]
async fn a_schedule_may_name_moments_and_says_them_when_it_is_listed() {
    let merchant = Merchant::new().await;
    merchant
        .fault(teapot(json!({
            "endpoint": ["create", "query"], "from": "2025-12-11T12:00:00Z", "until": 86_400,
            "count": "unlimited", "probability": 1, "wallet": WALLET,
        })))
        .await;
    let listed = merchant.control("GET", "faults", Value::Null).await;
    assert_eq!(
        listed.body["data"][0],
        json!({
            "id": 1, "endpoint": ["create", "query"], "fault": "status", "status": 418,
            "wallet": WALLET, "from": "2025-12-11T12:00:00Z", "until": "2025-12-12T05:48:29.876Z",
            "probability": 1.0, "remaining": "unlimited",
        })
    );
    assert!(!is_struck(&merchant, CREATE, &order("5")).await);
    merchant.advance(7 * 3600).await;
    assert!(is_struck(&merchant, CREATE, &order("5")).await);
}

#[tokio::test]
async fn the_first_fault_that_fits_and_has_its_turn_strikes() {
    let merchant = Merchant::new().await;
    merchant
        .fault(json!({
            "endpoint": "create", "fault": "status", "status": 500, "every": 2, "count": "unlimited",
        }))
        .await;
    merchant
        .fault(teapot(
            json!({ "endpoint": "create", "count": "unlimited" }),
        ))
        .await;
    for status in [418, 500, 418, 500] {
        assert_eq!(merchant.create("5").await.status.as_u16(), status);
    }
}
