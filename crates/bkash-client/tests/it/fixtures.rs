//! Every shared fixture of this client's calls: written as documented, read as documented.

use std::collections::BTreeSet;
use std::path::PathBuf;

use bkash_client::{
    CallError, Callback, Client, CreatePayment, Executed, GatewayPaymentId, RefundApi,
    RefundRequest, TransactionStatus, TrxId, VerificationStatus,
};
use jiff::Timestamp;
use serde_json::Value;

use crate::harness::{PAYMENT_ID, Reply, TRX_ID, World, amount, create_payment};

/// Fixtures of calls that this client does not make: agreements, capture and void, version 2
/// payments, hosted pages, notifications, and requests that it refuses to send.
const NOT_OURS: &[&str] = &[
    "agreement-cancel",
    "agreement-status",
    "agreement-unknown",
    "capture",
    "create-agreement-0000",
    "create-payment-0001",
    "execute-agreement",
    "hosted-validate-otp",
    "iframe-create-error",
    "v2-create-payment",
    "v2-error-invalid-state",
    "v2-execute-payment",
    "v2-search-transaction",
    "void",
    "webhook-notification",
    "webhook-notification-coupon",
    "webhook-subscription",
    "wrong-route",
];

struct Fixture {
    request: Value,
    status: u16,
    reply: Value,
}

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/bkash"))
}

fn load(name: &str) -> Fixture {
    let text = std::fs::read_to_string(folder().join(format!("{name}.json"))).unwrap();
    let fixture: Value = serde_json::from_str(&text).unwrap();
    Fixture {
        request: fixture["request"].clone(),
        status: u16::try_from(fixture["response"]["status"].as_u64().unwrap()).unwrap(),
        reply: fixture["response"]["body"].clone(),
    }
}

impl Fixture {
    fn text(&self, member: &str) -> String {
        self.request["body"][member]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    fn path(&self) -> &str {
        self.request["path"].as_str().unwrap()
    }

    /// A gateway that answers the fixture's request with the fixture's reply.
    fn world(&self) -> World {
        let refund_api = if self.path().starts_with("/v2/") {
            RefundApi::V2
        } else {
            RefundApi::V1
        };
        let world = World::with(|builder| builder.refund_api(refund_api));
        world
            .gateway
            .on(self.path(), Reply::Json(self.status, self.reply.clone()));
        world
    }

    /// Same path, same headers, same members; amounts may differ in their zeros.
    fn assert_written(&self, world: &World) {
        let seen = world.gateway.seen(self.path());
        let seen = seen
            .first()
            .expect("the request was sent to the documented path");
        let documented = self.request["body"].as_object().unwrap();
        let written = seen.body.as_object().unwrap();
        let names = |members: &serde_json::Map<String, Value>| {
            members.keys().cloned().collect::<BTreeSet<_>>()
        };
        assert_eq!(names(written), names(documented));
        for (name, value) in documented {
            let (expected, actual) = (value.as_str().unwrap(), written[name].as_str().unwrap());
            match name.as_str() {
                "amount" | "refundAmount" => assert_eq!(amount(actual), amount(expected)),
                _ if expected.starts_with('<') => assert!(!actual.is_empty(), "{name}"),
                _ => assert_eq!(actual, expected, "{name}"),
            }
        }
        let documented = self.request["headers"].as_object().unwrap();
        let expected: BTreeSet<_> = documented.keys().map(|name| name.to_lowercase()).collect();
        assert_eq!(
            seen.headers.keys().cloned().collect::<BTreeSet<_>>(),
            expected
        );
        assert_eq!(seen.headers["content-type"], "application/json");
        assert_eq!(seen.headers["accept"], "application/json");
    }
}

fn utc(text: &str) -> Option<Timestamp> {
    Some(text.parse().unwrap())
}

async fn executed(client: &Client, fixture: &Fixture) -> Executed {
    client
        .out_of_flow()
        .execute(&fixture.text("paymentID").into())
        .await
}

async fn create(fixture: &Fixture) -> (World, Result<bkash_client::CreatedPayment, CallError>) {
    let world = fixture.world();
    let payment = CreatePayment {
        amount: amount(&fixture.text("amount")),
        merchant_invoice_number: fixture.text("merchantInvoiceNumber"),
        payer_reference: fixture.text("payerReference"),
        callback_url: fixture.text("callbackURL"),
    };
    let created = world.client.create_payment(&payment).await;
    (world, created)
}

#[test]
fn every_fixture_is_either_tested_here_or_named_as_not_ours() {
    let source = include_str!("fixtures.rs");
    for entry in std::fs::read_dir(folder()).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let Some(name) = file.strip_suffix(".json") else {
            continue;
        };
        assert!(
            source.contains(&format!("\"{name}\"")),
            "{name} is not tested"
        );
    }
    assert!(
        NOT_OURS
            .iter()
            .all(|name| folder().join(format!("{name}.json")).exists())
    );
}

