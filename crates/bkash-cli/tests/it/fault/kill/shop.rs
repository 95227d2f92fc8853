//! The shop and its payer, who repeat what was not answered.

use std::time::Duration;

use serde_json::{Value, json};

use super::super::exchange::Reply;
use super::stage::Stage;

/// Seconds that pass between two tries: a lost call is given up after two minutes, a refund that nobody
/// lists after half an hour and three reads.
const PATIENCE: [i64; 8] = [0, 130, 130, 1900, 1900, 1900, 130, 130];

/// A worker that found nothing looks again within a second.
pub(super) const WORKER: Duration = Duration::from_millis(1300);

/// Asks until `done` takes the reply; hours pass in between.
fn insist(stage: &mut Stage, ask: impl Fn(&mut Stage) -> Reply, done: u16) -> Reply {
    let mut last = None;
    for seconds in PATIENCE {
        if seconds > 0 {
            stage.let_pass(seconds);
            std::thread::sleep(WORKER);
        }
        let reply = ask(stage);
        if reply.status == done {
            return reply;
        }
        last = Some(reply);
    }
    panic!("never {done}: {last:?}{}", stage.log());
}

/// The same order with the same key until there is a payment for it.
pub(super) fn create(stage: &mut Stage, invoice: &str) -> Value {
    let order = json!({
        "amount": "500.00",
        "merchant_invoice_number": invoice,
        "payer_reference": "customer-7",
        "return_url": "https://shop.example.com/thanks",
    });
    let (key, body) = (format!("order-{invoice}"), order.to_string());
    let ask = |stage: &mut Stage| stage.ask("POST", "/v1/payments", Some(&key), &body);
    insist(stage, ask, 201).json()
}

/// The payer walks the hosted pages as `payer` says; the path that the gateway sends the browser to.
pub(super) fn walk(stage: &Stage, payment: &Value, payer: &Value) -> String {
    let id = payment["gateway_payment_id"].as_str();
    let id = id.unwrap_or_else(|| panic!("{payment}"));
    let path = format!("payments/{id}/pay");
    let walked = stage.gateway.control(&path, &payer.to_string());
    let url = walked["callbackURL"].as_str();
    let url = url.unwrap_or_else(|| panic!("{walked} of {payment}"));
    let host = url.strip_prefix("http://").unwrap();
    host[host.find('/').unwrap()..].to_owned()
}

/// The browser comes back, and reloads until it is sent to the shop.
pub(super) fn visit(stage: &mut Stage, path: &str) -> String {
    let ask = |stage: &mut Stage| stage.ask("GET", path, None, "");
    let reply = insist(stage, ask, 303);
    let location = reply.location.clone();
    location.unwrap_or_else(|| panic!("{reply:?}"))
}

/// The same refund with the same key until it is answered.
pub(super) fn refund(stage: &mut Stage, payment: &Value) -> Value {
    let order = json!({"amount": "120.50", "sku": "TSHIRT", "reason": "damaged"});
    let id = payment["id"].as_str().unwrap();
    let (path, body) = (format!("/v1/payments/{id}/refunds"), order.to_string());
    let ask = |stage: &mut Stage| stage.ask("POST", &path, Some("refund-1"), &body);
    insist(stage, ask, 201).json()
}

/// A person says what became of a payment.
pub(super) fn decide(stage: &mut Stage, payment: &Value, decision: &Value) -> Reply {
    let id = payment["id"].as_str().unwrap();
    let path = format!("/v1/attention/payments/{id}");
    stage.ask("POST", &path, None, &decision.to_string())
}

/// Every member of a list.
pub(super) fn list(stage: &mut Stage, path: &str) -> Vec<Value> {
    let reply = stage.ask("GET", path, None, "");
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.json()["data"].as_array().unwrap().clone()
}
