use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use http_body_util::BodyExt;
use payment_core::payment::Order;
use payment_core::refund::RefundOrder;
use payment_core::text::{MerchantInvoiceNumber, PayerReference, Reason, Sku};
use payment_core::{AccountId, PaymentId};
use payment_service::digest::sha256;
use payment_service::engine::Visit;
use payment_service::store::{Fingerprint, KeyClaim, Route};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::instance::{Ground, Place};

/// Success callbacks that were really given, and what else the auditor must know of the payers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Deeds(Arc<Mutex<Vec<Deed>>>);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    /// A browser brought a success callback for this paymentID with the right secret.
    SuccessCallback(String),
    /// The shop was answered 201 for a payment of this invoice.
    Created,
    /// The shop was answered 201 for a refund.
    Refunded,
    /// A callback that must change nothing was refused.
    Forged,
}

impl Deeds {
    pub(crate) fn all(&self) -> Vec<Deed> {
        self.0.lock().unwrap().clone()
    }

    fn add(&self, deed: Deed) {
        self.0.lock().unwrap().push(deed);
    }
}

/// One order of the shop and its payer, with a mind of its own.
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

impl Shopper {
    pub(crate) async fn live(self) {
        self.pause(0..40_000).await;
        let order = self.order();
        for attempt in 0..self.below(3) + 1 {
            let Some(payment) = self.create(&order, attempt).await else {
                continue;
            };
            self.visit_pages(&payment).await;
            self.pause(100..90_000).await;
            self.refund(payment.id).await;
            if self.below(2) == 0 {
                // Long enough that an unresolved payment may be tried again.
                self.pause(200_000..1_200_000).await;
            }
        }
    }

    fn order(&self) -> Order {
        // Few amounts and wallets, so that the rule of two equal payments within two minutes strikes too.
        let amount = ["10", "25.50", "500", "1200.05"][self.below(4)];
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
        for _ in 0..4 {
            let ask = || async {
                let engine = self.somewhere().engine();
                let call = engine.create_payment(self.account, order.clone(), Some(key.clone()));
                tokio::time::timeout(Duration::from_secs(40), call).await
            };
            let reply = if self.below(4) == 0 {
                tokio::join!(ask(), ask()).0
            } else {
                ask().await
            };
            if let Ok(Ok(reply)) = reply
                && reply.status == 201
            {
                self.deeds.add(Deed::Created);
                return Some(Created::read(&reply.body));
            }
            self.pause(500..60_000).await;
        }
        None
    }

    async fn visit_pages(&self, payment: &Created) {
        self.pause(2_000..60_000).await;
        let answer = self
            .control(&payment.gateway_payment, &self.behaviour())
            .await;
        let callback = answer["callbackURL"].as_str().map(str::to_owned);
        // The address has our secret; only our own create call knows it.
        let Some(callback) = callback else { return };
        let url: url::Url = callback.parse().unwrap();
        let secret = url.path().rsplit('/').next().unwrap().to_owned();
        let query = url.query().unwrap().to_owned();
        if self.below(5) == 0 {
            self.forge(payment, &secret).await;
        }
        if self.below(8) == 0 {
            // The browser never comes back.
            return;
        }
        if self.below(4) == 0 {
            // The browser stays on the last page for long.
            self.pause(30_000..1_200_000).await;
        }
        let returns = self.below(3) + 1;
        let visits = (0..returns).map(|_| async {
            self.pause(0..3_000).await;
            self.come_back(payment, &secret, &query).await;
        });
        futures_util::future::join_all(visits).await;
    }

    fn behaviour(&self) -> Value {
        let wallet = WALLETS[self.below(WALLETS.len())];
        match self.below(12) {
            0 => json!({"outcome": "cancel"}),
            1 => json!({"wallet": wallet, "otp": "000000"}),
            _ => json!({"wallet": wallet}),
        }
    }

