//! The browser's way back: where the pages and the control call `pay` send it.

use axum::body::Body;
use http::Request;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::harness::Merchant;

async fn struck(fault: Value) -> (Merchant, String) {
    let merchant = Merchant::new().await;
    merchant.fault(fault).await;
    let payment_id = merchant.created("5").await;
    (merchant, payment_id)
}

fn callback(payment_id: &str, status: &str) -> String {
    format!("https://merchant.example/bkash/callback?paymentID={payment_id}&status={status}&")
}

#[tokio::test]
async fn a_missing_callback_leads_nowhere_and_the_payment_is_approved() {
    let (merchant, payment_id) =
        struck(json!({ "endpoint": "callback", "fault": "callback_missing" })).await;
    let left = merchant.pay(&payment_id, json!({})).await;
    assert_eq!(
        left.body,
        json!({ "status": "success", "callbackURL": null })
    );
    assert_eq!(
        merchant.query(&payment_id).await.text("verificationStatus"),
        "Complete"
    );
    let next = merchant.created("6").await;
    let left = merchant.pay(&next, json!({})).await;
    assert!(
        left.text("callbackURL")
            .starts_with(&callback(&next, "success"))
    );
}

#[tokio::test]
async fn a_late_callback_says_how_late() {
    let (merchant, payment_id) =
        struck(json!({ "endpoint": "callback", "fault": "callback_late", "seconds": 90 })).await;
    let left = merchant.pay(&payment_id, json!({})).await;
    assert_eq!(left.body["late_seconds"], 90.0);
    assert!(
        left.text("callbackURL")
            .starts_with(&callback(&payment_id, "success"))
    );
}

#[tokio::test]
async fn a_duplicate_callback_is_visited_twice_and_a_reordered_one_contradicts_itself_first() {
    for (fault, payer, visits) in [
        ("callback_duplicate", json!({}), ["success", "success"]),
        ("callback_reordered", json!({}), ["failure", "success"]),
        (
            "callback_reordered",
            json!({ "outcome": "cancel" }),
            ["success", "cancel"],
        ),
    ] {
        let (merchant, payment_id) =
            struck(json!({ "endpoint": "callback", "fault": fault })).await;
        let left = merchant.pay(&payment_id, payer).await;
        let told = left.body["callbacks"].as_array().unwrap();
        assert_eq!(told.len(), 2, "{fault}");
        for (url, status) in told.iter().zip(visits) {
            let url = url.as_str().unwrap();
            assert!(
                url.starts_with(&callback(&payment_id, status)),
                "{fault}: {url}"
            );
        }
        assert_eq!(
            left.body["callbackURL"], told[1],
            "the browser stays at the last"
        );
    }
}

#[tokio::test]
async fn a_forged_callback_claims_what_is_not_so() {
    let forged = json!({ "endpoint": "callback", "fault": "callback_forged" });
    let (merchant, payment_id) = struck(forged).await;
    let left = merchant
        .pay(&payment_id, json!({ "outcome": "cancel" }))
        .await;
    assert_eq!(
        left.text("status"),
        "cancel",
        "what came of the pages is told"
    );
    assert!(
        left.text("callbackURL")
            .starts_with(&callback(&payment_id, "success"))
    );
    assert_eq!(merchant.execute(&payment_id).await.code(), "2056");

    let (merchant, payment_id) = struck(json!({
        "endpoint": "callback", "fault": "callback_forged", "forged_status": "failure",
        "forged_paymentID": "TR0011stranger",
    }))
    .await;
    let left = merchant.pay(&payment_id, json!({})).await;
    let url = left.text("callbackURL");
    assert!(
        url.starts_with(&callback("TR0011stranger", "failure")),
        "{url}"
    );
}

#[tokio::test]
async fn a_callback_is_chosen_by_its_payment_and_wallet() {
    let merchant = Merchant::new().await;
    let (one, two) = (merchant.created("5").await, merchant.created("6").await);
    merchant
        .fault(json!({
            "endpoint": "callback", "fault": "callback_missing", "paymentID": two,
        }))
        .await;
    merchant
        .fault(json!({
            "endpoint": "callback", "fault": "callback_missing", "wallet": "01929918378",
        }))
        .await;
    let three = merchant.created("7").await;
    for (payment_id, wallet, missing) in [
        (&one, "01770618575", false),
        (&two, "01770618575", true),
        (&three, "01929918378", true),
    ] {
        let left = merchant.pay(payment_id, json!({ "wallet": wallet })).await;
        assert_eq!(left.body["callbackURL"].is_null(), missing, "{}", left.body);
    }
}

/// Cancels on the pages and gives the outcome page with its policy.
async fn outcome_page(
    merchant: &Merchant,
    payment_url: &str,
    payment_id: &str,
) -> (String, String) {
    let text = async |request: Request<Body>| {
        let response = merchant.router.clone().oneshot(request).await.unwrap();
        let policy = response.headers()["content-security-policy"].to_str();
        let policy = policy.unwrap().to_owned();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        (String::from_utf8(body.to_vec()).unwrap(), policy)
    };
    let open = payment_url.split_once("bkash.test").unwrap().1;
    let (page, _) = text(Request::get(open).body(Body::empty()).unwrap()).await;
    let window = page.split("name=\"window\" value=\"").nth(1).unwrap();
    let window = window.split('"').next().unwrap();
    let cancel = Request::post(format!("/checkout/{payment_id}/cancel"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(format!("window={window}")))
        .unwrap();
    let seen = merchant.router.clone().oneshot(cancel).await.unwrap();
    assert_eq!(seen.status(), 303);
    let show = format!("/checkout/{payment_id}?window={window}");
    text(Request::get(show).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn the_outcome_page_sends_the_browser_where_the_fault_has_it() {
    for (fault, refresh, frame) in [
        (json!({ "fault": "callback_missing" }), None, false),
        (
            json!({ "fault": "callback_late", "seconds": 90 }),
            Some("content=\"96; url="),
            false,
        ),
        (
            json!({ "fault": "callback_duplicate" }),
            Some("content=\"6; url="),
            true,
        ),
    ] {
        let merchant = Merchant::new().await;
        let mut fault = fault;
        fault["endpoint"] = "callback".into();
        merchant.fault(fault.clone()).await;
        let created = merchant.create("5").await;
        let (url, payment_id) = (created.text("bkashURL"), created.text("paymentID"));
        let (page, policy) = outcome_page(&merchant, url, payment_id).await;
        assert_eq!(
            page.contains("merchant.example"),
            refresh.is_some(),
            "{page}"
        );
        assert!(
            refresh.is_none_or(|refresh| page.contains(refresh)),
            "{page}"
        );
        assert_eq!(
            page.contains("<iframe hidden sandbox src="),
            frame,
            "{page}"
        );
        assert_eq!(policy.contains("frame-src"), frame, "{policy}");
    }
}