#[tokio::test]
async fn grant_and_refresh_are_written_and_read() {
    let grant = load("token-grant");
    let world = grant.world();
    let token = world.client.token().await.unwrap();
    assert_eq!(token.expose(), "<jwt>");
    assert_eq!(
        token.expires_at.duration_since(token.issued_at).as_secs(),
        3600
    );
    grant.assert_written(&world);

    let refresh = load("token-refresh");
    world.gateway.on(
        refresh.path(),
        Reply::Json(refresh.status, refresh.reply.clone()),
    );
    world.client.tokens().refresh().await.unwrap();
    refresh.assert_written(&world);
    let seen = &world.gateway.seen("/token/refresh")[0];
    assert_eq!(seen.headers["username"], "merchant");
    assert_eq!(seen.headers["password"], "pass-word-canary");
    assert_eq!(seen.body["refresh_token"], "<opaque>");
}

#[tokio::test]
async fn a_refused_grant_says_its_code_and_a_limited_one_is_not_performed() {
    let world = load("token-grant-bad-username").world();
    let error = world.client.token().await.unwrap_err();
    assert_eq!(error.refusal().unwrap().code.as_str(), "9999");
    assert_eq!(error.refusal().unwrap().message, "Username does not exist");

    let world = load("token-grant-rate-limited").world();
    assert!(world.client.token().await.unwrap_err().is_not_performed());
}

#[tokio::test]
async fn create_is_written_and_read() {
    let fixture = load("create-payment-0011");
    let (world, created) = create(&fixture).await;
    let created = created.unwrap();
    fixture.assert_written(&world);
    assert_eq!(created.payment_id, GatewayPaymentId::new(PAYMENT_ID));
    assert_eq!(
        created.bkash_url,
        fixture.reply["bkashURL"].as_str().unwrap()
    );
    assert_eq!(created.amount, Some(amount("500.00")));
    assert_eq!(created.merchant_invoice_number.as_deref(), Some("INV-1001"));
    assert_eq!(created.created_at, utc("2025-12-11T05:48:29.876Z"));
    assert_eq!(created.transaction_status, TransactionStatus::Initiated);
}

#[tokio::test]
async fn a_refused_create_carries_code_and_message() {
    let fixture = load("create-missing-field");
    let world = fixture.world();
    let error = world
        .client
        .create_payment(&create_payment())
        .await
        .unwrap_err();
    assert_eq!(error.refusal().unwrap().code.as_str(), "2065");
    assert_eq!(error.refusal().unwrap().message, "Mendatory field missing");
}

#[tokio::test]
async fn a_bad_token_is_renewed_and_the_call_repeated_once() {
    let fixture = load("bad-token");
    let world = fixture.world();
    let created = load("create-payment-0011");
    world.gateway.on(
        created.path(),
        Reply::Json(created.status, created.reply.clone()),
    );
    world
        .client
        .create_payment(&create_payment())
        .await
        .unwrap();
    let tokens: Vec<_> = world
        .gateway
        .seen("/create")
        .into_iter()
        .filter_map(|seen| seen.authorization)
        .collect();
    assert_eq!(tokens, ["token-1", "token-2"]);
}

