//! Nothing secret in anything that can be printed.

use std::fmt::Write as _;

use bkash_client::{Client, Environment, Executed, TransportError};
use serde_json::json;

use crate::harness::{
    Reply, World, approved, create_payment, credentials, message, refund, refusal,
};

const CANARIES: &[&str] = &[
    "app-secret-canary",
    "pass-word-canary",
    "id-token-canary",
    "refresh-token-canary",
    "01770618575",
    "callback-secret-canary",
];

fn assert_clean(shown: &str) {
    for canary in CANARIES {
        assert!(!shown.contains(canary), "{canary} in {shown}");
    }
}

fn echoing_everything() -> serde_json::Value {
    json!({
        "statusCode": "0000", "paymentID": "TR0011", "trxID": "T", "transactionStatus": "Completed",
        "bkashURL": "https://pay.example/", "customerMsisdn": "01770618575",
        "payerReference": "01770618575", "id_token": "id-token-canary",
        "refresh_token": "refresh-token-canary", "app_secret": "app-secret-canary",
        "echo": "app-secret-canary pass-word-canary",
        "callbackURL": "https://shop.example/cb/callback-secret-canary",
        "refundTrxId": "R", "refundTransactionStatus": "Completed",
    })
}

#[tokio::test(start_paused = true)]
async fn answers_errors_and_reports_print_no_secret_and_no_wallet() {
    let world = World::new();
    let everything = Reply::Json(200, echoing_everything());
    world.gateway.on("/token/grant", everything.clone());
    world.gateway.on("/create", everything.clone());
    world.gateway.on("/execute", everything.clone());
    world.gateway.on("/execute", Reply::Json(200, json!({
        "statusCode": "2023", "statusMessage": "wallet 01770618575", "id_token": "id-token-canary",
    })));
    world
        .gateway
        .on("/execute", message(504, "app-secret-canary 8801770618575"));
    world
        .gateway
        .on("/execute", message(403, "pass-word-canary 01770618575"));
    world.gateway.on(
        "/execute",
        Reply::Fail(TransportError::Lost("reset".to_owned())),
    );
    world.gateway.on("/refund/payment/transaction", everything);

    let mut shown = String::new();
    let created = world
        .client
        .create_payment(&create_payment())
        .await
        .unwrap();
    write!(shown, "{created:?}").unwrap();
    for _ in 0..5 {
        let executed = world.client.execute(approved()).await;
        write!(shown, "{executed:?}").unwrap();
        if let Executed::NotPerformed(not_performed) = executed {
            write!(shown, "{not_performed}").unwrap();
        }
    }
    write!(shown, "{:?}", world.client.refund(&refund()).await).unwrap();
    write!(shown, "{:?}", world.client.token().await).unwrap();
    write!(
        shown,
        "{:?}{:?}{:?}",
        world.client, world.store, world.reports
    )
    .unwrap();
    write!(shown, "{:?}", credentials()).unwrap();
    assert_clean(&shown);
    assert!(
        shown.contains("017*****575"),
        "the wallet is masked, not lost: {shown}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_refused_grant_prints_no_secret() {
    let world = World::new();
    world.gateway.on("/token/grant", Reply::Json(200, json!({
        "statusCode": "9999", "statusMessage": "Invalid credentials.", "echo": "app-secret-canary",
    })));
    let error = world.client.token().await.unwrap_err();
    assert_clean(&format!("{error} {error:?}"));
    world.gateway.on("/token/grant", refusal("9999"));
    let executed = world.client.execute(approved()).await;
    assert_clean(&format!("{executed:?}"));
}

#[test]
fn a_builder_prints_no_secret_and_needs_a_store_that_remembers_off_loopback() {
    let builder = Client::builder(Environment::sandbox(), credentials());
    assert_clean(&format!("{builder:?}"));
    let error = builder.build().unwrap_err();
    assert!(
        matches!(error, bkash_client::BuildError::ForgetfulTokenStore),
        "{error}"
    );
}

#[test]
fn credentials_that_no_header_can_carry_are_named_and_not_shown() {
    let mut bad = credentials();
    bad.password = "pass-word-canary\n".to_owned().into();
    let environment = Environment::at("http://127.0.0.1:1").unwrap();
    let error = Client::builder(environment, bad).build().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the password is empty or has characters that cannot be sent"
    );
    assert_clean(&format!("{error:?}"));
}
