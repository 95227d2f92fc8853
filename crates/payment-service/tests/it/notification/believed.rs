//! What is right is believed, and what is wrong in one point is not.

use std::time::Duration;

use bkash_client::Clock;
use payment_core::TrxId;
use payment_service::notification::{Received, Refusal};
use serde_json::{Value, json};

use super::post::{
    CERTIFICATE, Gate, TOKEN, TOPIC, notification, payment, signed, subscription, with,
};

fn fixture(name: &str) -> Value {
    let path = format!(
        "{}/../../fixtures/sns/{name}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn good() -> Value {
    signed(notification(&payment("DLB50PG0H4")))
}

#[tokio::test(start_paused = true)]
async fn both_versions_of_the_signature_are_believed_as_openssl_made_them() {
    let gate = Gate::open();
    let Ok(Received::Payment(plain)) = gate.take(&fixture("notification-v1")).await else {
        panic!("version 1 was not taken");
    };
    assert_eq!(plain.trx_id, TrxId::new("DLB50PG0H4"));
    assert_eq!(plain.amount.to_string(), "500.00");
    assert_eq!(plain.sale_amount, None);
    assert_eq!(plain.merchant_invoice_number.as_deref(), Some("INV-1001"));
    assert_eq!(plain.sent_at.as_millis(), 1_795_413_600_000);

    let Ok(Received::Payment(coupon)) = gate.take(&fixture("notification-v2")).await else {
        panic!("version 2 was not taken");
    };
    assert_eq!(coupon.amount.to_string(), "90.00");
    assert_eq!(coupon.sale_amount.unwrap().to_string(), "100.00");
    let ended = gate.take(&fixture("unsubscribe-v2")).await;
    assert_eq!(ended, Ok(Received::Unsubscribed));
    // One certificate, fetched once; nothing of an UnsubscribeConfirmation is followed.
    assert_eq!(*gate.fetched.asked.lock().unwrap(), [CERTIFICATE]);
}

#[tokio::test(start_paused = true)]
async fn a_signature_of_one_version_is_none_of_the_other() {
    let gate = Gate::open();
    for (name, other) in [("notification-v1", "2"), ("notification-v2", "1")] {
        let message = with(fixture(name), &[("SignatureVersion", json!(other))]);
        assert_eq!(gate.take(&message).await, Err(Refusal::Signature), "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_subscription_is_confirmed_at_its_own_address_and_once_a_second() {
    let gate = Gate::open();
    let confirmation = fixture("subscription-v1");
    assert_eq!(gate.take(&confirmation).await, Ok(Received::Confirmed));
    let address = format!(
        "https://sns.ap-southeast-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn={TOPIC}&Token={TOKEN}"
    );
    assert_eq!(gate.fetched.asked.lock().unwrap()[1], address);
    for _ in 0..20 {
        assert_eq!(gate.take(&confirmation).await, Err(Refusal::NotFetched));
    }
    assert_eq!(gate.connections(), 2);
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(gate.take(&confirmation).await, Ok(Received::Confirmed));
}

#[tokio::test(start_paused = true)]
async fn what_is_wrong_in_one_point_is_refused_for_it() {
    let own = || notification(&payment("DLB50PG0H4"));
    let lookalike =
        "https://sns.ap-southeast-1.amazonaws.com.evil.example/SimpleNotificationService-00.pem";
    let cases = [
        (
            with(own(), &[("TopicArn", json!(format!("{TOPIC}2")))]),
            Refusal::Topic,
        ),
        (
            with(own(), &[("SigningCertURL", json!(lookalike))]),
            Refusal::CertificateUrl,
        ),
        (
            with(own(), &[("Timestamp", json!("2026-11-23T04:59:59.999Z"))]),
            Refusal::Age,
        ),
        (
            with(own(), &[("Timestamp", json!("2026-11-23T06:05:00.001Z"))]),
            Refusal::Age,
        ),
        (
            with(own(), &[("Timestamp", json!("yesterday"))]),
            Refusal::Envelope,
        ),
        (
            with(own(), &[("Message", json!("no payment"))]),
            Refusal::Unreadable,
        ),
    ];
    let gate = Gate::open();
    for (message, refusal) in cases {
        assert_eq!(
            gate.take(&signed(message.clone())).await,
            Err(refusal),
            "{message}"
        );
    }
    let unsigned = with(good(), &[("SignatureVersion", json!("3"))]);
    assert_eq!(gate.take(&unsigned).await, Err(Refusal::SignatureVersion));
    let header = Some("SubscriptionConfirmation");
    let body = good().to_string();
    let taken = gate.receiver.take(header, body.as_bytes());
    assert_eq!(taken.await, Err(Refusal::Envelope));
}

#[tokio::test(start_paused = true)]
async fn an_hour_old_and_five_minutes_ahead_are_taken() {
    for at in ["2026-11-23T05:00:00.000Z", "2026-11-23T06:05:00.000Z"] {
        let message = with(
            notification(&payment("DLB50PG0H4")),
            &[("Timestamp", json!(at))],
        );
        let taken = Gate::open().take(&signed(message)).await;
        assert!(matches!(taken, Ok(Received::Payment(_))), "{at}: {taken:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_certificate_is_good_for_its_own_time_and_readable() {
    let gate = Gate::open();
    // Ninety years on the message is as new as before, and the certificate is not.
    gate.clock.advance(Duration::from_secs(90 * 365 * 86_400));
    let message = with(
        notification(&payment("DLB50PG0H4")),
        &[("Timestamp", json!(Clock::now(&*gate.clock).to_string()))],
    );
    let taken = gate.take(&signed(message)).await;
    assert_eq!(taken, Err(Refusal::Certificate));

    for answer in [
        &b"no certificate"[..],
        b"",
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ] {
        let gate = Gate::open();
        *gate.fetched.answer.lock().unwrap() = Some(answer.to_vec());
        assert_eq!(gate.take(&good()).await, Err(Refusal::Certificate));
    }
}

#[tokio::test(start_paused = true)]
async fn many_at_once_share_one_certificate_and_unknown_ones_are_asked_for_seldom() {
    let gate = Gate::open();
    let message = good();
    let all = futures_util::future::join_all((0..64).map(|_| gate.take(&message))).await;
    assert!(
        all.iter()
            .all(|taken| matches!(taken, Ok(Received::Payment(_))))
    );
    assert_eq!(gate.connections(), 1);
    // Whoever knows the topic can name certificates that do not exist.
    tokio::time::advance(Duration::from_secs(5)).await;
    let mut refused = 0;
    for n in 0..500 {
        let url = format!(
            "https://sns.ap-southeast-1.amazonaws.com/SimpleNotificationService-{n:032x}.pem"
        );
        let forged = with(
            good(),
            &[("SigningCertURL", json!(url)), ("Signature", json!("AAAA"))],
        );
        refused += usize::from(gate.take(&forged).await == Err(Refusal::NotFetched));
    }
    assert!(
        gate.connections() <= 8 && refused > 490,
        "{}",
        gate.connections()
    );
    // What is known is believed all the while.
    assert!(matches!(
        gate.take(&message).await,
        Ok(Received::Payment(_))
    ));
}

#[tokio::test(start_paused = true)]
async fn a_simulator_takes_amazon_s_place_on_loopback_and_nobody_else_s() {
    let gate = Gate::before("http://127.0.0.1:8600");
    let place = "http://127.0.0.1:8600/_simulator/sns/";
    let own = with(
        notification(&payment("DLB50PG0H4")),
        &[(
            "SigningCertURL",
            json!(format!("{place}SimpleNotificationService-00.pem")),
        )],
    );
    let taken = gate.take(&signed(own.clone())).await;
    assert!(matches!(taken, Ok(Received::Payment(_))), "{taken:?}");
    let address = format!("{place}?Action=ConfirmSubscription&TopicArn={TOPIC}&Token={TOKEN}");
    let confirmation = with(
        subscription(),
        &[
            ("SigningCertURL", own["SigningCertURL"].clone()),
            ("SubscribeURL", json!(address)),
        ],
    );
    assert_eq!(
        gate.take(&signed(confirmation)).await,
        Ok(Received::Confirmed)
    );
    assert_eq!(gate.fetched.asked.lock().unwrap()[1], address);
    for url in [
        CERTIFICATE,
        "http://127.0.0.1:8601/_simulator/sns/SimpleNotificationService-00.pem",
        "http://127.0.0.1:8600/SimpleNotificationService-00.pem",
        "http://localhost:8600/_simulator/sns/SimpleNotificationService-00.pem",
    ] {
        let other = with(own.clone(), &[("SigningCertURL", json!(url))]);
        assert_eq!(
            gate.take(&signed(other)).await,
            Err(Refusal::CertificateUrl),
            "{url}"
        );
    }
    // Before a real gateway the simulator's place is anybody's.
    let taken = Gate::open().take(&signed(own)).await;
    assert_eq!(taken, Err(Refusal::CertificateUrl));
}

#[tokio::test(start_paused = true)]
async fn a_message_that_is_no_completed_payment_is_kept_out() {
    let gate = Gate::open();
    let changed = |name: &str, value: Value| {
        let message = with(payment("DLB50PG0H4"), &[(name, value)]);
        signed(notification(&message))
    };
    let initiated = changed("transactionStatus", json!("Initiated"));
    assert_eq!(gate.take(&initiated).await, Ok(Received::Nothing));
    for (name, value) in [
        ("trxID", json!("")),
        ("trxID", json!("DLB50-PG0H4")),
        ("amount", json!("-5")),
        ("amount", json!("5.001")),
        ("amount", Value::Null),
        ("saleAmount", json!("many")),
        ("currency", json!("USD")),
        ("merchantInvoiceNumber", json!("<b>")),
        ("transactionStatus", Value::Null),
        ("transactionType", json!("1".repeat(33))),
    ] {
        let message = changed(name, value.clone());
        assert_eq!(
            gate.take(&message).await,
            Err(Refusal::Unreadable),
            "{name}: {value}"
        );
    }
    // A number says the same as its text.
    let taken = gate.take(&changed("amount", json!(500))).await;
    let Ok(Received::Payment(taken)) = taken else {
        panic!("{taken:?}");
    };
    assert_eq!(taken.amount.to_string(), "500.00");
}