#[tokio::test]
async fn a_completed_execute_is_written_and_read() {
    for name in ["execute-payment", "execute-payment-with-agreement"] {
        let fixture = load(name);
        let world = fixture.world();
        let Executed::Completed(report) = executed(&world.client, &fixture).await else {
            panic!("{name} is not completed");
        };
        fixture.assert_written(&world);
        assert_eq!(report.payment_id, Some(fixture.text("paymentID").into()));
        assert_eq!(report.trx_id, Some(TrxId::new(TRX_ID)));
        assert_eq!(report.transaction_status, TransactionStatus::Completed);
        assert_eq!(report.amount, Some(amount("500")));
        assert_eq!(report.currency.as_deref(), Some("BDT"));
        assert_eq!(report.merchant_invoice_number.as_deref(), Some("INV-1001"));
        assert_eq!(report.customer_msisdn.unwrap().expose(), "01770618575");
        assert_eq!(report.executed_at, utc("2025-12-11T05:49:31.204Z"));
    }
}

#[tokio::test]
async fn an_authorized_execute_is_answered_but_does_not_settle() {
    let fixture = load("execute-authorized");
    let world = fixture.world();
    let Executed::Completed(report) = executed(&world.client, &fixture).await else {
        panic!("0000 is an answer");
    };
    let expected = bkash_client::Expected {
        payment_id: &GatewayPaymentId::new(PAYMENT_ID),
        amount: amount("500"),
        merchant_invoice_number: "INV-1001",
    };
    assert_eq!(report.transaction_status, TransactionStatus::Authorized);
    assert_eq!(
        report.settles(&expected).unwrap_err().members(),
        ["transactionStatus"]
    );
}

#[tokio::test]
async fn a_refused_execute_is_declined_with_the_words_of_the_gateway() {
    for (name, code, words) in [
        (
            "execute-insufficient-balance",
            "2023",
            "Insufficient Balance",
        ),
        (
            "execute-duplicate",
            "2029",
            "Duplicate for all transactions",
        ),
        ("execute-not-approved", "2056", "Invalid Payment State"),
    ] {
        let fixture = load(name);
        let world = fixture.world();
        let Executed::Declined(refusal) = executed(&world.client, &fixture).await else {
            panic!("{name} is not declined");
        };
        assert_eq!(
            (refusal.code.as_str(), refusal.message.as_str()),
            (code, words)
        );
    }
}

#[tokio::test]
async fn an_execute_whose_answer_settles_nothing_is_unanswered_and_can_be_queried() {
    for name in [
        "execute-already-completed",
        "execute-system-error",
        "execute-timeout",
    ] {
        let fixture = load(name);
        let world = fixture.world();
        let Executed::Unanswered(payment) = executed(&world.client, &fixture).await else {
            panic!("{name} is not unanswered");
        };
        let query = load("query-payment-completed");
        world
            .gateway
            .on(query.path(), Reply::Json(query.status, query.reply.clone()));
        let report = world.client.query(&payment).await.unwrap();
        query.assert_written(&world);
        assert_eq!(report.trx_id, Some(TrxId::new(TRX_ID)));
        assert_eq!(report.merchant_invoice_number.as_deref(), Some("INV-1001"));
        assert_eq!(
            report.verification_status,
            Some(VerificationStatus::Complete)
        );
        assert_eq!(report.max_refundable, Some(amount("500.00")));
    }
}

#[tokio::test]
async fn a_query_tells_initiated_from_unknown() {
    let fixture = load("query-payment-initiated");
    let world = fixture.world();
    let id = GatewayPaymentId::new(fixture.text("paymentID"));
    let report = world.client.out_of_flow().query(&id).await.unwrap();
    assert_eq!(report.transaction_status, TransactionStatus::Initiated);
    assert_eq!(
        report.verification_status,
        Some(VerificationStatus::Incomplete)
    );
    assert_eq!(report.trx_id, None);

    let fixture = load("query-payment-unknown");
    let world = fixture.world();
    let id = GatewayPaymentId::new(fixture.text("paymentID"));
    let error = world.client.out_of_flow().query(&id).await.unwrap_err();
    fixture.assert_written(&world);
    assert_eq!(error.refusal().unwrap().code.as_str(), "2002");
}

#[tokio::test]
async fn search_is_written_and_read() {
    let fixture = load("search-transaction");
    let world = fixture.world();
    let found = world.client.search(&TrxId::new(TRX_ID)).await.unwrap();
    fixture.assert_written(&world);
    assert_eq!(found.trx_id, TrxId::new(TRX_ID));
    assert_eq!(found.status, TransactionStatus::Completed);
    assert_eq!(found.amount, Some(amount("500.00")));
    assert_eq!(
        found.transaction_type.as_deref(),
        Some("bKash Tokenized Checkout via API")
    );
    assert_eq!(found.organization_short_code.as_deref(), Some("50022"));
    assert_eq!(found.completed_at, utc("2025-12-11T05:49:31Z"));
    assert_eq!(found.initiated_at, found.completed_at);
}

