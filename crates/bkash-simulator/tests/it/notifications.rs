//! A merchant's listener is told of what was paid.

use bkash_simulator::Simulator;
use serde_json::{Value, json};

use crate::harness::{CREATE, GRANT, Merchant, WALLET, order};
use crate::listener::Listener;
use crate::socket::{raw, token};

const TOPIC: &str = "arn:aws:sns:ap-southeast-1:123456789012:bpt_01929918378";

#[tokio::test]
async fn a_subscription_is_asked_for_at_once_with_the_headers_and_keys_of_sns() {
    let (merchant, mut listener) = (Merchant::new().await, Listener::open().await);
    let shown = merchant
        .subscribe(json!({ "url": listener.url }))
        .await
        .body;
    assert_eq!(shown["subscription"], "pending");
    let asked = listener.next().await;
    assert_eq!(asked.header("content-type"), "text/plain; charset=UTF-8");
    assert_eq!(
        asked.header("user-agent"),
        "Amazon Simple Notification Service Agent"
    );
    assert_eq!(
        asked.header("x-amz-sns-message-type"),
        "SubscriptionConfirmation"
    );
    assert_eq!(
        asked.header("x-amz-sns-message-id"),
        asked.text_of("MessageId")
    );
    assert_eq!(asked.header("x-amz-sns-topic-arn"), TOPIC);
    assert_eq!(asked.header("x-amz-sns-subscription-arn"), "");
    let keys: Vec<&String> = asked.body.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "Type",
            "MessageId",
            "Token",
            "TopicArn",
            "Message",
            "SubscribeURL",
            "Timestamp",
            "SignatureVersion",
            "Signature",
            "SigningCertURL",
        ]
    );
    assert_eq!(asked.text_of("Timestamp"), "2025-12-11T05:48:29.876Z");
    assert!(merchant.is_genuine(&asked).await);
}

#[tokio::test]
async fn nothing_is_told_before_the_subscription_is_confirmed() {
    let (merchant, mut listener) = (Merchant::new().await, Listener::open().await);
    merchant.subscribe(json!({ "url": listener.url })).await;
    let asked = listener.next().await;
    merchant.paid("10").await;
    assert_eq!(merchant.tell(Value::Null).await.status, 409);

    let wrong = asked.text_of("SubscribeURL").replace("Token=", "Token=0");
    assert_eq!(merchant.get(&wrong).await.status, 400);
    assert_eq!(merchant.notifications().await["subscription"], "pending");

    let confirmed = merchant.get(asked.text_of("SubscribeURL")).await;
    let arn = merchant.notifications().await["subscription_arn"].clone();
    let xml = confirmed.body.as_str().unwrap();
    assert!(xml.contains(&format!("<SubscriptionArn>{}<", arn.as_str().unwrap())));
    let (_, trx_id) = merchant.paid("11").await;
    assert_eq!(listener.next().await.message()["trxID"], *trx_id);
}

#[tokio::test]
async fn a_completed_payment_is_told_once_and_rightly_signed_in_either_version() {
    for version in ["1", "2"] {
        let (merchant, mut listener) = (Merchant::new().await, Listener::open().await);
        merchant
            .subscribe(json!({ "url": listener.url, "signature_version": version }))
            .await;
        let asked = listener.next().await;
        merchant.get(asked.text_of("SubscribeURL")).await;
        let (payment_id, trx_id) = merchant.paid("500").await;
        let told = listener.next().await;
        assert!(merchant.is_genuine(&told).await);
        assert_eq!(told.text_of("SignatureVersion"), version);
        assert_eq!(told.header("x-amz-sns-message-type"), "Notification");
        assert_ne!(told.header("x-amz-sns-subscription-arn"), "");
        assert_eq!(
            told.message(),
            json!({
                "dateTime": "20251211114829",
                "debitMSISDN": format!("88{WALLET}"),
                "creditOrganizationName": "Sandbox Merchant",
                "creditShortCode": "01929918***",
                "trxID": trx_id,
                "transactionStatus": "Completed",
                "transactionType": "10002294",
                "amount": "500",
                "currency": "BDT",
                "merchantInvoiceNumber": "INV-1001",
            })
        );
        assert!(!told.text.contains(&payment_id), "no paymentID is told");
        let deliveries = merchant.ended(2).await;
        assert_eq!(deliveries[1]["state"], "delivered");
        assert_eq!(deliveries[1]["trxID"], *trx_id);
        assert_eq!(deliveries[1]["attempts"][0]["status"], 200);
        assert!(listener.is_quiet());
    }
}

