//! A pack of a payment that really went over the wire, with every call that can be asked for.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use bkash_acceptance::record::Record;
use bkash_acceptance::{Call, Journal, Language, Pack};
use bkash_simulator::Simulator;
use serde_json::{Value, json};

const API: &str = "/v1.2.0-beta/tokenized/checkout";
const REFUNDS: &str = "/v2/tokenized-checkout/refund/payment";
const PASSWORD: &str = "canary-password";
const SECRET: &str = "canary-app-secret";
const WALLET: &str = "01929918378";

struct Shop {
    address: String,
    headers: String,
}

impl Shop {
    fn granted(simulator: &Simulator) -> Self {
        let mut shop = Self {
            address: simulator.addr().to_string(),
            headers: format!("username: user\r\npassword: {PASSWORD}\r\n"),
        };
        let body = json!({"app_key": "shop-1", "app_secret": SECRET});
        let granted = shop.posts(&format!("{API}/token/grant"), &body);
        let token = granted["id_token"].as_str().unwrap();
        shop.headers = format!("authorization: Bearer {token}\r\nx-app-key: shop-1\r\n");
        shop
    }

    fn posts(&self, path: &str, body: &Value) -> Value {
        let answer = self.sends("POST", path, &body.to_string());
        serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{path}: {error}: {answer}"))
    }

    fn sends(&self, method: &str, path: &str, body: &str) -> String {
        let (address, headers, length) = (&self.address, &self.headers, body.len());
        let mut socket = TcpStream::connect(address).unwrap();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
        );
        socket.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).unwrap();
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        body.to_owned()
    }
}

/// Grant, create, execute, query, search, refund, refund status.
fn makes_every_call(shop: &Shop) -> String {
    let order = json!({
        "mode": "0011", "payerReference": WALLET, "callbackURL": "https://shop.example/callback",
        "amount": "500.00", "currency": "BDT", "intent": "sale", "merchantInvoiceNumber": "INV-7",
    });
    let created = shop.posts(&format!("{API}/create"), &order);
    let id = created["paymentID"].as_str().unwrap();
    let pays = json!({"outcome": "pay", "wallet": WALLET, "otp": "123456", "pin": "12121"});
    shop.posts(&format!("/_simulator/payments/{id}/pay"), &pays);
    let this = json!({"paymentID": id});
    let executed = shop.posts(&format!("{API}/execute"), &this);
    let trx = executed["trxID"].as_str().unwrap();
    shop.posts(&format!("{API}/payment/status"), &this);
    shop.posts(
        &format!("{API}/general/searchTransaction"),
        &json!({"trxID": trx}),
    );
    let mut refund = json!({"paymentId": id, "trxId": trx});
    let status = refund.clone();
    refund["refundAmount"] = "100.00".into();
    refund["sku"] = "SKU-1".into();
    refund["reason"] = "returned".into();
    shop.posts(&format!("{REFUNDS}/transaction"), &refund);
    shop.posts(&format!("{REFUNDS}/status"), &status);
    id.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_payment_on_the_wire_makes_a_whole_pack_without_secrets() {
    let simulator = Simulator::start().await.unwrap();
    let shop = Shop::granted(&simulator);
    let payment_id = makes_every_call(&shop);
    let journal = Journal::parse(&shop.sends("GET", "/_simulator/journal", "")).unwrap();
    let pack = Pack::of(&Record::of_traffic(journal));

    assert_eq!(pack.missing, Vec::<Call>::new());
    let [part] = &pack.parts[..] else {
        panic!("one payment shows everything: {:?}", pack.parts);
    };
    assert_eq!(part.payment_id, payment_id);
    let calls: Vec<_> = part.items.iter().map(|item| item.call).collect();
    assert_eq!(calls, Call::ASKED_FOR);
    for form in [
        pack.text(Language::English),
        pack.markdown(Language::English),
        pack.html(Language::English).unwrap(),
        pack.json().unwrap(),
    ] {
        assert_eq!(simulator.secrets_in(&form), Vec::<&str>::new());
        assert!(!form.contains(WALLET), "{form}");
        assert!(form.contains("019*****378"), "{form}");
    }
}