fn refund_of(fixture: &Fixture) -> RefundRequest {
    let first = |names: [&str; 2]| {
        names
            .iter()
            .map(|name| fixture.text(name))
            .find(|text| !text.is_empty())
            .unwrap()
    };
    RefundRequest {
        payment_id: first(["paymentID", "paymentId"]).into(),
        trx_id: first(["trxID", "trxId"]).into(),
        amount: amount(&first(["amount", "refundAmount"])),
        sku: fixture.text("sku"),
        reason: fixture.text("reason"),
    }
}

#[tokio::test]
async fn refunds_of_both_versions_are_written_and_read() {
    for (name, given_back) in [("refund-v1", "500"), ("refund-v2", "100")] {
        let fixture = load(name);
        let world = fixture.world();
        let receipt = world.client.refund(&refund_of(&fixture)).await.unwrap();
        fixture.assert_written(&world);
        assert_eq!(receipt.refund_trx_id, TrxId::new("CLB60PG1K7"));
        assert_eq!(receipt.original_trx_id, Some(TrxId::new(TRX_ID)));
        assert_eq!(receipt.amount, Some(amount(given_back)));
        assert_eq!(receipt.completed_at, utc("2025-12-11T06:10:05.311Z"));
    }
}

#[tokio::test]
async fn a_version_2_refusal_has_its_external_code() {
    let fixture = load("refund-v2-too-much");
    let world = fixture.world();
    let error = world.client.refund(&refund_of(&fixture)).await.unwrap_err();
    fixture.assert_written(&world);
    assert_eq!(error.refusal().unwrap().code.as_str(), "2072");
    assert_eq!(error.refusal().unwrap().message, "Refund amount not valid");
}

#[tokio::test]
async fn a_refund_without_sku_never_leaves_and_if_the_gateway_says_so_it_was_not_performed() {
    let fixture = load("refund-v2-missing-sku");
    let world = fixture.world();
    let without_sku = refund_of(&fixture);
    assert!(
        world
            .client
            .refund(&without_sku)
            .await
            .unwrap_err()
            .is_not_performed()
    );
    assert_eq!(world.gateway.count(fixture.path()), 0);

    let refund = RefundRequest {
        sku: "x".to_owned(),
        reason: "x".to_owned(),
        ..without_sku
    };
    let error = world.client.refund(&refund).await.unwrap_err();
    assert!(
        error.is_not_performed() && !error.outcome_is_unknown(),
        "{error}"
    );
}

#[tokio::test]
async fn refund_status_of_both_versions_is_a_list() {
    for (name, given_back, at) in [
        ("refund-status-v1", "500", "2025-12-11T06:10:05.311Z"),
        ("refund-status-v2", "100", "2025-12-11T06:10:05Z"),
    ] {
        let fixture = load(name);
        let world = fixture.world();
        let status = world
            .client
            .refund_status(&PAYMENT_ID.into(), &TRX_ID.into())
            .await
            .unwrap();
        fixture.assert_written(&world);
        let [refund] = status.refunds.as_slice() else {
            panic!("{name}: one refund")
        };
        assert_eq!(refund.refund_trx_id, TrxId::new("CLB60PG1K7"));
        assert_eq!(refund.amount, amount(given_back));
        assert_eq!(refund.completed_at, utc(at));
        assert_eq!(refund.status, TransactionStatus::Completed);
    }
}

#[test]
fn the_three_callbacks_are_told_apart() {
    let parse = |name: &str| {
        let fixture = load(name);
        let path = fixture.path().to_owned();
        Callback::parse(path.split_once('?').unwrap().1).unwrap()
    };
    assert!(matches!(parse("callback-success"), Callback::Approved(_)));
    assert!(matches!(parse("callback-failure"), Callback::Failed(_)));
    assert!(matches!(parse("callback-cancel"), Callback::Cancelled(_)));
    assert_eq!(parse("callback-cancel").payment_id().as_str(), PAYMENT_ID);
}
