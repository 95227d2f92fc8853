//! A shop's endpoint that is closed until the test opens it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use payment_service::random::SystemRandom;
use payment_service::settings::{WebhookSettings, webhook_url};
use payment_service::webhook::WebhookSecret;
use tokio::net::TcpListener;

#[derive(Debug, Default)]
pub(super) struct Shop {
    is_open: AtomicBool,
    heard: Mutex<BTreeMap<String, u32>>,
}

impl Shop {
    pub(super) async fn start() -> (Arc<Self>, WebhookSettings) {
        let shop = Arc::new(Self::default());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = webhook_url(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
        let router = Router::new()
            .route("/", post(hear))
            .with_state(Arc::clone(&shop));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let secrets = WebhookSecret::generate(&SystemRandom).into();
        (shop, WebhookSettings { url, secrets })
    }

    pub(super) fn open(&self) {
        self.is_open.store(true, Ordering::SeqCst);
    }

    /// How often each webhook was taken.
    pub(super) fn heard(&self) -> BTreeMap<String, u32> {
        self.heard.lock().unwrap().clone()
    }
}

async fn hear(State(shop): State<Arc<Shop>>, headers: HeaderMap) -> StatusCode {
    if !shop.is_open.load(Ordering::SeqCst) {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let id = headers["webhook-id"].to_str().unwrap().to_owned();
    *shop.heard.lock().unwrap().entry(id).or_default() += 1;
    StatusCode::NO_CONTENT
}
