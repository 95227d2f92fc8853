//! bKash tells of the payment, signed with the simulator's published key.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use serde_json::{Value, json};

use super::stage::Stage;

pub(crate) const TOPIC: &str = "arn:aws:sns:ap-southeast-1:123456789012:bpt_01929918378";

const KEY: &str = include_str!("../../../../../bkash-simulator/assets/sns/published-test-key.pem");
/// Where the simulator serves the certificate of the key.
const CERTIFICATE: &str =
    "/_simulator/sns/SimpleNotificationService-edcb005f4f0c582c8003110d6c7360b3.pem";
const TRIES: u32 = 5;

/// Posts the same message until it is taken, as SNS does.
pub(super) fn tell(stage: &mut Stage) {
    let books: Value = serde_json::from_str(&stage.gateway.books()).unwrap();
    let trx_id = books["merchant"]["transactions"][0]["trxID"].clone();
    let mut last = None;
    for _ in 0..TRIES {
        let message = signed(stage, &trx_id);
        let reply = stage.ask("POST", "/notifications/bkash", None, &message);
        if reply.status == 200 {
            return;
        }
        last = Some(reply);
        std::thread::sleep(Duration::from_secs(1));
    }
    panic!("never taken: {last:?}{}", stage.log());
}

fn signed(stage: &Stage, trx_id: &Value) -> String {
    let payment = json!({
        "trxID": trx_id,
        "transactionStatus": "Completed",
        "transactionType": "10002294",
        "amount": "500",
        "currency": "BDT",
        "merchantInvoiceNumber": "INV-1",
    });
    let (message, at) = (payment.to_string(), format!("{:.3}", stage.now()));
    let id = "11111111-2222-4333-8444-555555555555";
    let text = format!(
        "Message\n{message}\nMessageId\n{id}\nTimestamp\n{at}\nTopicArn\n{TOPIC}\nType\nNotification\n"
    );
    json!({
        "Type": "Notification",
        "MessageId": id,
        "TopicArn": TOPIC,
        "Message": message,
        "Timestamp": at,
        "SignatureVersion": "2",
        "Signature": signature(&text),
        "SigningCertURL": format!("{}{CERTIFICATE}", stage.gateway.url()),
    })
    .to_string()
}

fn signature(text: &str) -> String {
    let base64: String = KEY.lines().filter(|line| !line.starts_with('-')).collect();
    let key = RsaKeyPair::from_pkcs8(&STANDARD.decode(base64).unwrap()).unwrap();
    let mut signature = vec![0; key.public().modulus_len()];
    let random = SystemRandom::new();
    key.sign(&RSA_PKCS1_SHA256, &random, text.as_bytes(), &mut signature)
        .unwrap();
    STANDARD.encode(signature)
}
