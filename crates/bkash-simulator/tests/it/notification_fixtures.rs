//! The posts of the evidence: every field of the envelope, and the message with the order of its keys.

use std::path::PathBuf;
use std::sync::Arc;

use bkash_simulator::Simulator;
use serde_json::{Value, json};

use crate::harness::{Merchant, Still, WALLET, clock};
use crate::listener::{Listener, Post};

const TOPIC: &str = "arn:aws:sns:ap-southeast-1:000000000000:bpt_01929918378";
const AMAZON: &str = "https://sns.ap-southeast-1.amazonaws.com/";
const OURS: &str = "http://127.0.0.1/_simulator/sns/";

/// Made anew for every message or simulator, or too long for the evidence.
const OWN: [&str; 6] = [
    "MessageId",
    "Signature",
    "Token",
    "SigningCertURL",
    "SubscribeURL",
    "UnsubscribeURL",
];

fn fixture(name: &str) -> Value {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/bkash");
    let text = std::fs::read_to_string(folder.join(format!("{name}.json"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// A merchant at the moment of the evidence, and its listener, which has confirmed.
async fn evidence() -> (Merchant, Arc<Still>, Listener, Post) {
    let still = clock();
    let router = Simulator::builder().seed(7).clock(still.clone()).router();
    let merchant = Merchant::admitted(router, "key-1").await;
    let mut listener = Listener::open().await;
    still.set("2025-12-11T05:49:33.120Z");
    merchant
        .subscribe(json!({ "url": listener.url, "topic": TOPIC }))
        .await;
    let asked = listener.next().await;
    merchant.get(asked.text_of("SubscribeURL")).await;
    (merchant, still, listener, asked)
}

/// Headers and envelope are those of the evidence, but for what is made anew.
fn assert_envelope(post: &Post, name: &str) {
    let expected = &fixture(name)["request"];
    for (header, value) in expected["headers"].as_object().unwrap() {
        if header != "x-amz-sns-message-id" {
            assert_eq!(post.header(header), value, "{header}");
        }
    }
    let expected = expected["body"].as_object().unwrap();
    let shown = post.body.as_object().unwrap();
    assert_eq!(shown.len(), expected.len(), "{shown:?}");
    for (key, value) in expected {
        if !OWN.contains(&key.as_str()) && key != "Message" {
            assert_eq!(&shown[key], value, "{key}");
        }
    }
    let certificate = post.text_of("SigningCertURL").strip_prefix(OURS).unwrap();
    let digits = certificate
        .strip_prefix("SimpleNotificationService-")
        .and_then(|file| file.strip_suffix(".pem"))
        .unwrap();
    assert!(digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
}

#[tokio::test]
async fn a_subscription_confirmation_is_that_of_the_evidence() {
    let (_, _, _, asked) = evidence().await;
    assert_envelope(&asked, "webhook-subscription");
    let expected = &fixture("webhook-subscription")["request"]["body"];
    assert_eq!(asked.body["Message"], expected["Message"]);
    let address = expected["SubscribeURL"].as_str().unwrap();
    let address = address
        .replace(AMAZON, OURS)
        .replace("<token>", asked.text_of("Token"));
    assert_eq!(asked.text_of("SubscribeURL"), address);
}

#[tokio::test]
async fn a_notification_is_that_of_the_evidence() {
    let (merchant, still, mut listener, _) = evidence().await;
    still.set("2025-12-11T05:49:31.204Z");
    let payment_id = merchant.approved("500", WALLET).await;
    merchant.execute(&payment_id).await;
    listener.next().await;
    still.set("2025-12-11T05:49:33.120Z");
    merchant.tell(Value::Null).await;
    let told = listener.next().await;
    assert_envelope(&told, "webhook-notification");
    assert_eq!(
        told.text_of("Message"),
        message("webhook-notification", &told)
    );
    assert!(told.text_of("UnsubscribeURL").starts_with(&format!(
        "{OURS}?Action=Unsubscribe&SubscriptionArn={TOPIC}:"
    )));
}

/// The message of the evidence with our trxID and the name of our merchant.
fn message(name: &str, told: &Post) -> String {
    let expected = &fixture(name)["request"]["body"]["Message"];
    let mut expected: Value = serde_json::from_str(expected.as_str().unwrap()).unwrap();
    expected["trxID"] = told.message()["trxID"].clone();
    expected["creditOrganizationName"] = "Sandbox Merchant".into();
    expected.to_string()
}
