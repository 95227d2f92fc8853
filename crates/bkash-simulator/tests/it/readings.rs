//! The switches that change the shape of calls and replies, and the document of all switches.

use std::fmt::Write as _;
use std::path::PathBuf;

use bkash_simulator::Profile;
use http::{Request, StatusCode};
use serde_json::{Value, json};

use crate::harness::{
    CREATE, GRANT, Merchant, REFRESH, REFUND_V2, WALLET, agreement_order, builder, order, order_by,
};

const V2_CREATE: &str = "/v2/tokenized-checkout/payment/create";
const V2_EXECUTE: &str = "/v2/tokenized-checkout/payment/execute";
const CAPTURE: &str = "/v1.2.0-beta/tokenized/checkout/payment/confirm/capture";
const UNKNOWN: &str = "TR0011aaaaaaa1765432109876";

#[tokio::test]
async fn a_merchant_may_be_given_one_family_only() {
    let statuses = async |families: &str| {
        let merchant = Merchant::with(json!({ "families": families })).await;
        let mut met = Vec::new();
        for (path, body) in [
            (CREATE, order("5")),
            (V2_CREATE, order("5")),
            (REFUND_V2, json!({})),
        ] {
            met.push(merchant.call(path, &body).await.status.as_u16());
        }
        met
    };
    // The empty refund is refused by its schema, so it is served.
    assert_eq!(statuses("both").await, [200, 200, 400]);
    assert_eq!(statuses("a").await, [200, 403, 400]);
    assert_eq!(statuses("b").await, [403, 200, 400]);
}

#[tokio::test]
async fn the_older_page_address_leads_to_the_same_page() {
    let merchant = Merchant::with(json!({ "page_address": "old" })).await;
    let created = merchant.create("5").await;
    let address = created.text("bkashURL");
    let path = address.strip_prefix("http://bkash.test").unwrap();
    assert!(
        path.starts_with("/redirect/tokenized/?paymentID=TR0011"),
        "{path}"
    );
    assert!(path.ends_with("apiVersion=v1.2.0-beta"), "{path}");
    let page = merchant
        .send(Request::get(path).body(String::new().into()).unwrap())
        .await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.as_str().unwrap().contains("INV-1001"));
}

#[tokio::test]
async fn a_payment_by_agreement_may_have_no_address() {
    for (reading, is_there) in [("present", true), ("absent", false)] {
        let merchant = Merchant::with(json!({ "agreement_url": reading })).await;
        let (agreement_id, _) = merchant.agreed(WALLET).await;
        let created = merchant.call(CREATE, &order_by(&agreement_id, "5")).await;
        assert_eq!(
            created.body.get("bkashURL").is_some(),
            is_there,
            "{}",
            created.body
        );
        assert!(merchant.create("5").await.body.get("bkashURL").is_some());
    }
}

#[tokio::test]
async fn errors_of_family_b_may_come_with_200_those_of_faults_too() {
    for (reading, status) in [("400", 400), ("200", 200)] {
        let merchant = Merchant::with(json!({ "v2_error_status": reading })).await;
        let body = json!({ "paymentId": UNKNOWN });
        let refused = merchant.call(V2_EXECUTE, &body).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (status, "2002"));
        merchant
            .fault(json!({ "endpoint": "execute", "fault": "code", "code": "2023" }))
            .await;
        let struck = merchant.call(V2_EXECUTE, &body).await;
        assert_eq!((struck.status.as_u16(), struck.code()), (status, "2023"));
    }
}

#[tokio::test]
async fn the_mode_in_a_create_call_of_family_b() {
    for (reading, status) in [("tolerated", 200), ("refused", 400)] {
        let merchant = Merchant::with(json!({ "v2_mode": reading })).await;
        let created = merchant.call(V2_CREATE, &order("5")).await;
        assert_eq!(created.status, status, "{}", created.body);
        let mut bare = order("5");
        bare.as_object_mut().unwrap().remove("mode");
        assert_eq!(merchant.call(V2_CREATE, &bare).await.status, 200);
    }
}

#[tokio::test]
async fn sku_and_reason_may_be_optional() {
    for (reading, status) in [("required", 400), ("optional", 200)] {
        let merchant = Merchant::with(json!({ "refund_texts": reading })).await;
        let (payment_id, trx_id) = merchant.paid("5").await;
        let body = json!({ "paymentId": payment_id, "trxId": trx_id, "refundAmount": "1" });
        let refunded = merchant.call(REFUND_V2, &body).await;
        assert_eq!(refunded.status, status, "{}", refunded.body);
    }
}

#[tokio::test]
async fn token_replies_may_lack_their_status() {
    let merchant = Merchant::with(json!({ "token_status": "absent" })).await;
    let granted = merchant.grant().await.body;
    assert!(granted.get("statusCode").is_none() && granted["id_token"].is_string());
}

#[tokio::test]
async fn a_refresh_may_do_without_name_and_password() {
    for (reading, status) in [("required", 401), ("optional", 200)] {
        let merchant = Merchant::with(json!({ "refresh_headers": reading })).await;
        let token = merchant.grant().await.text("refresh_token").to_owned();
        let body = json!({ "app_key": "key-1", "app_secret": "s", "refresh_token": token });
        let bare = |path, body: &Value| Request::post(path).body(body.to_string().into()).unwrap();
        assert_eq!(
            merchant.send(bare(REFRESH, &body)).await.status,
            status,
            "{reading}"
        );
        assert_eq!(merchant.send(bare(GRANT, &body)).await.status, 401);
    }
}

