use std::collections::BTreeMap;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use http_body_util::BodyExt;
use payment_core::payment::Order;
use payment_core::text::{MerchantInvoiceNumber, PayerReference};
use payment_core::{AccountId, PaymentId};
use payment_service::digest::sha256;
use payment_service::engine::Reply;
use payment_service::store::{Fingerprint, KeyClaim, Route};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::browser::Browser;
use super::deeds::Deeds;
use super::instance::{Ground, Place};
use super::refunds;

/// One order of the shop and its payer, with a mind of its own.
#[derive(Clone, Debug)]
pub(crate) struct Shopper {
    pub(crate) ground: Ground,
    pub(crate) places: Vec<Place>,
    pub(crate) account: AccountId,
    pub(crate) deeds: Deeds,
    pub(crate) number: usize,
}

const WALLETS: [&str; 8] = [
    "01770618575",
    "01929918378",
    "01770618576",
    "01877722345",
    "01619777282",
    "01619777283",
    "01823074817",
    "01823074818",
];

/// The shop's own patience with one request.
pub(crate) const SHOP_WAITS: Duration = Duration::from_secs(40);

impl Shopper {
    pub(crate) async fn live(self) {
        self.pause(0..40_000).await;
        let order = self.order();
        let mut stragglers = Vec::new();
        for attempt in 0..self.ground.dice.below(3) + 1 {
            let Some(payment) = self.create(&order, attempt).await else {
                continue;
            };
            stragglers.extend(self.visit_pages(&payment).await);
            self.pause(100..90_000).await;
            refunds::ask(&self, payment.id).await;
            if self.ground.dice.one_in(2) {
                // Long enough that an unresolved payment may be tried again.
                self.pause(200_000..1_200_000).await;
            }
        }
        for straggler in stragglers {
            straggler.await.unwrap();
        }
    }

    fn order(&self) -> Order {
        // Few amounts and wallets, so that the rule of two equal payments within two minutes strikes too.
        let amount = self.ground.dice.one_of(&["10", "25.50", "500", "1200.05"]);
        Order {
            amount: amount.parse().unwrap(),
            merchant_invoice_number: MerchantInvoiceNumber::parse(format!("INV-{}", self.number))
                .unwrap(),
            payer_reference: PayerReference::parse("shopper").unwrap(),
            return_url: "https://shop.example/return".to_owned(),
            metadata: BTreeMap::new(),
        }
    }

    /// Asks at one place, or at two at once with the same key; repeats while it is told to.
    async fn create(&self, order: &Order, attempt: usize) -> Option<Created> {
        let key = KeyClaim {
            route: Route::CreatePayment,
            key: format!("order-{}-{attempt}", self.number),
            fingerprint: Fingerprint(sha256(order.amount.to_string().as_bytes())),
        };
        let dice = &self.ground.dice;
        for _ in 0..4 {
            let created = if dice.one_in(4) {
                let both = tokio::join!(self.ask(order, &key), self.ask(order, &key));
                self.compare(both.0.as_ref(), both.1.as_ref());
                both.0.or(both.1)
            } else {
                self.ask(order, &key).await
            };
            if let Some(created) = created {
                if dice.one_in(4) {
                    let again = self.ask(order, &key).await;
                    self.compare(Some(&created), again.as_ref());
                }
                return Some(created);
            }
            if dice.one_in(3) {
                break;
            }
            self.pause(500..60_000).await;
        }
        None
    }

    async fn ask(&self, order: &Order, key: &KeyClaim) -> Option<Created> {
        let engine = self.somewhere().engine();
        let call = engine.create_payment(self.account, order.clone(), Some(key.clone()));
        let answer = tokio::time::timeout(SHOP_WAITS, call).await;
        self.deeds
            .answered(&self.ground.met, "create answered", &answer);
        match answer {
            Ok(Ok(reply)) if reply.status == 201 => Some(Created::read(&reply)),
            _ => None,
        }
    }

    /// One key is one payment, wherever and how often it is asked for.
    fn compare(&self, one: Option<&Created>, other: Option<&Created>) {
        if let (Some(one), Some(other)) = (one, other)
            && one != other
        {
            let what = format!("one key was answered with {one:?} and with {other:?}");
            self.deeds.complain(what);
        }
    }

    /// The payer at the hosted pages, and what the browser does afterwards. Returns who comes back late.
    async fn visit_pages(&self, payment: &Created) -> Option<tokio::task::JoinHandle<()>> {
        self.pause(2_000..60_000).await;
        let path = format!("/_simulator/payments/{}/pay", payment.gateway_payment);
        let answer = post(&self.ground.gateway, &path, &self.behaviour()).await;
        // The address has our secret; only our own create call knows it.
        let callback = answer["callbackURL"].as_str()?;
        let browser = Browser::at(self, payment, callback);
        let dice = &self.ground.dice;
        if dice.one_in(5) {
            browser.forge().await;
        }
        if dice.one_in(8) {
            self.ground.met.note("callback", "never");
            return None;
        }
        if dice.one_in(8) {
            // Meanwhile the shop goes on, perhaps with another payment for the same order.
            let late = dice.milliseconds(300_000..20_000_000);
            return Some(tokio::spawn(async move {
                tokio::time::sleep(late).await;
                browser.return_late().await;
            }));
        }
        if dice.one_in(4) {
            // The browser stays on the last page for long.
            self.pause(30_000..1_200_000).await;
        }
        browser.return_at_once().await;
        None
    }

    fn behaviour(&self) -> Value {
        let wallet = self.ground.dice.one_of(&WALLETS);
        match self.ground.dice.below(12) {
            0 => json!({"outcome": "cancel"}),
            1 => json!({"wallet": wallet, "otp": "000000"}),
            _ => json!({"wallet": wallet}),
        }
    }

    pub(crate) fn somewhere(&self) -> &Place {
        &self.places[self.ground.dice.below(self.places.len())]
    }

    pub(crate) async fn pause(&self, range_ms: std::ops::Range<u64>) {
        tokio::time::sleep(self.ground.dice.milliseconds(range_ms)).await;
    }
}

/// A payment as the shop was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Created {
    pub(crate) id: PaymentId,
    pub(crate) gateway_payment: String,
}

impl Created {
    fn read(reply: &Reply) -> Self {
        let body: Value = serde_json::from_str(&reply.body).unwrap();
        Self {
            id: body["id"].as_str().unwrap().parse().unwrap(),
            gateway_payment: body["gateway_payment_id"].as_str().unwrap().to_owned(),
        }
    }
}

pub(super) async fn post(gateway: &Router, path: &str, body: &Value) -> Value {
    let request = http::Request::post(path)
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()))
        .unwrap();
    let response = gateway.clone().oneshot(request).await.unwrap();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    serde_json::from_slice(&bytes).unwrap()
}
