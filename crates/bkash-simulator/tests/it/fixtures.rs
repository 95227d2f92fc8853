//! Every fixture of a call that is imitated, byte by byte: only ids, hash, signature and tokens are
//! taken from the answer, times and key order are compared too.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use bkash_simulator::{Credentials, Simulator};
use serde_json::{Value, json};

use crate::harness::{
    CREATE, Merchant, POOR, REFUND_V1, Reply, Still, WALLET, builder, clock, order,
};

/// Of products and channels that are not imitated yet, and the refusals that only they give.
const NOT_IMITATED: [&str; 22] = [
    "agreement-cancel",
    "agreement-status",
    "agreement-unknown",
    "capture",
    "create-agreement-0000",
    "create-payment-0001",
    "execute-agreement",
    "execute-authorized",
    "execute-payment-with-agreement",
    "hosted-validate-otp",
    "iframe-create-error",
    "token-grant-rate-limited",
    "v2-create-payment",
    "v2-error-invalid-state",
    "v2-execute-payment",
    "v2-search-transaction",
    "void",
    "webhook-notification",
    "webhook-notification-coupon",
    "webhook-subscription",
    // A browser's requests to the merchant; held to below.
    "callback-cancel",
    "callback-failure",
];

/// Keys that newer replies have and the older evidence lacks.
const NEWER: [&str; 5] = [
    "payerAccount",
    "payerType",
    "serviceFee",
    "creditedAmount",
    "maxRefundableAmount",
];

const EXECUTED_AT: &str = "2025-12-11T05:49:31.204Z";
const REFUNDED_AT: &str = "2025-12-11T06:10:05.311Z";

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/bkash")
}

