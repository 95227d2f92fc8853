//! Notifications that come twice, late, out of order, old or forged.

use serde_json::{Value, json};

use crate::harness::Merchant;
use crate::listener::{Listener, Post};

/// A merchant with a listener that was told of one payment.
async fn told() -> (Merchant, Listener, Post) {
    let (merchant, mut listener) = (Merchant::new().await, Listener::open().await);
    merchant.listened_by(&mut listener).await;
    merchant.paid("100").await;
    let first = listener.next().await;
    (merchant, listener, first)
}

async fn sent(what: Value) -> (Merchant, Listener, Post, Post) {
    let (merchant, mut listener, first) = told().await;
    let accepted = merchant.tell(what).await;
    assert_eq!(accepted.status, 202, "{}", accepted.body);
    let second = listener.next().await;
    (merchant, listener, first, second)
}

#[tokio::test]
async fn a_payment_can_be_told_again_in_a_message_of_its_own() {
    let (merchant, _, first, again) = sent(Value::Null).await;
    assert_eq!(again.message(), first.message());
    assert_ne!(again.text_of("MessageId"), first.text_of("MessageId"));
    assert!(merchant.is_genuine(&again).await);
}

#[tokio::test]
async fn a_duplicate_is_the_same_bytes_twice() {
    let (_merchant, mut listener, _, one) = sent(json!({ "duplicate": true })).await;
    assert_eq!(listener.next().await.text, one.text);
}

#[tokio::test]
async fn a_late_one_is_posted_later_and_says_when_it_was_made() {
    let (merchant, _, _, late) = sent(json!({ "late_seconds": 0.25 })).await;
    assert!(merchant.is_genuine(&late).await);
    let deliveries = merchant.ended(3).await;
    assert_eq!(deliveries[2]["deviation"], json!({ "late_seconds": 0.25 }));
    assert!(deliveries[2]["attempts"][0]["after_ms"].as_u64().unwrap() >= 250);
}

#[tokio::test]
async fn a_reordered_one_waits_for_the_next() {
    let (merchant, mut listener, first) = told().await;
    merchant.tell(json!({ "reordered": true })).await;
    let held = merchant.notifications().await["deliveries"][2].clone();
    assert_eq!(held["state"], "held");
    let (_, trx_id) = merchant.paid("101").await;
    assert_eq!(listener.next().await.message()["trxID"], *trx_id);
    let released = listener.next().await;
    assert_eq!(released.message(), first.message());
    assert_eq!(released.text_of("MessageId"), held["MessageId"]);
}

#[tokio::test]
async fn an_old_one_is_rightly_signed() {
    let (merchant, _, _, old) = sent(json!({ "age_seconds": 7200 })).await;
    assert_eq!(old.text_of("Timestamp"), "2025-12-11T03:48:29.876Z");
    assert!(merchant.is_genuine(&old).await);
}

#[tokio::test]
async fn fields_of_the_message_can_be_told_otherwise() {
    let message =
        json!({ "amount": "1", "transactionType": "10003126", "merchantInvoiceNumber": null });
    let (merchant, _, _, other) = sent(json!({ "message": message })).await;
    let told = other.message();
    assert_eq!(
        (&told["amount"], &told["transactionType"]),
        (&json!("1"), &json!("10003126"))
    );
    assert!(told.get("merchantInvoiceNumber").is_none());
    assert!(merchant.is_genuine(&other).await);
}

#[tokio::test]
async fn every_forgery_but_those_of_topic_and_address_breaks_the_signature() {
    for tamper in ["signature", "message", "signature_version"] {
        for version in ["1", "2"] {
            let wanted = json!({ "tamper": tamper, "signature_version": version });
            let (merchant, _, _, forged) = sent(wanted).await;
            assert!(!merchant.is_genuine(&forged).await, "{tamper} {version}");
        }
    }
    let (_, _, _, unsigned) = sent(json!({ "tamper": "unsigned" })).await;
    assert_eq!(unsigned.text_of("Signature"), "");

    let (merchant, _, first, forged) = sent(json!({ "tamper": "topic" })).await;
    assert_ne!(forged.text_of("TopicArn"), first.text_of("TopicArn"));
    assert!(merchant.is_genuine(&forged).await);
    for (tamper, address) in [
        (
            "certificate_url",
            "https://sns.ap-southeast-1.amazonaws.com.invalid/",
        ),
        ("certificate_file", "file:///"),
    ] {
        let (_, _, _, forged) = sent(json!({ "tamper": tamper })).await;
        assert!(forged.text_of("SigningCertURL").starts_with(address));
    }
}

