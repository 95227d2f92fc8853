//! The way to certificates and confirmations: short, straight, and never into our own network.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::response::Redirect;
use axum::routing::get;
use bkash_client::Environment;
use payment_service::notification::{Fetcher, HttpFetcher};
use tokio::net::TcpListener;

/// What a gateway on this machine may answer, and how often it was asked for the last of a redirect.
async fn machine() -> (SocketAddr, Arc<AtomicUsize>) {
    let led_on = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&led_on);
    let router = Router::new()
        .route("/certificate", get(|| async { "a certificate" }))
        .route("/long", get(|| async { "x".repeat(16 * 1024 + 1) }))
        .route("/missing", get(|| async { StatusCode::NOT_FOUND }))
        .route(
            "/moved",
            get(|| async { Redirect::temporary("/elsewhere") }),
        )
        .route(
            "/slow",
            get(|| async {
                tokio::time::sleep(Duration::from_secs(60)).await;
                "late"
            }),
        )
        .route(
            "/elsewhere",
            get(move || async move { counted.fetch_add(1, Ordering::SeqCst).to_string() }),
        );
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    (address, led_on)
}

#[tokio::test]
async fn only_a_short_answer_that_comes_straight_and_soon_is_taken() {
    let (address, led_on) = machine().await;
    let gateway = Environment::at(&format!("http://{address}")).unwrap();
    let fetcher = HttpFetcher::beside(&gateway).unwrap();
    let ask = async |path: &str| fetcher.get(&format!("http://{address}/{path}")).await;
    assert_eq!(ask("certificate").await.unwrap(), b"a certificate");
    for (path, why) in [
        ("long", "too long"),
        ("missing", "404"),
        ("moved", "307"),
        ("slow", "timed out"),
    ] {
        let error = ask(path).await.unwrap_err().to_string();
        assert!(error.contains(why), "{path}: {error}");
        assert!(!error.contains("127.0.0.1"), "{error}");
    }
    assert_eq!(
        led_on.load(Ordering::SeqCst),
        0,
        "the redirect was followed"
    );
}

/// A name server that leads Amazon's host to us would lead it here as it leads `localhost`.
#[tokio::test]
async fn before_a_real_gateway_no_name_leads_into_our_own_network() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let accepted = tokio::spawn(async move { listener.accept().await });
    let fetcher = HttpFetcher::beside(&Environment::production()).unwrap();
    for url in [
        format!("https://localhost:{port}/"),
        format!("http://localhost:{port}/"),
    ] {
        let error = fetcher.get(&url).await.unwrap_err().to_string();
        assert!(!error.is_empty(), "{url}");
    }
    assert!(!accepted.is_finished(), "somebody connected");
    accepted.abort();
}
