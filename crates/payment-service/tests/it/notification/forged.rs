//! Addresses that open no connection, and messages with a bit turned over.

use std::time::Duration;

use payment_service::notification::{Received, Refusal};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::post::{
    CERTIFICATE, Gate, TOKEN, TOPIC, notification, payment, signed, subscription, with,
};

const HOST: &str = "sns.ap-southeast-1.amazonaws.com";
const FILE: &str = "SimpleNotificationService-edcb005f4f0c582c8003110d6c7360b3.pem";

/// What stands in the place of Amazon's host.
const HOSTS: [&str; 44] = [
    "evil.example",
    "sns.ap-southeast-1.amazonaws.com.evil.example",
    "sns.ap-southeast-1.amazonaws.com.",
    "evil.sns.ap-southeast-1.amazonaws.com",
    "snsXap-southeast-1.amazonaws.com",
    "sns.ap-southeast-1.amazonaws.com.cn",
    "sns.us-east-1.amazonaws.com",
    "sns.amazonaws.com",
    "sns..amazonaws.com",
    "sns.evil/.amazonaws.com",
    "sns.ap-southeast-1.amazonaws.co",
    "sns.ap-southeast-1.amazonaws.org",
    "sns.ap-southeast-1.amazonaws.com:443",
    "sns.ap-southeast-1.amazonaws.com:80",
    "sns.ap-southeast-1.amazonaws.com:22",
    "sns.ap-southeast-1.amazonaws.com:",
    "user@sns.ap-southeast-1.amazonaws.com",
    "user:password@sns.ap-southeast-1.amazonaws.com",
    "sns.ap-southeast-1.amazonaws.com@evil.example",
    "sns.ap-southeast-1.amazonaws.com:x@evil.example",
    "evil.example#sns.ap-southeast-1.amazonaws.com",
    "evil.example?sns.ap-southeast-1.amazonaws.com",
    "evil.example\\sns.ap-southeast-1.amazonaws.com",
    "sns.ap-southeast-1.amazonaws.com\\@evil.example",
    "SNS.ap-southeast-1.amazonaws.com",
    "sns.AP-SOUTHEAST-1.amazonaws.com",
    "sns.ap-southeast-1.amazonaws.com%2eevil.example",
    "sns%2eap-southeast-1.amazonaws.com",
    "sns.ap-southeast-1.amazonaws.com%00.evil.example",
    "ѕns.ap-southeast-1.amazonaws.com",
    "sns.ap-southeast-1.amazonaws。com",
    "sns.ap-southeast-1.amazonaws.com\u{200b}",
    "s3.amazonaws.com",
    "sns.ap-southeast-1.s3.amazonaws.com",
    "sns-ap-southeast-1.s3.amazonaws.com",
    "127.0.0.1",
    "127.0.0.1:8600",
    "localhost",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "169.254.169.254",
    "2130706433",
    "0x7f.1",
    "",
];

/// What stands in the place of the certificate's file.
const FILES: [&str; 26] = [
    "",
    "evil.pem",
    "SimpleNotificationService-.pem",
    "SimpleNotificationService-xyz.pem",
    "SimpleNotificationService-00.pem?x=1",
    "SimpleNotificationService-00.pem#x",
    "SimpleNotificationService-00.pem/",
    "SimpleNotificationService-00.PEM",
    "SimpleNotificationService-00.pem.exe",
    "SimpleNotificationService-00",
    "simplenotificationservice-00.pem",
    "/SimpleNotificationService-00.pem",
    "../SimpleNotificationService-00.pem",
    "a/SimpleNotificationService-00.pem",
    "SimpleNotificationService-00%2epem",
    "SimpleNotificationService-0%30.pem",
    "SimpleNotificationService-00.pem ",
    " SimpleNotificationService-00.pem",
    "SimpleNotificationService-00.pem\n",
    "SimpleNotificationService-00\t.pem",
    "SimpleNotificationService-00\u{0}.pem",
    "SimpleNotificationService-٠٠.pem",
    "SimpleNotificationService-00/../00.pem",
    "SimpleNotificationService-00;x.pem",
    "?Action=ConfirmSubscription",
    "SimpleNotificationService-000000000000000000000000000000000000000000000000000000000000000000.pem",
];

/// What stands in the place of `https://`.
const SCHEMES: [&str; 14] = [
    "http://",
    "HTTPS://",
    "https:/",
    "https:",
    "https:///",
    "//",
    "",
    "ftp://",
    "file://",
    "gopher://",
    "jar:https://",
    "https:\\\\",
    " https://",
    "data:,",
];

fn certificate_urls() -> Vec<String> {
    let hosts = HOSTS.iter().map(|host| format!("https://{host}/{FILE}"));
    let files = FILES.iter().map(|file| format!("https://{HOST}/{file}"));
    let schemes = SCHEMES
        .iter()
        .map(|scheme| format!("{scheme}{HOST}/{FILE}"));
    hosts.chain(files).chain(schemes).collect()
}