#[tokio::test]
async fn a_listener_that_refuses_is_not_asked_again() {
    let (merchant, mut listener, _) = told().await;
    listener.answer(&[403]);
    merchant.tell(Value::Null).await;
    listener.next().await;
    let deliveries = merchant.ended(3).await;
    assert_eq!(deliveries[2]["state"], "failed");
    assert_eq!(deliveries[2]["attempts"].as_array().unwrap().len(), 1);
}

/// A merchant with a listener, and this fault for the next notification.
async fn under(fault: Value) -> (Merchant, Listener) {
    let (merchant, mut listener) = (Merchant::new().await, Listener::open().await);
    merchant.listened_by(&mut listener).await;
    let mut fault = fault;
    fault["endpoint"] = "notification".into();
    merchant.fault(fault).await;
    (merchant, listener)
}

#[tokio::test]
async fn a_missing_one_is_never_sent() {
    let (merchant, mut listener) = under(json!({ "fault": "notification_missing" })).await;
    merchant.paid("10").await;
    let (_, trx_id) = merchant.paid("11").await;
    assert_eq!(listener.next().await.message()["trxID"], *trx_id);
}

#[tokio::test]
async fn an_early_one_is_posted_before_execute_answers() {
    let (merchant, mut listener) = under(json!({ "fault": "notification_early" })).await;
    let payment_id = merchant.approved("10", crate::harness::WALLET).await;
    let mut execute = std::pin::pin!(merchant.execute(&payment_id));
    let told = tokio::select! {
        biased;
        told = listener.next() => told,
        executed = &mut execute => panic!("answered first: {}", executed.body),
    };
    let executed = execute.await;
    assert_eq!(told.message()["trxID"], executed.body["trxID"]);
    let journal = merchant.journal().await;
    let entry = journal
        .iter()
        .find(|entry| entry["endpoint"] == "execute")
        .unwrap();
    assert_eq!(entry["fault"], "notification_early");
    assert_eq!(entry["response"]["body"]["statusCode"], "0000");
}

#[tokio::test]
async fn a_fault_of_a_notification_chooses_by_payment_and_strikes_as_often_as_told() {
    let (merchant, mut listener) = (Merchant::new().await, Listener::open().await);
    merchant.listened_by(&mut listener).await;
    let (one, two) = (
        merchant.approved("10", crate::harness::WALLET).await,
        merchant.approved("11", crate::harness::WALLET).await,
    );
    merchant
        .fault(json!({
            "endpoint": "notification", "fault": "notification_missing", "paymentID": one,
        }))
        .await;
    merchant.execute(&one).await;
    let trx_id = merchant.execute(&two).await.body["trxID"].clone();
    assert_eq!(listener.next().await.message()["trxID"], trx_id);
}

#[tokio::test]
async fn faults_make_notifications_late_double_old_forged_and_out_of_order() {
    let (merchant, mut listener) = under(json!({ "fault": "notification_duplicate" })).await;
    merchant.paid("10").await;
    assert_eq!(listener.next().await.text, listener.next().await.text);

    let late = json!({ "fault": "notification_late", "seconds": 0.2 });
    let (merchant, _listener) = under(late).await;
    merchant.paid("10").await;
    let deliveries = merchant.ended(2).await;
    assert!(deliveries[1]["attempts"][0]["after_ms"].as_u64().unwrap() >= 200);

    let old = json!({ "fault": "notification_old", "age_seconds": 86_400 });
    let (merchant, mut listener) = under(old).await;
    merchant.paid("10").await;
    let told = listener.next().await;
    assert_eq!(told.text_of("Timestamp"), "2025-12-10T05:48:29.876Z");

    for (tamper, is_genuine) in [
        (Value::Null, false),
        ("message".into(), false),
        ("topic".into(), true),
    ] {
        let forged = json!({ "fault": "notification_forged", "tamper": tamper });
        let (merchant, mut listener) = under(forged).await;
        merchant.paid("10").await;
        let told = listener.next().await;
        assert_eq!(merchant.is_genuine(&told).await, is_genuine, "{tamper}");
    }

    let (merchant, mut listener) = under(json!({ "fault": "notification_reordered" })).await;
    let (_, first) = merchant.paid("10").await;
    let (_, second) = merchant.paid("11").await;
    assert_eq!(listener.next().await.message()["trxID"], *second);
    assert_eq!(listener.next().await.message()["trxID"], *first);
}

#[tokio::test]
async fn faults_of_calls_do_not_strike_notifications_nor_theirs_calls() {
    let merchant = Merchant::new().await;
    for (endpoint, fault) in [
        ("notification", "dropped"),
        ("execute", "notification_missing"),
    ] {
        let refused = merchant
            .control(
                "POST",
                "faults",
                json!({ "endpoint": endpoint, "fault": fault }),
            )
            .await;
        assert_eq!(
            (refused.status.as_u16(), refused.text("field")),
            (400, "endpoint")
        );
    }
}