#[tokio::test]
async fn the_amount_of_an_agreement_may_be_required() {
    for (reading, code) in [("optional", "0000"), ("required", "2065")] {
        let merchant = Merchant::with(json!({ "agreement_amount": reading })).await;
        assert_eq!(merchant.call(CREATE, &agreement_order()).await.code(), code);
    }
}

#[tokio::test]
async fn the_older_table_has_other_numbers() {
    let merchant = Merchant::with(json!({ "code_table": "old" })).await;
    let created = merchant.created("5").await;
    let refused = merchant.execute(&created).await;
    assert_eq!(
        (refused.code(), refused.text("statusMessage")),
        ("2053", "Invalid Payment State")
    );
    let (paid, _) = merchant.paid("5").await;
    assert_eq!(merchant.execute(&paid).await.code(), "2056");
    let mut bad = order("5");
    bad["callbackURL"] = json!("nowhere");
    assert_eq!(merchant.call(CREATE, &bad).await.code(), "2045");
    assert_eq!(merchant.execute(UNKNOWN).await.code(), "2002");
}

#[tokio::test]
async fn spellings_of_capture_and_query() {
    let merchant = Merchant::with(json!({
        "confirm_id": "paymentId", "verification_field": "userVerificationStatus",
    }))
    .await;
    let mut held = order("5");
    held["intent"] = json!("authorization");
    let payment_id = merchant
        .call(CREATE, &held)
        .await
        .text("paymentID")
        .to_owned();
    assert_eq!(
        merchant
            .query(&payment_id)
            .await
            .text("userVerificationStatus"),
        "Incomplete"
    );
    merchant.pay(&payment_id, json!({})).await;
    merchant.execute(&payment_id).await;
    let body = json!({ "paymentID": payment_id });
    let captured = merchant.call(CAPTURE, &body).await;
    assert_eq!(captured.text("paymentId"), payment_id);
    assert!(captured.body.get("paymentID").is_none());
}

#[tokio::test]
async fn the_code_that_a_page_carries_for_a_wrong_code() {
    for code in ["2016", "2031"] {
        let merchant = Merchant::with(json!({ "wrong_otp": code })).await;
        let page = merchant.page_after_a_wrong_code().await;
        assert!(page.contains(&format!("data-code=\"{code}\"")), "{page}");
    }
}

impl Merchant {
    async fn page_after_a_wrong_code(&self) -> String {
        let created = self.create("5").await;
        let (id, address) = (created.text("paymentID"), created.text("bkashURL"));
        let path = address.strip_prefix("http://bkash.test").unwrap();
        let page = self
            .send(Request::get(path).body(String::new().into()).unwrap())
            .await;
        let (_, rest) = page
            .body
            .as_str()
            .unwrap()
            .split_once("name=\"window\" value=\"")
            .unwrap();
        let window = rest.split('"').next().unwrap().to_owned();
        for (step, field) in [
            ("wallet", format!("wallet={WALLET}")),
            ("otp", "otp=000000".to_owned()),
        ] {
            let form = Request::post(format!("/checkout/{id}/{step}"))
                .header("content-type", "application/x-www-form-urlencoded")
                .body(format!("window={window}&{field}").into());
            assert_eq!(self.send(form.unwrap()).await.status, 303);
        }
        let path = format!("/checkout/{id}?window={window}");
        let page = self
            .send(Request::get(path).body(String::new().into()).unwrap())
            .await;
        page.body.as_str().unwrap().to_owned()
    }
}

/// Every switch as one profile has it.
async fn values(profile: Profile) -> Value {
    let merchant = Merchant::admitted(builder().profile(profile).router(), "key-1").await;
    let listed = merchant.control("GET", "switches", Value::Null).await;
    listed.body["switches"].clone()
}

async fn document() -> String {
    let (lenient, strict) = (
        values(Profile::Lenient).await,
        values(Profile::Strict).await,
    );
    let mut text = String::from(
        "# Switches of the simulator\n\n\
         Points on which the sources disagree, or which are inferred. `--profile lenient` (the default) and\n\
         `--profile strict` set all of them, `--switch name=value` and `PUT /_simulator/switches` single ones.\n\
         Made by the tests (`crates/bkash-simulator/tests/it/readings.rs`); write it anew with\n\
         `BKASH_WRITE_DOCS=1 cargo test -p bkash-simulator --test it readings`.\n\n\
         | switch | values | lenient | strict | what it decides | source |\n|---|---|---|---|---|---|\n",
    );
    for (name, switch) in lenient.as_object().unwrap() {
        let allowed = switch["allowed"].as_array().unwrap();
        let allowed: Vec<_> = allowed.iter().map(|one| one.as_str().unwrap()).collect();
        let (allowed, strict) = (allowed.join(", "), strict[name]["value"].as_str().unwrap());
        let of = |field: &str| switch[field].as_str().unwrap();
        let (value, about, source) = (of("value"), of("about"), of("source"));
        writeln!(
            text,
            "| `{name}` | {allowed} | {value} | {strict} | {about} | {source} |"
        )
        .unwrap();
    }
    text
}

#[tokio::test]
async fn the_document_is_made_of_the_switches() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/simulator-switches.md");
    let document = document().await;
    if std::env::var_os("BKASH_WRITE_DOCS").is_some() {
        std::fs::write(&path, &document).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written, document, "write it anew, as it says");
}