#[tokio::test]
async fn a_refused_execute_and_a_refund_are_not_told() {
    let (merchant, mut listener) = (Merchant::new().await, Listener::open().await);
    merchant.listened_by(&mut listener).await;
    let poor = merchant.approved("10", crate::harness::POOR).await;
    assert_eq!(merchant.execute(&poor).await.code(), "2023");
    let (payment_id, trx_id) = merchant.paid("20").await;
    merchant.refund(&payment_id, &trx_id, "5").await;
    assert_eq!(listener.next().await.message()["trxID"], *trx_id);
    assert_eq!(merchant.ended(2).await.len(), 2);
    assert!(listener.is_quiet());
}

#[tokio::test]
async fn an_authorization_is_told_when_it_is_captured_and_never_when_it_is_voided() {
    let (merchant, mut listener) = (Merchant::new().await, Listener::open().await);
    merchant.listened_by(&mut listener).await;
    let mut trx_ids = Vec::new();
    for (amount, end) in [("10", "void"), ("11", "capture")] {
        let mut order = order(amount);
        order["intent"] = "authorization".into();
        let created = merchant.call(CREATE, &order).await;
        let payment_id = created.text("paymentID").to_owned();
        merchant.pay(&payment_id, json!({ "wallet": WALLET })).await;
        let executed = merchant.execute(&payment_id).await;
        assert_eq!(executed.text("transactionStatus"), "Authorized");
        trx_ids.push(executed.text("trxID").to_owned());
        assert_eq!(merchant.ended(1).await.len(), 1, "only the confirmation");
        let path = format!("/v1.2.0-beta/tokenized/checkout/payment/confirm/{end}");
        let ended = merchant
            .call(&path, &json!({ "paymentID": payment_id }))
            .await;
        assert_eq!(ended.code(), "0000", "{}", ended.body);
    }
    assert_eq!(listener.next().await.message()["trxID"], *trx_ids[1]);
    assert_eq!(merchant.ended(2).await.len(), 2);
    assert!(listener.is_quiet());
}

#[tokio::test]
async fn the_answer_of_execute_does_not_wait_for_a_listener_that_hangs() {
    let merchant = Merchant::new().await;
    let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", socket.local_addr().unwrap());
    let shown = merchant.subscribe(json!({ "url": url })).await.body;
    merchant.get(shown["subscribe_url"].as_str().unwrap()).await;
    let (_, trx_id) = merchant.paid("10").await;
    let deliveries = merchant.notifications().await["deliveries"].clone();
    assert_eq!(deliveries[1]["trxID"], *trx_id);
    assert_eq!(deliveries[1]["state"], "under_way");
}

#[tokio::test]
async fn a_listener_that_gives_up_its_subscription_is_told_good_bye_and_nothing_more() {
    let (merchant, mut listener) = (Merchant::new().await, Listener::open().await);
    merchant.listened_by(&mut listener).await;
    merchant.paid("10").await;
    let told = listener.next().await;
    let left = merchant.get(told.text_of("UnsubscribeURL")).await;
    assert_eq!(left.status, 200, "{}", left.body);
    let good_bye = listener.next().await;
    assert_eq!(good_bye.text_of("Type"), "UnsubscribeConfirmation");
    assert!(merchant.is_genuine(&good_bye).await);
    merchant.paid("11").await;
    assert_eq!(
        merchant.notifications().await["subscription"],
        "unsubscribed"
    );

    merchant.get(good_bye.text_of("SubscribeURL")).await;
    let (_, trx_id) = merchant.paid("12").await;
    assert_eq!(
        listener.next().await.message()["trxID"],
        *trx_id,
        "restored, and what was paid meanwhile is never told"
    );
    let removed = merchant
        .control("DELETE", "notifications", Value::Null)
        .await;
    assert_eq!(removed.status, 204);
    assert_eq!(
        listener.next().await.text_of("Type"),
        "UnsubscribeConfirmation"
    );
    let again = merchant
        .control("DELETE", "notifications", Value::Null)
        .await;
    assert_eq!(again.status, 409);
}

#[tokio::test]
async fn a_paused_subscription_tells_nothing_of_what_is_paid_meanwhile() {
    let (merchant, mut listener) = (Merchant::new().await, Listener::open().await);
    merchant.listened_by(&mut listener).await;
    merchant.subscribe(json!({ "enabled": false })).await;
    merchant.paid("10").await;
    merchant.subscribe(json!({ "enabled": true })).await;
    let (_, trx_id) = merchant.paid("11").await;
    assert_eq!(listener.next().await.message()["trxID"], *trx_id);
}

#[tokio::test]
async fn the_envelope_has_amazons_clock_and_the_message_that_of_the_world() {
    let (merchant, mut listener) = (Merchant::new().await, Listener::open().await);
    merchant.listened_by(&mut listener).await;
    merchant.advance(600).await;
    merchant.paid("10").await;
    let told = listener.next().await;
    assert_eq!(told.text_of("Timestamp"), "2025-12-11T05:48:29.876Z");
    assert_eq!(told.message()["dateTime"], "20251211115829");
}