fn fixture(name: &str) -> Value {
    let text = std::fs::read_to_string(folder().join(format!("{name}.json"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// A merchant at the moment of the evidence, with what stands for the evidence's ids.
struct Evidence {
    merchant: Merchant,
    clock: Arc<Still>,
    created: Value,
    trx_id: String,
}

impl Evidence {
    async fn initiated() -> Self {
        let clock = clock();
        let router = Simulator::builder().seed(7).clock(clock.clone()).router();
        let merchant = Merchant::admitted(router, "key-1").await;
        let created = merchant.create("500").await.body;
        Self {
            merchant,
            clock,
            created,
            trx_id: String::new(),
        }
    }

    async fn approved_by(wallet: &str) -> Self {
        let evidence = Self::initiated().await;
        let paid = evidence
            .merchant
            .pay(evidence.payment_id(), json!({ "wallet": wallet }))
            .await;
        assert_eq!(paid.text("status"), "success");
        evidence.clock.set(EXECUTED_AT);
        evidence
    }

    async fn completed() -> Self {
        let mut evidence = Self::approved_by(WALLET).await;
        let executed = evidence.merchant.execute(evidence.payment_id()).await;
        evidence.trx_id = executed.text("trxID").to_owned();
        evidence.clock.set(REFUNDED_AT);
        evidence
    }

    fn payment_id(&self) -> &str {
        self.created["paymentID"].as_str().unwrap()
    }

    /// The evidence's text with our ids in place of its own.
    fn adapted(&self, value: &Value) -> Value {
        let url = self.created["bkashURL"].as_str().unwrap();
        let hash = url
            .split("hash=")
            .nth(1)
            .unwrap()
            .split('&')
            .next()
            .unwrap();
        let success = self.created["successCallbackURL"].as_str().unwrap();
        let signature = success.split("signature=").nth(1).unwrap();
        let text = value
            .to_string()
            .replace("TR0011aB3dE5f1765432109876", self.payment_id())
            .replace("CLB50PG0H4", &self.trx_id)
            .replace("SAMPLE_HASH_ABOUT_100_CHARS1765432109876", hash)
            .replace("https://sandbox.payment.bkash.com", "http://bkash.test")
            .replace("aB3dE5fG7h", signature)
            .replace("<app_key>", &self.merchant.app_key)
            .replace("<id_token>", &self.merchant.token);
        serde_json::from_str(&text).unwrap()
    }

    /// Sends the fixture's request with its own headers.
    async fn send(&self, name: &str) -> Reply {
        let request = self.adapted(&fixture(name)["request"]);
        let mut built = http::Request::post(request["path"].as_str().unwrap());
        for (header, value) in request["headers"].as_object().unwrap() {
            built = built.header(header, value.as_str().unwrap());
        }
        let built = built
            .header("host", "bkash.test")
            .body(request["body"].to_string().into());
        self.merchant.send(built.unwrap()).await
    }

    /// Sends the fixture's request and holds its answer to the fixture's.
    async fn holds_to(&self, name: &str) {
        let reply = self.send(name).await;
        let mut expected = self.adapted(&fixture(name)["response"]);
        let mut got = reply.body;
        adopt(
            &mut expected["body"],
            &got,
            &["refundTrxID", "refundTrxId", "trxID"],
        );
        without_newer(&mut got, &expected["body"]);
        assert_eq!(got.to_string(), expected["body"].to_string(), "{name}");
        assert_eq!(reply.status.as_u16(), expected["status"], "{name}");
    }
}

/// Takes an id that is only made by the answer itself.
fn adopt(expected: &mut Value, got: &Value, ids: &[&str]) {
    for id in ids.iter().filter(|id| got.get(**id).is_some()) {
        assert_eq!(got[*id].as_str().map(str::len), Some(10), "{got}");
        expected[*id] = got[*id].clone();
    }
    if let (Some(expected), Some(got)) = (
        expected
            .get_mut("refundTransactions")
            .and_then(Value::as_array_mut),
        got.get("refundTransactions").and_then(Value::as_array),
    ) {
        expected
            .iter_mut()
            .zip(got)
            .for_each(|(expected, got)| adopt(expected, got, ids));
    }
}

fn without_newer(got: &mut Value, expected: &Value) {
    got.as_object_mut()
        .unwrap()
        .retain(|key, _| expected.get(key).is_some() || !NEWER.contains(&key.as_str()));
}

#[tokio::test]
async fn every_fixture_is_held_to_or_named_as_not_imitated() {
    let source = include_str!("fixtures.rs");
    let names: BTreeSet<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    let forgotten: Vec<_> = names
        .iter()
        .filter(|name| !source.contains(&format!("\"{name}\"")))
        .collect();
    assert!(forgotten.is_empty(), "no test and no excuse: {forgotten:?}");
    let gone: Vec<_> = NOT_IMITATED
        .iter()
        .filter(|name| !names.contains(**name))
        .collect();
    assert!(gone.is_empty(), "no such fixture: {gone:?}");
}

#[tokio::test]
async fn create_answers_the_bytes_of_the_evidence() {
    let evidence = Evidence::initiated().await;
    let expected = evidence.adapted(&fixture("create-payment-0011")["response"]["body"]);
    assert_eq!(evidence.created.to_string(), expected.to_string());
    let request = evidence.adapted(&fixture("create-payment-0011")["request"]);
    assert_eq!(
        (request["path"].as_str(), &request["body"]),
        (Some(CREATE), &order("500"))
    );
    evidence.holds_to("create-missing-field").await;
}

#[tokio::test]
async fn execute_answers_the_bytes_of_the_evidence() {
    Evidence::approved_by(WALLET)
        .await
        .holds_to("execute-payment")
        .await;
    Evidence::completed()
        .await
        .holds_to("execute-already-completed")
        .await;
    Evidence::initiated()
        .await
        .holds_to("execute-not-approved")
        .await;
    Evidence::approved_by(POOR)
        .await
        .holds_to("execute-insufficient-balance")
        .await;
}

#[tokio::test]
async fn a_second_equal_payment_within_two_minutes_is_the_duplicate_of_the_evidence() {
    let evidence = Evidence::approved_by(WALLET).await;
    let first = evidence.merchant.approved("500", WALLET).await;
    assert_eq!(evidence.merchant.execute(&first).await.code(), "0000");
    evidence.holds_to("execute-duplicate").await;
}

#[tokio::test]
async fn the_failures_that_only_a_fault_gives_are_those_of_the_evidence() {
    for (name, fault) in [
        (
            "execute-timeout",
            json!({ "endpoint": "execute", "fault": "status", "status": 504 }),
        ),
        (
            "execute-system-error",
            json!({ "endpoint": "execute", "fault": "code", "code": "9999" }),
        ),
    ] {
        let evidence = Evidence::approved_by(WALLET).await;
        evidence.merchant.fault(fault).await;
        evidence.holds_to(name).await;
    }
}

#[tokio::test]
async fn query_and_search_answer_the_bytes_of_the_evidence() {
    Evidence::initiated()
        .await
        .holds_to("query-payment-initiated")
        .await;
    Evidence::initiated()
        .await
        .holds_to("query-payment-unknown")
        .await;
    let evidence = Evidence::completed().await;
    evidence.holds_to("query-payment-completed").await;
    evidence.holds_to("search-transaction").await;
}

#[tokio::test]
async fn refunds_answer_the_bytes_of_the_evidence() {
    let evidence = Evidence::completed().await;
    evidence.holds_to("refund-v2-missing-sku").await;
    evidence.holds_to("refund-v2-too-much").await;
    evidence.holds_to("refund-v2").await;
    evidence.holds_to("refund-status-v2").await;
    let evidence = Evidence::completed().await;
    evidence.holds_to("refund-v1").await;
    let mut status = fixture("refund-status-v1")["request"].clone();
    assert_eq!(status["path"].take(), REFUND_V1);
    let reply = evidence.send("refund-status-v1").await;
    let mut expected = evidence.adapted(&fixture("refund-status-v1")["response"]["body"]);
    adopt(&mut expected, &reply.body, &["refundTrxID"]);
    assert_eq!(reply.body.to_string(), expected.to_string());
}

#[tokio::test]
async fn refusals_before_the_backend_are_those_of_the_evidence() {
    let evidence = Evidence::initiated().await;
    evidence.holds_to("bad-token").await;
    evidence.holds_to("wrong-route").await;
}

#[tokio::test]
async fn token_calls_answer_the_keys_of_the_evidence() {
    let merchant = Merchant::new().await;
    let granted = merchant.grant().await.body;
    let expected = &fixture("token-grant")["response"]["body"];
    for (key, value) in expected.as_object().unwrap() {
        if !value.as_str().is_some_and(|text| text.starts_with('<')) {
            assert_eq!(&granted[key], value, "{key}");
        }
    }
    let keys = |value: &Value| {
        value
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(keys(&granted), keys(expected));
    let refresh = json!({
        "app_key": "key-1", "app_secret": "secret-1", "refresh_token": granted["refresh_token"],
    });
    let refreshed = merchant
        .token_call(crate::harness::REFRESH, &refresh)
        .await
        .body;
    assert_eq!(
        keys(&refreshed),
        keys(&fixture("token-refresh")["response"]["body"])
    );
}

#[tokio::test]
async fn an_unknown_username_is_refused_as_in_the_evidence() {
    let known = Credentials {
        app_key: "key-1".to_owned(),
        app_secret: "secret-1".to_owned(),
        username: "someone".to_owned(),
        password: "word".to_owned(),
    };
    let router = builder().credentials(known).router();
    let merchant = Merchant {
        router,
        app_key: "key-1".to_owned(),
        token: String::new(),
    };
    let refused = merchant.grant().await;
    let expected = &fixture("token-grant-bad-username")["response"];
    assert_eq!(refused.body.to_string(), expected["body"].to_string());
    assert_eq!(refused.status.as_u16(), expected["status"]);
}

#[tokio::test]
async fn the_page_returns_to_the_addresses_of_the_evidence() {
    for (name, payer, executable) in [
        ("callback-success", json!({}), true),
        ("callback-failure", json!({ "otp": "000000" }), false),
        ("callback-cancel", json!({ "outcome": "cancel" }), false),
    ] {
        let evidence = Evidence::initiated().await;
        let left = evidence.merchant.pay(evidence.payment_id(), payer).await;
        let request = evidence.adapted(&fixture(name)["request"]);
        let expected = format!(
            "https://merchant.example{}",
            request["path"].as_str().unwrap()
        );
        assert_eq!(left.text("callbackURL"), expected, "{name}");
        let executed = evidence.merchant.execute(evidence.payment_id()).await;
        assert_eq!(
            executed.code(),
            if executable { "0000" } else { "2056" },
            "{name}"
        );
    }
}
