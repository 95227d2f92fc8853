use serde_json::{Value, json};

use crate::harness::{Merchant, Reply, WALLET};

async fn put(merchant: &Merchant, wallet: &str, change: Value) -> Reply {
    merchant
        .control("PUT", &format!("wallets/{wallet}"), change)
        .await
}

#[tokio::test]
async fn the_wallets_are_those_of_the_sandbox() {
    let merchant = Merchant::new().await;
    let wallets = merchant.control("GET", "wallets", Value::Null).await;
    let wallets = wallets.body["data"].as_array().unwrap();
    assert_eq!(wallets.len(), 8);
    assert_eq!(
        wallets[0],
        json!({
            "wallet": WALLET, "balance": "100000.00", "locked": false,
            "debit_blocked": false, "pin": "12121",
        })
    );
}

#[tokio::test]
async fn a_wallet_can_be_made_poor_blocked_and_whole_again() {
    let merchant = Merchant::new().await;
    for (change, code) in [
        (json!({ "balance": "4.99" }), "2023"),
        (json!({ "balance": "0" }), "2023"),
        (json!({ "balance": "5", "debit_blocked": true }), "2037"),
        (json!({ "debit_blocked": false }), "0000"),
    ] {
        let changed = put(&merchant, WALLET, change.clone()).await;
        assert_eq!(changed.status, 200, "{}", changed.body);
        let payment_id = merchant.approved("5", WALLET).await;
        let executed = merchant.execute(&payment_id).await;
        assert_eq!(executed.code(), code, "{change}");
    }
    assert_eq!(merchant.balance(WALLET).await, "0.00");
}

#[tokio::test]
async fn a_wallet_is_locked_and_unlocked_by_hand() {
    let merchant = Merchant::new().await;
    let payment_id = merchant.created("5").await;
    put(&merchant, WALLET, json!({ "locked": true })).await;
    let payer = json!({ "wallet": WALLET });
    assert_eq!(merchant.pay(&payment_id, payer.clone()).await.status, 409);
    let unlocked = put(&merchant, WALLET, json!({ "locked": false })).await;
    assert_eq!(unlocked.body["locked"], false);
    assert_eq!(merchant.pay(&payment_id, payer).await.status, 200);
}

#[tokio::test]
async fn a_wallet_may_have_a_pin_of_its_own_and_the_default_payer_knows_it() {
    let merchant = Merchant::new().await;
    put(&merchant, WALLET, json!({ "pin": "21212" })).await;
    let first = merchant.created("5").await;
    let old = json!({ "wallet": WALLET, "pin": "12121" });
    assert_eq!(merchant.pay(&first, old).await.text("status"), "failure");
    put(&merchant, WALLET, json!({ "locked": false })).await;
    let second = merchant.created("6").await;
    let own = json!({ "wallet": WALLET });
    assert_eq!(merchant.pay(&second, own).await.text("status"), "success");
}

#[tokio::test]
async fn a_wallet_that_is_not_there_is_added() {
    let merchant = Merchant::new().await;
    let added = put(&merchant, "01999999999", json!({ "balance": "50.5" })).await;
    assert_eq!(added.status, 201);
    assert_eq!(added.text("balance"), "50.50");
    let payment_id = merchant.approved("50.50", "01999999999").await;
    assert_eq!(merchant.execute(&payment_id).await.code(), "0000");
    assert_eq!(merchant.balance("01999999999").await, "0.00");
    let beside = merchant.beside("key-2").await;
    let others = beside.control("GET", "wallets", Value::Null).await;
    assert_eq!(others.body["data"].as_array().map(Vec::len), Some(8));
}

#[tokio::test]
async fn a_wrong_change_of_a_wallet_names_its_field() {
    let merchant = Merchant::new().await;
    for (field, body) in [
        ("balance", json!({ "balance": 5 })),
        ("balance", json!({ "balance": "-1" })),
        ("balance", json!({ "balance": "1.001" })),
        ("balance", json!({ "balance": "100000000.01" })),
        ("locked", json!({ "locked": "yes" })),
        ("pin", json!({ "pin": "12" })),
        ("colour", json!({ "colour": "pink" })),
    ] {
        let refused = put(&merchant, WALLET, body.clone()).await;
        assert_eq!(
            (refused.status.as_u16(), refused.text("field")),
            (400, field),
            "{body}"
        );
    }
    let refused = put(&merchant, "123", json!({})).await;
    assert_eq!(refused.text("field"), "wallet");
}