#[tokio::test]
async fn each_world_has_its_own_listener_and_a_reset_keeps_it() {
    let (merchant, mut listener) = (Merchant::new().await, Listener::open().await);
    let other = merchant.beside("key-2").await;
    merchant.listened_by(&mut listener).await;
    other.paid("10").await;
    assert_eq!(other.notifications().await["subscription"], "none");
    merchant.paid("11").await;
    listener.next().await;
    assert!(listener.is_quiet());

    merchant.control("POST", "reset", Value::Null).await;
    let shown = merchant.notifications().await;
    assert_eq!(shown["subscription"], "confirmed");
    assert_eq!(shown["deliveries"], json!([]));
}

#[tokio::test]
async fn a_listener_that_was_named_before_the_first_call_belongs_to_the_first_world() {
    let mut listener = Listener::open().await;
    let router = crate::harness::builder().router();
    let nobody = Merchant {
        router: router.clone(),
        app_key: String::new(),
        token: String::new(),
    };
    let put = http::Request::put("/_simulator/notifications")
        .body(json!({ "url": listener.url }).to_string().into());
    assert_eq!(nobody.send(put.unwrap()).await.status, 200);
    let asked = listener.next().await;
    nobody.get(asked.text_of("SubscribeURL")).await;
    let merchant = Merchant::admitted(router, "key-1").await;
    let (_, trx_id) = merchant.paid("10").await;
    assert_eq!(listener.next().await.message()["trxID"], *trx_id);
}

#[tokio::test]
async fn bad_settings_are_refused_by_field() {
    let merchant = Merchant::new().await;
    for (settings, field) in [
        (json!({}), "url"),
        (json!({ "topic": TOPIC }), "url"),
        (json!({ "url": "ftp://127.0.0.1/" }), "url"),
        (json!({ "url": 5 }), "url"),
        (
            json!({ "url": "http://127.0.0.1/", "topic": "bpt" }),
            "topic",
        ),
        (
            json!({ "url": "http://127.0.0.1/", "signature_version": "3" }),
            "signature_version",
        ),
        (json!({ "enabled": "yes" }), "enabled"),
        (json!({ "adress": "http://127.0.0.1/" }), "adress"),
    ] {
        let refused = merchant.control("PUT", "notifications", settings).await;
        assert_eq!(
            (refused.status.as_u16(), refused.text("field")),
            (400, field)
        );
    }
    for (wanted, field) in [
        (json!({ "tamper": "all" }), "tamper"),
        (json!({ "late_seconds": -1 }), "late_seconds"),
        (json!({ "duplicate": 2 }), "duplicate"),
        (json!({ "message": { "amount": 5 } }), "message"),
        (json!({ "message": "text" }), "message"),
    ] {
        let refused = merchant.tell(wanted).await;
        assert_eq!(
            (refused.status.as_u16(), refused.text("field")),
            (400, field)
        );
    }
    assert_eq!(
        merchant.tell(json!({ "trxID": "NOSUCHTRX0" })).await.status,
        404
    );
    let paused = merchant
        .control("PUT", "notifications", json!({ "enabled": true }))
        .await;
    assert_eq!(paused.status, 409, "{}", paused.body);
}

#[tokio::test]
async fn the_listener_of_the_start_is_asked_by_every_world_to_confirm_at_the_simulators_address() {
    let mut listener = Listener::open().await;
    let builder = Simulator::builder().notify(listener.url.parse().unwrap());
    let simulator = builder.unwrap().start().await.unwrap();
    for _ in 0..2 {
        token(&simulator).await;
    }
    let asked = listener.next().await;
    let address = asked.text_of("SubscribeURL").to_owned();
    let path = address.strip_prefix(simulator.url()).unwrap();
    let confirmed = raw(&simulator, "GET", path, "", "").await;
    assert!(confirmed.starts_with("HTTP/1.1 200"), "{confirmed}");
    assert!(asked.text_of("SigningCertURL").starts_with(simulator.url()));
    assert!(listener.is_quiet(), "the world's second call asks no more");

    let grant = r#"{"app_key":"another","app_secret":"s"}"#;
    raw(&simulator, "POST", GRANT, "", grant).await;
    let other = listener.next().await;
    assert_eq!(other.text_of("Type"), "SubscriptionConfirmation");
    assert_ne!(other.text_of("Token"), asked.text_of("Token"));
}

#[test]
fn a_listener_that_is_not_on_the_web_is_refused_at_the_start() {
    let builder = Simulator::builder().notify("mailto:a@b".parse().unwrap());
    assert!(builder.is_err());
}
