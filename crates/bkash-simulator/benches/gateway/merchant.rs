//! Prepared requests of a merchant.

use std::net::SocketAddr;

use bytes::Bytes;
use serde_json::{Value, json};

use crate::Outcome;
use crate::load::{Caller, send_all};

const APP_KEY: &str = "app-key-of-the-benchmark";
const TOKENIZED: &str = "/v1.2.0-beta/tokenized/checkout";

pub(crate) struct Merchant {
    address: SocketAddr,
    token: String,
    orders: u32,
}

impl Merchant {
    pub(crate) async fn new(address: SocketAddr) -> Outcome<Self> {
        let mut merchant = Self {
            address,
            token: String::new(),
            orders: 0,
        };
        let keys = json!({ "app_key": APP_KEY, "app_secret": "secret" });
        let path = format!("{TOKENIZED}/token/grant");
        let granted = merchant.answer(&path, &keys).await?;
        merchant.token = text(&granted, "id_token")?;
        Ok(merchant)
    }

    /// As bKash's own samples send it.
    fn request(&self, path: &str, body: &Value) -> Bytes {
        let (address, token, body) = (self.address, &self.token, body.to_string());
        let length = body.len();
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n\
             accept: application/json\r\nusername: u\r\npassword: p\r\nauthorization: {token}\r\n\
             x-app-key: {APP_KEY}\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        head.into()
    }

    async fn answer(&self, path: &str, body: &Value) -> Outcome<Value> {
        let mut caller = Caller::connect(self.address).await?;
        let answer = caller.call(&self.request(path, body)).await?;
        Ok(serde_json::from_slice(answer)?)
    }

    /// Each order of an amount of its own: the same amount of a wallet within two minutes is refused.
    pub(crate) fn creates(&mut self, count: usize) -> Vec<Bytes> {
        let create = |_| {
            self.orders += 1;
            let poisha = 100 + self.orders;
            let order = json!({
                "mode": "0011",
                "payerReference": "01770618575",
                "callbackURL": "http://127.0.0.1:9/callback",
                "amount": format!("{}.{:02}", poisha / 100, poisha % 100),
                "currency": "BDT",
                "intent": "sale",
                "merchantInvoiceNumber": format!("INV-{}", self.orders),
            });
            self.request(&format!("{TOKENIZED}/create"), &order)
        };
        (0..count).map(create).collect()
    }

    /// Payments whose payers have been at the pages.
    pub(crate) async fn approved(&mut self, count: usize) -> Outcome<Vec<String>> {
        let mut caller = Caller::connect(self.address).await?;
        let mut payments = Vec::with_capacity(count);
        for create in self.creates(count) {
            let created: Value = serde_json::from_slice(caller.call(&create).await?)?;
            let payment = text(&created, "paymentID")?;
            let path = format!("/_simulator/payments/{payment}/pay");
            let paid = caller.call(&self.request(&path, &json!({}))).await?;
            let paid: Value = serde_json::from_slice(paid)?;
            if paid["status"] != "success" {
                return Err(format!("a payer could not pay: {paid}").into());
            }
            payments.push(payment);
        }
        Ok(payments)
    }

    pub(crate) fn executes(&self, payments: &[String]) -> Vec<Bytes> {
        self.each(payments, "execute")
    }

    pub(crate) fn queries(&self, payments: &[String]) -> Vec<Bytes> {
        self.each(payments, "payment/status")
    }

    fn each(&self, payments: &[String], call: &str) -> Vec<Bytes> {
        let path = format!("{TOKENIZED}/{call}");
        let request = |payment| self.request(&path, &json!({ "paymentID": payment }));
        payments.iter().map(request).collect()
    }

    /// The bare server gets the bytes of a query.
    pub(crate) fn hellos(&self, payments: &[String]) -> Vec<Bytes> {
        let request = |payment| self.request("/hello", &json!({ "paymentID": payment }));
        payments.iter().map(request).collect()
    }

    /// Sends each request once.
    pub(crate) async fn send(&self, requests: &[Bytes]) -> Outcome<std::time::Duration> {
        send_all(self.address, requests).await
    }
}

fn text(answer: &Value, field: &str) -> Outcome<String> {
    let value = answer[field].as_str();
    Ok(value
        .ok_or_else(|| format!("no {field} in {answer}"))?
        .to_owned())
}
