//! Messages of SNS, signed with the simulator's published key, and a receiver that counts whom it asks.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bkash_client::{Clock, Environment};
use payment_service::notification::{
    FetchError, Fetcher, Received, Receiver, ReceiverParts, Refusal,
};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::pki_types::pem::PemObject;
use serde_json::{Map, Value, json};

use crate::harness::TestClock;

pub(crate) const TOPIC: &str = "arn:aws:sns:ap-southeast-1:123456789012:bpt_01929918378";
pub(crate) const CERTIFICATE: &str = "https://sns.ap-southeast-1.amazonaws.com/SimpleNotificationService-edcb005f4f0c582c8003110d6c7360b3.pem";
pub(crate) const TOKEN: &str = "2336412f37fb687f5d51e6e241d09c805a5a57b30d712f794cc5f6a988666d92";
/// When the messages of `fixtures/sns` were sent.
pub(crate) const SENT_AT: &str = "2026-11-23T06:00:00.000Z";

const KEY: &[u8] = include_bytes!("../../../../bkash-simulator/assets/sns/published-test-key.pem");
const PEM: &[u8] = include_bytes!("../../../../bkash-simulator/assets/sns/certificate.pem");

/// Gives the simulator's certificate for every address, and remembers them.
#[derive(Debug, Default)]
pub(crate) struct Counting {
    pub(crate) asked: Mutex<Vec<String>>,
    pub(crate) answer: Mutex<Option<Vec<u8>>>,
}

#[async_trait]
impl Fetcher for Counting {
    async fn get(&self, url: &str) -> Result<Vec<u8>, FetchError> {
        self.asked.lock().unwrap().push(url.to_owned());
        // Long enough for others to come meanwhile.
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        let answer = self.answer.lock().unwrap().clone();
        Ok(answer.unwrap_or_else(|| PEM.to_vec()))
    }
}

/// A receiver of the fixtures' topic, at the moment when they were sent.
pub(crate) struct Gate {
    pub(crate) receiver: Receiver,
    pub(crate) fetched: Arc<Counting>,
    pub(crate) clock: Arc<TestClock>,
}

impl Gate {
    pub(crate) fn open() -> Self {
        Self::before("https://tokenized.pay.bka.sh")
    }

    pub(crate) fn before(gateway: &str) -> Self {
        let (fetched, clock) = (Arc::new(Counting::default()), Arc::new(TestClock::new()));
        let receiver = Receiver::new(ReceiverParts {
            topic: TOPIC.parse().unwrap(),
            gateway: &Environment::at(gateway).unwrap(),
            fetcher: Arc::clone(&fetched) as Arc<dyn Fetcher>,
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
        });
        Self {
            receiver,
            fetched,
            clock,
        }
    }

    /// With the header that fits its type.
    pub(crate) async fn take(&self, message: &Value) -> Result<Received, Refusal> {
        let body = message.to_string();
        self.receiver
            .take(message["Type"].as_str(), body.as_bytes())
            .await
    }

    pub(crate) fn connections(&self) -> usize {
        self.fetched.asked.lock().unwrap().len()
    }
}

/// What bKash says of a payment by API of 500 taka for INV-1.
pub(crate) fn payment(trx_id: &str) -> Value {
    json!({
        "dateTime": "20261123120000",
        "debitMSISDN": "8801770618575",
        "creditOrganizationName": "Org 01",
        "creditShortCode": "01929918***",
        "trxID": trx_id,
        "transactionStatus": "Completed",
        "transactionType": "10002294",
        "amount": "500",
        "currency": "BDT",
        "merchantInvoiceNumber": "INV-1",
    })
}

/// Not signed yet.
pub(crate) fn notification(message: &Value) -> Value {
    json!({
        "Type": "Notification",
        "MessageId": "11111111-2222-4333-8444-555555555555",
        "TopicArn": TOPIC,
        "Message": message.to_string(),
        "Timestamp": SENT_AT,
        "SigningCertURL": CERTIFICATE,
    })
}

/// Not signed yet.
pub(crate) fn subscription() -> Value {
    let host = "https://sns.ap-southeast-1.amazonaws.com";
    json!({
        "Type": "SubscriptionConfirmation",
        "MessageId": "11111111-2222-4333-8444-666666666666",
        "Token": TOKEN,
        "TopicArn": TOPIC,
        "Message": "You have chosen to subscribe to the topic.",
        "SubscribeURL": format!("{host}/?Action=ConfirmSubscription&TopicArn={TOPIC}&Token={TOKEN}"),
        "Timestamp": SENT_AT,
        "SigningCertURL": CERTIFICATE,
    })
}

/// With these members in the place of its own.
pub(crate) fn with(message: Value, members: &[(&str, Value)]) -> Value {
    let mut message = message;
    for (name, value) in members {
        message[*name] = value.clone();
    }
    message
}

/// Signed as version 2; ring cannot sign with SHA-1.
pub(crate) fn signed(message: Value) -> Value {
    let signed = message.as_object().map(signed_text).unwrap();
    let key = RsaKeyPair::from_pkcs8(
        PrivatePkcs8KeyDer::from_pem_slice(KEY)
            .unwrap()
            .secret_pkcs8_der(),
    )
    .unwrap();
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(
        &RSA_PKCS1_SHA256,
        &SystemRandom::new(),
        signed.as_bytes(),
        &mut signature,
    )
    .unwrap();
    let signature = STANDARD.encode(signature);
    with(
        message,
        &[
            ("SignatureVersion", json!("2")),
            ("Signature", json!(signature)),
        ],
    )
}

fn signed_text(message: &Map<String, Value>) -> String {
    let names = match message["Type"].as_str().unwrap() {
        "Notification" => "Message MessageId Subject Timestamp TopicArn Type",
        _ => "Message MessageId SubscribeURL Timestamp Token TopicArn Type",
    };
    let line = |name: &str| {
        let value = message.get(name)?.as_str()?;
        Some(format!("{name}\n{value}\n"))
    };
    names.split(' ').filter_map(line).collect()
}