    /// A browser that comes to the callback address and follows the progress page for a while.
    async fn come_back(&self, payment: &Created, secret: &str, query: &str) {
        if query.contains("status=success") {
            self.deeds
                .add(Deed::SuccessCallback(payment.gateway_payment.clone()));
        }
        let place = self.somewhere();
        self.ground.trace.line(format!(
            "{} callback {}",
            place.name, payment.gateway_payment
        ));
        let engine = place.engine();
        let visit = engine.payer_returned(payment.id, secret, query);
        let mut seen = tokio::time::timeout(Duration::from_secs(20), visit).await;
        for _ in 0..30 {
            if !matches!(seen, Ok(Ok(Visit::Wait))) {
                break;
            }
            tokio::time::sleep(Duration::from_secs(2)).await;
            let engine = self.somewhere().engine();
            let progress = engine.progress(payment.id, secret);
            seen = tokio::time::timeout(Duration::from_secs(20), progress).await;
        }
        if let Ok(Ok(Visit::Refused(why))) = seen {
            panic!("a true callback was refused: {why}");
        }
    }

    async fn forge(&self, payment: &Created, secret: &str) {
        let id = &payment.gateway_payment;
        let other = id.replace("TR0011", "TR0012");
        let forgeries = [
            ("wrong", format!("paymentID={id}&status=success")),
            (secret, format!("paymentID={other}&status=success")),
            (
                secret,
                format!("paymentID={id}&status=cancel&status=success"),
            ),
            (secret, format!("paymentID={id}&status=paid")),
            (secret, "status=success".to_owned()),
        ];
        for (secret, query) in forgeries {
            let engine = self.somewhere().engine();
            let visit = engine.payer_returned(payment.id, secret, &query);
            match tokio::time::timeout(Duration::from_secs(20), visit).await {
                Ok(Ok(Visit::Refused(_))) => self.deeds.add(Deed::Forged),
                Err(_) | Ok(Err(_)) => {}
                Ok(Ok(other)) => panic!("a forged callback was met with {other:?}: {query}"),
            }
        }
    }

    /// Asks for refunds as a careless shop does: too many, too much, twice at once.
    async fn refund(&self, payment: PaymentId) {
        for number in 0..self.below(4) {
            let order = RefundOrder {
                amount: ["5", "10", "25.50", "700"][self.below(4)].parse().unwrap(),
                sku: Sku::parse("SKU").unwrap(),
                reason: Reason::parse("wish").unwrap(),
            };
            let key = KeyClaim {
                route: Route::CreateRefund,
                key: format!("{payment}-{number}"),
                fingerprint: Fingerprint(sha256(order.amount.to_string().as_bytes())),
            };
            let ask = || async {
                let engine = self.somewhere().engine();
                let call = engine.create_refund(self.account, payment, order.clone(), key.clone());
                tokio::time::timeout(Duration::from_secs(40), call).await
            };
            let reply = if self.below(3) == 0 {
                tokio::join!(ask(), ask()).0
            } else {
                ask().await
            };
            if matches!(reply, Ok(Ok(reply)) if reply.status == 201) {
                self.deeds.add(Deed::Refunded);
            }
            self.pause(100..400_000).await;
        }
    }

    async fn control(&self, gateway_payment: &str, behaviour: &Value) -> Value {
        let path = format!("/_simulator/payments/{gateway_payment}/pay");
        post(&self.ground.gateway, &path, behaviour).await
    }

    fn somewhere(&self) -> &Place {
        &self.places[self.below(self.places.len())]
    }

    fn below(&self, limit: usize) -> usize {
        self.ground.rng.lock().unwrap().usize(..limit)
    }

    async fn pause(&self, range_ms: std::ops::Range<u64>) {
        let pause = self.ground.rng.lock().unwrap().u64(range_ms);
        tokio::time::sleep(Duration::from_millis(pause)).await;
    }
}

struct Created {
    id: PaymentId,
    gateway_payment: String,
}

impl Created {
    fn read(body: &str) -> Self {
        let body: Value = serde_json::from_str(body).unwrap();
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
