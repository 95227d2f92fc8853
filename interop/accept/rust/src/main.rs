//! A shop on bkash-rs: the calls that its README lists for the URL-based Checkout. See `../../README.md`.

use std::error::Error;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use bkash_rs::models::checkout::{CreatePaymentRequest, RefundRequest};
use bkash_rs::prelude::*;
use serde::Deserialize;
use tokio::net::TcpListener;

const ADDRESS: &str = "127.0.0.1:8094";

#[derive(Deserialize)]
struct Callback {
    status: String,
    #[serde(rename = "paymentID")]
    payment_id: String,
}

#[derive(Deserialize)]
struct Refund {
    payment_id: String,
    trx_id: String,
    amount: String,
}

/// What `?` makes of an error: the page is the error's own text.
struct Failed(bkash_rs::Error);

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let page = format!("Failed: {}", self.0);
        (StatusCode::BAD_REQUEST, page).into_response()
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    // As it makes its own, with the time limit that its README names, but on the provider above.
    let http = reqwest::Client::builder().timeout(Duration::from_secs(30));
    let bkash = Bkash::builder()
        .environment(Environment::Sandbox)
        .app_key("accept-bkash-rs")
        .app_secret("app-secret")
        .username("accept")
        .password("password")
        .with_base_url(std::env::var("BKASH_BASE_URL")?)
        .http_client(http.build()?)
        .build_and_connect()
        .await?;
    let router = Router::new()
        .route("/", get(async || "ready"))
        .route("/checkout", post(checkout))
        .route("/callback", get(callback))
        .route("/refund", post(refund))
        .with_state(bkash);
    axum::serve(TcpListener::bind(ADDRESS).await?, router).await?;
    Ok(())
}

async fn checkout(State(bkash): State<Bkash>) -> Result<Redirect, Failed> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let number = format!("CHK-{}", now.unwrap_or_default().as_micros());
    let callback = format!("http://{ADDRESS}/callback");
    let order = CreatePaymentRequest::new("cust-1", callback, Money::bdt("100.00"), Currency::Bdt)
        .with_merchant_invoice_number(number);
    let created = bkash
        .checkout()
        .create_payment(order)
        .await
        .map_err(Failed)?;
    Ok(Redirect::to(&created.bkash_url))
}

async fn callback(
    State(bkash): State<Bkash>,
    Query(callback): Query<Callback>,
) -> Result<String, Failed> {
    if callback.status != "success" {
        return Ok("Payment failed".to_owned());
    }
    let gateway = bkash.checkout();
    let executed = gateway.execute_payment(&callback.payment_id).await;
    let executed = executed.map_err(Failed)?;
    let (status, trx_id) = (executed.transaction_status, executed.trx_id);
    Ok(if status == "Completed" {
        format!("Payment successful, trxID {trx_id}")
    } else {
        format!("Payment status: {status}")
    })
}

async fn refund(State(bkash): State<Bkash>, Form(refund): Form<Refund>) -> Result<String, Failed> {
    let Refund {
        payment_id,
        trx_id,
        amount,
    } = refund;
    let refund = RefundRequest::new(payment_id, trx_id, Money::bdt(&amount), "SKU-1", "Refund");
    let refunded = bkash.checkout().refund(refund).await.map_err(Failed)?;
    Ok(format!("Refunded, trxID {}", refunded.refund_trx_id))
}