fn subscribe_urls() -> Vec<String> {
    let good = format!("Action=ConfirmSubscription&TopicArn={TOPIC}&Token={TOKEN}");
    let queries = [
        String::new(),
        "Action=ConfirmSubscription".to_owned(),
        format!("Action=Unsubscribe&TopicArn={TOPIC}&Token={TOKEN}"),
        format!("Action=ConfirmSubscription&TopicArn={TOPIC}2&Token={TOKEN}"),
        format!("Action=ConfirmSubscription&TopicArn={TOPIC}&Token={TOKEN}0"),
        format!("Action=ConfirmSubscription&TopicArn={TOPIC}&Token="),
        format!("{good}&AuthenticateOnUnsubscribe=true"),
        format!("{good}&Token={TOKEN}"),
        format!("{good}&Action=Publish"),
        format!("{good}#"),
        format!("{good} "),
        format!("{good}\r\nHost: evil.example"),
        good.replace("Action", "action"),
    ];
    let queries = queries
        .iter()
        .map(|query| format!("https://{HOST}/?{query}"));
    let hosts = HOSTS.iter().map(|host| format!("https://{host}/?{good}"));
    let schemes = SCHEMES
        .iter()
        .map(|scheme| format!("{scheme}{HOST}/?{good}"));
    let paths = ["x", "/", "../", "x/.."].map(|path| format!("https://{HOST}/{path}?{good}"));
    queries.chain(hosts).chain(schemes).chain(paths).collect()
}

#[tokio::test(start_paused = true)]
async fn no_address_of_a_certificate_but_amazon_s_own_opens_a_connection() {
    let gate = Gate::open();
    let urls = certificate_urls();
    for url in &urls {
        let message = with(
            notification(&payment("DLB50PG0H4")),
            &[("SigningCertURL", json!(url))],
        );
        // Rightly signed by a key that somebody else might have: nobody looks.
        let taken = gate.take(&signed(message)).await;
        assert_eq!(taken, Err(Refusal::CertificateUrl), "{url}");
    }
    println!(
        "{} addresses of certificates, {} connections",
        urls.len(),
        gate.connections()
    );
    assert_eq!(gate.connections(), 0);
}

#[tokio::test(start_paused = true)]
async fn no_address_of_a_confirmation_but_the_topic_s_own_opens_a_connection() {
    let gate = Gate::open();
    let urls = subscribe_urls();
    for url in &urls {
        let message = with(subscription(), &[("SubscribeURL", json!(url))]);
        let taken = gate.take(&signed(message)).await;
        assert_eq!(taken, Err(Refusal::SubscribeUrl), "{url}");
    }
    for token in [json!(""), json!("a b"), json!("a&b"), json!(7), json!("é")] {
        let message = with(subscription(), &[("Token", token.clone())]);
        assert_eq!(
            gate.take(&signed(message)).await,
            Err(Refusal::SubscribeUrl),
            "{token}"
        );
    }
    println!(
        "{} addresses of confirmations, {} connections",
        urls.len(),
        gate.connections()
    );
    assert!(certificate_urls().len() + urls.len() >= 100);
    assert_eq!(gate.connections(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_confirmation_that_is_not_rightly_signed_is_not_followed() {
    let gate = Gate::open();
    let forged = with(signed(subscription()), &[("Message", json!("forged"))]);
    assert_eq!(gate.take(&forged).await, Err(Refusal::Signature));
    assert_eq!(*gate.fetched.asked.lock().unwrap(), [CERTIFICATE]);
}

/// The members that a signature covers, and itself; the others change nothing that we use.
fn covered() -> Value {
    signed(notification(&payment("DLB50PG0H4")))
}

#[test]
fn a_message_with_bits_turned_over_is_never_believed() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    let (gate, body) = (Gate::open(), covered().to_string().into_bytes());
    let taken = |bytes: &[u8]| {
        runtime.block_on(async {
            // Else the certificates that are asked for would be refused for their number.
            tokio::time::advance(Duration::from_secs(6)).await;
            gate.receiver.take(Some("Notification"), bytes).await
        })
    };
    let Ok(Received::Payment(original)) = taken(&body) else {
        panic!("the message itself was refused");
    };
    let bits = body.len() * 8;
    let flips = prop::collection::vec(0..bits, 1..4);
    let mut accepted = 0_u32;
    let mut seen = 0_u32;
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(10_000));
    runner
        .run(&flips, |flips| {
            let mut bytes = body.clone();
            for flip in flips {
                bytes[flip / 8] ^= 1 << (flip % 8);
            }
            if bytes != body
                && let Ok(received) = taken(&bytes)
            {
                // Another name of a certificate that is as good: nothing of the message has changed.
                prop_assert_eq!(received, Received::Payment(original.clone()));
            }
            Ok(())
        })
        .unwrap();
    // Every single bit of what is signed, and of the signature.
    let text = String::from_utf8(body.clone()).unwrap();
    for member in [
        "Message",
        "MessageId",
        "Timestamp",
        "TopicArn",
        "Type",
        "Signature",
    ] {
        let name = format!("\"{member}\":");
        let from = text.find(&name).unwrap() + name.len();
        let value: Value = covered()[member].clone();
        for bit in from * 8..(from + value.to_string().len()) * 8 {
            let mut bytes = body.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            accepted += u32::from(taken(&bytes).is_ok());
            seen += 1;
        }
    }
    println!("10,000 random changes and {seen} single bits: {accepted} accepted");
    assert_eq!(accepted, 0);
}
