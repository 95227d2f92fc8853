//! A shop with many customers: orders, payments that were approved, and how they stand.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::exchange::exchange;
use super::process::Process;
use crate::harness::Gateway;

/// A payment that its payer has approved.
#[derive(Clone, Debug)]
pub(crate) struct Approved {
    /// Ours.
    pub(crate) id: String,
    /// Where the payer's browser comes back to, without scheme and host.
    pub(crate) callback: String,
}

/// Order number `n`; no two cost the same, or the gateway would take one for the other repeated.
pub(crate) fn order(n: u32) -> Value {
    json!({
        "amount": format!("{}.{:02}", 100 + n / 100, n % 100),
        "merchant_invoice_number": format!("INV-{n}"),
        "payer_reference": "customer-7",
        "return_url": "https://shop.example.com/thanks",
    })
}

/// Created at the service and paid on the hosted pages, but not yet come back.
pub(crate) fn approve(service: &Process, gateway: &Gateway, n: u32) -> Approved {
    let created = exchange(
        service.url(),
        "POST",
        "/v1/payments",
        None,
        &order(n).to_string(),
    );
    let payment = created.unwrap().json();
    let id = payment["id"]
        .as_str()
        .unwrap_or_else(|| panic!("{payment}"));
    let url = gateway.pay(payment["gateway_payment_id"].as_str().unwrap());
    let callback = url.strip_prefix(service.url()).unwrap().to_owned();
    let id = id.to_owned();
    Approved { id, callback }
}

/// How a payment stands, as GET shows it.
pub(crate) fn status(service: &Process, payment: &Approved) -> String {
    let path = format!("/v1/payments/{}", payment.id);
    let shown = exchange(service.url(), "GET", &path, None, "")
        .unwrap()
        .json();
    shown["status"]
        .as_str()
        .unwrap_or_else(|| panic!("{shown}"))
        .to_owned()
}

/// How many payments there are of each status.
#[cfg(feature = "server-tests")]
pub(crate) fn statuses(service: &Process) -> BTreeMap<String, usize> {
    let mut count = BTreeMap::new();
    let mut path = "/v1/payments?limit=100".to_owned();
    loop {
        let page = exchange(service.url(), "GET", &path, None, "")
            .unwrap()
            .json();
        for payment in page["data"].as_array().unwrap() {
            let status = payment["status"].as_str().unwrap().to_owned();
            *count.entry(status).or_default() += 1;
        }
        match page["next_cursor"].as_str() {
            Some(cursor) => path = format!("/v1/payments?limit=100&cursor={cursor}"),
            None => return count,
        }
    }
}

/// Whether a payment is on its way yet.
#[cfg(feature = "server-tests")]
pub(crate) fn is_open(status: &str) -> bool {
    ["creating", "awaiting_payer", "executing", "unresolved"].contains(&status)
}

/// How many exchanges the gateway had of each endpoint; one that is worked on counts.
pub(crate) fn calls(gateway: &Gateway) -> BTreeMap<String, usize> {
    let journal: Value = serde_json::from_str(&gateway.journal()).unwrap();
    let mut count = BTreeMap::new();
    for entry in journal["data"].as_array().unwrap() {
        let endpoint = entry["endpoint"].as_str().unwrap().to_owned();
        *count.entry(endpoint).or_default() += 1;
    }
    count
}

/// What the gateway holds for the merchant: by its own books, and by our ledger.
pub(crate) fn balances(service: &Process, gateway: &Gateway) -> (String, String) {
    let books: Value = serde_json::from_str(&gateway.books()).unwrap();
    let theirs = books["merchant"]["balance"].as_str().unwrap().to_owned();
    let ledger = exchange(service.url(), "GET", "/v1/ledger/balances", None, "");
    let ledger = ledger.unwrap().json();
    let mut lines = ledger["data"].as_array().unwrap().iter();
    let ours = lines.find(|line| line["account"] == "gateway");
    let ours = ours.map_or("0.00", |line| line["balance"].as_str().unwrap());
    (theirs, ours.to_owned())
}
