use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use bkash_simulator::Simulator;
use serde_json::{Value, json};

const API: &str = "/v1.2.0-beta/tokenized/checkout";

/// A shop's calls to a simulator, and what its payer does on the pages.
pub(crate) struct Merchant {
    address: String,
    app_key: &'static str,
    token: String,
}

impl Merchant {
    pub(crate) fn admitted(simulator: &Simulator, app_key: &'static str) -> Self {
        let mut merchant = Self {
            address: simulator.addr().to_string(),
            app_key,
            token: String::new(),
        };
        let secrets = json!({ "app_key": app_key, "app_secret": "canary-app-secret" });
        let headers = "username: user\r\npassword: canary-password\r\n";
        let path = format!("{API}/token/grant");
        let granted = merchant.send("POST", &path, headers, &secrets.to_string());
        merchant.token = json_of(&granted)["id_token"].as_str().unwrap().to_owned();
        merchant
    }

    pub(crate) fn creates(&self, invoice: &str, amount: &str) -> Value {
        let order = json!({
            "mode": "0011",
            "payerReference": "01770618575",
            "callbackURL": "https://shop.example/callback",
            "amount": amount,
            "currency": "BDT",
            "intent": "sale",
            "merchantInvoiceNumber": invoice,
        });
        self.call("create", &order)
    }

    pub(crate) fn executes(&self, payment_id: &str) -> Value {
        self.call("execute", &json!({ "paymentID": payment_id }))
    }

    /// The payer follows the address and passes every step of the pages.
    pub(crate) fn payer_passes(&self, created: &Value) {
        let url = created["bkashURL"].as_str().unwrap();
        let (_, path) = url.split_once(&self.address).unwrap();
        let page = self.send("GET", path, "", "");
        let (_, window) = page.split_once("name=\"window\" value=\"").unwrap();
        let (window, _) = window.split_once('"').unwrap();
        let form = "content-type: application/x-www-form-urlencoded\r\n";
        for (step, entry) in [
            ("wallet", "wallet=01770618575"),
            ("otp", "otp=123456"),
            ("pin", "pin=12121"),
        ] {
            let payment_id = created["paymentID"].as_str().unwrap();
            let body = format!("window={window}&{entry}");
            let path = format!("/checkout/{payment_id}/{step}");
            let went_on = self.send("POST", &path, form, &body);
            assert!(went_on.starts_with("HTTP/1.1 303"), "{went_on}");
        }
    }

    pub(crate) fn control(&self, method: &str, path: &str, body: &Value) -> String {
        let path = format!("/_simulator/{path}?app_key={}", self.app_key);
        self.send(method, &path, "", &body.to_string())
    }

    fn call(&self, path: &str, body: &Value) -> Value {
        let (token, app_key) = (&self.token, self.app_key);
        let headers = format!("authorization: {token}\r\nx-app-key: {app_key}\r\n");
        let path = format!("{API}/{path}");
        json_of(&self.send("POST", &path, &headers, &body.to_string()))
    }

    fn send(&self, method: &str, path: &str, headers: &str, body: &str) -> String {
        let (address, length) = (&self.address, body.len());
        let mut socket = TcpStream::connect(address).unwrap();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\
             content-length: {length}\r\n{headers}\r\n{body}"
        );
        socket.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).unwrap();
        answer
    }
}

/// Null for a lost answer.
fn json_of(answer: &str) -> Value {
    let body = answer.split_once("\r\n\r\n").map(|(_, body)| body);
    body.and_then(|body| serde_json::from_str(body).ok())
        .unwrap_or_default()
}
