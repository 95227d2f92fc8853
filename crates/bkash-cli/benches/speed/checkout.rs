//! A shopper and its shop: everything that reaches the service over the network in one checkout.

use std::sync::atomic::{AtomicU32, Ordering};

use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, LOCATION};
use reqwest::{Client, StatusCode};
use serde::Deserialize;

use crate::failure::Failure;
use crate::network::{bare_client, post};

/// Different amounts before the first is used again: the gateway takes a wallet's payment of the same amount
/// within two minutes for a mistake, and the good wallets take each amount in turn.
const AMOUNTS: u32 = 20_000;
/// The sandbox wallets that can pay.
const WALLETS: [&str; 6] = [
    "01770618575",
    "01929918378",
    "01770618576",
    "01877722345",
    "01619777282",
    "01619777283",
];
/// In poisha; the first amount, below which the others would be too cheap to be real.
const FIRST_AMOUNT: u32 = 100;

/// Shoppers of one shop, all on one client.
#[derive(Debug)]
pub struct Shop {
    client: Client,
    /// Instances of the service; a checkout is begun at one and ended at the next.
    services: Vec<String>,
    simulator: String,
    key: String,
    next: AtomicU32,
}

/// A payment whose payer is about to come back.
#[derive(Debug)]
pub struct Approved {
    pub callback: String,
}

/// A payment whose payer is at the gateway.
#[derive(Debug, Deserialize)]
pub struct Created {
    pub gateway_payment_id: String,
    pub merchant_invoice_number: String,
}

#[derive(Deserialize)]
struct Walked {
    #[serde(rename = "callbackURL")]
    callback: String,
}

impl Shop {
    pub fn new(services: Vec<String>, simulator: String, key: String) -> Result<Self, Failure> {
        Ok(Self {
            client: bare_client()?,
            services,
            simulator,
            key,
            next: AtomicU32::new(0),
        })
    }

    /// Another shop, or the same at other instances, whose orders follow `orders` others.
    pub fn after(self, orders: u32) -> Self {
        Self {
            next: AtomicU32::new(orders),
            ..self
        }
    }

    /// Orders so far.
    pub fn orders(&self) -> u32 {
        self.next.load(Ordering::Relaxed)
    }

    /// From the order to the receipt.
    pub async fn checkout(&self) -> Result<(), Failure> {
        let approved = self.until_approved().await?;
        self.come_back(&approved).await
    }

    /// Creates a payment and walks the gateway's pages.
    pub async fn until_approved(&self) -> Result<Approved, Failure> {
        self.approve(&self.create().await?).await
    }

    pub async fn create(&self) -> Result<Created, Failure> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let poisha = FIRST_AMOUNT + number % AMOUNTS;
        let order = serde_json::json!({
            "amount": format!("{}.{:02}", poisha / 100, poisha % 100),
            "merchant_invoice_number": format!("INV-{number}"),
            "payer_reference": format!("customer-{number}"),
            "return_url": "https://shop.example.com/return",
        });
        let request = self
            .client
            .post(format!("{}/v1/payments", self.service(number)))
            .header(AUTHORIZATION, &self.key)
            .header(CONTENT_TYPE, "application/json")
            .header("idempotency-key", format!("order-{number}"));
        let answer = request.body(order.to_string()).send().await?;
        read(answer, StatusCode::CREATED).await
    }

    /// Walks the gateway's pages with the wallet whose turn it is.
    pub async fn approve(&self, created: &Created) -> Result<Approved, Failure> {
        let number: u32 = created
            .merchant_invoice_number
            .replace("INV-", "")
            .parse()?;
        let wallet = WALLETS[(number % AMOUNTS + number / AMOUNTS) as usize % WALLETS.len()];
        let payer = format!(r#"{{"wallet":"{wallet}"}}"#);
        let pay = format!(
            "{}/_simulator/payments/{}/pay",
            self.simulator, created.gateway_payment_id
        );
        let answer = post(&self.client, &pay, payer).await?;
        let Walked { callback } = read(answer, StatusCode::OK).await?;
        let (creator, other) = (self.service(number), self.service(number.wrapping_add(1)));
        Ok(Approved {
            callback: callback.replacen(creator, other, 1),
        })
    }

    fn service(&self, number: u32) -> &str {
        &self.services[number as usize % self.services.len()]
    }

    /// Visits the callback; returns when the service sends the payer back to the shop, which it does only
    /// after the payment is durably completed.
    pub async fn come_back(&self, approved: &Approved) -> Result<(), Failure> {
        let answer = self.client.get(&approved.callback).send().await?;
        let to = answer.headers().get(LOCATION);
        let to = to.and_then(|to| to.to_str().ok()).unwrap_or_default();
        if answer.status() == StatusCode::SEE_OTHER && to.contains("status=completed") {
            answer.bytes().await?;
            return Ok(());
        }
        let status = answer.status();
        Err(Failure::new(format!(
            "a callback was answered with {status} to `{to}`, not with a completed payment"
        )))
    }
}

async fn read<T: for<'de> Deserialize<'de>>(
    answer: reqwest::Response,
    wanted: StatusCode,
) -> Result<T, Failure> {
    let (status, body) = (answer.status(), answer.bytes().await?);
    if status == wanted {
        return Ok(serde_json::from_slice(&body)?);
    }
    let body = String::from_utf8_lossy(&body);
    Err(Failure::new(format!("answered {status}: {body}")))
}
