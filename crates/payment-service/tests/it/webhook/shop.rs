use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::response::{IntoResponse, Response};
use bkash_client::{Clock, SystemClock};
use http::{HeaderMap, StatusCode};
use payment_service::Metrics;
use payment_service::random::{Random, SystemRandom};
use payment_service::store::sqlite::WriteMode;
use payment_service::store::{ClaimOrder, Delivery, EndpointDigest, NewDelivery};
use payment_service::webhook::{
    Carrier, Courier, CourierParts, HttpCarrier, WebhookSecret, WebhookSecrets,
};
use tokio::net::TcpListener;

use crate::store::backend::Desk;
use crate::store::sample::{created, decided, delivery, opened};

/// What a shop was sent.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }
}

/// A shop's endpoint on a port of its own, which remembers what it was sent.
pub(crate) struct Shop {
    pub(crate) address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Shop {
    /// Answers every webhook alike.
    pub(crate) async fn answering(status: u16) -> Self {
        Self::with(move || StatusCode::from_u16(status).unwrap().into_response()).await
    }

    pub(crate) async fn with(
        answer: impl Fn() -> Response + Clone + Send + Sync + 'static,
    ) -> Self {
        let received = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&received);
        let handler = move |headers: HeaderMap, body: Bytes| async move {
            seen.lock().unwrap().push(Received { headers, body });
            answer()
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().fallback(handler);
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, received }
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    pub(crate) fn carrier(&self) -> Arc<dyn Carrier> {
        carrier_to(self.address)
    }
}

pub(crate) fn carrier_to(address: SocketAddr) -> Arc<dyn Carrier> {
    let url = format!("http://{address}/hooks?shop=1");
    Arc::new(HttpCarrier::to(url.parse().unwrap()).unwrap())
}

/// Adds nothing to the waits between attempts.
#[derive(Debug)]
pub(crate) struct NoJitter;

impl Random for NoJitter {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(0);
    }
}

/// A store with an outbox, and the secret that its webhooks are signed with.
pub(crate) struct Outbox {
    pub(crate) desk: Desk,
    pub(crate) endpoint: EndpointDigest,
    pub(crate) secret: WebhookSecret,
}

impl Outbox {
    pub(crate) async fn empty() -> Self {
        let desk = Desk::sqlite(WriteMode::Inline).await;
        let endpoint = EndpointDigest([1; 32]);
        desk.store.open_endpoint(endpoint).await.unwrap();
        Self {
            desk,
            endpoint,
            secret: WebhookSecret::generate(&SystemRandom),
        }
    }

    /// Puts in `count` webhooks.
    pub(crate) async fn with(count: usize) -> Self {
        let outbox = Self::empty().await;
        for n in 0..count {
            outbox.put(&format!("INV-{n}")).await;
        }
        outbox
    }

    pub(crate) async fn put(&self, invoice: &str) -> NewDelivery {
        let payment = opened(&self.desk, invoice).await;
        let mut change = decided(&payment, created(&payment), self.desk.now());
        let new = delivery(&payment);
        change.deliveries = vec![new.clone()];
        self.desk.store.commit_payment(change).await.unwrap();
        new
    }

    pub(crate) fn courier(&self, carrier: Arc<dyn Carrier>) -> Courier {
        self.courier_signing(self.secret.clone().into(), carrier)
    }

    /// Signs by the system's clock, as the shop's own libraries read it.
    pub(crate) fn courier_signing(
        &self,
        secrets: WebhookSecrets,
        carrier: Arc<dyn Carrier>,
    ) -> Courier {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        Courier::new(CourierParts {
            store: Arc::clone(&self.desk.store),
            endpoint: self.endpoint,
            carrier,
            clock,
            random: Arc::new(NoJitter),
            secrets,
            metrics: Metrics::new(),
        })
    }

    /// Lets time pass for the database and for the courier; time must be paused.
    pub(crate) async fn wait(&self, time: Duration) {
        self.desk.wait(time);
        tokio::time::advance(time).await;
    }

    /// What another courier would find due.
    pub(crate) async fn due(&self) -> Vec<Delivery> {
        let (store, order) = (&self.desk.store, ClaimOrder::LongestOverdue);
        let claimed = store.claim_deliveries(100, Duration::ZERO, order);
        claimed.await.unwrap()
    }
}
