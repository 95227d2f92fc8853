//! A gateway that thinks nothing: one constant answer for each call.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::post;
use bkash_client::{Client, Environment, GatewayPaymentId};

use crate::failure::Failure;
use crate::host::Hosted;
use crate::process::credentials;

const GRANT: &str = "/v1.2.0-beta/tokenized/checkout/token/grant";
pub const EXECUTE: &str = "/v1.2.0-beta/tokenized/checkout/execute";
pub const PAYMENT_ID: &str = "TR0011aB3dE5f1765432109876";

/// As long as a real id token: a JWT of 1.2 kB.
const ID_TOKEN_BYTES: usize = 1200;

#[derive(Debug)]
pub struct CannedGateway {
    pub address: SocketAddr,
    grants: Arc<AtomicU32>,
    _server: Hosted,
}

impl CannedGateway {
    pub fn start() -> Result<Self, Failure> {
        let grants = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&grants);
        let execute = executed()?;
        let router = Router::new()
            .route(
                GRANT,
                post(move || async move {
                    counted.fetch_add(1, Ordering::Relaxed);
                    json(granted())
                }),
            )
            .route(EXECUTE, post(|| async { json(execute) }));
        let (address, server) = Hosted::router("canned-gateway", router)?;
        Ok(Self {
            address,
            grants,
            _server: server,
        })
    }

    /// Grants so far.
    pub fn grants(&self) -> u32 {
        self.grants.load(Ordering::Relaxed)
    }

    /// A client of it, without a token yet.
    pub fn client(&self) -> Result<Client, Failure> {
        let environment = Environment::at(&format!("http://{}", self.address))?;
        Ok(Client::builder(environment, credentials()).build()?)
    }
}

pub fn payment_id() -> GatewayPaymentId {
    GatewayPaymentId::new(PAYMENT_ID)
}

fn granted() -> String {
    serde_json::json!({
        "statusCode": "0000",
        "statusMessage": "Successful",
        "id_token": "x".repeat(ID_TOKEN_BYTES),
        "token_type": "Bearer",
        "expires_in": 3600,
        "refresh_token": "y".repeat(ID_TOKEN_BYTES),
    })
    .to_string()
}

/// The documented answer.
fn executed() -> Result<String, Failure> {
    let fixture = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../fixtures/bkash/execute-payment.json"
    );
    let fixture: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(fixture)?)?;
    Ok(fixture["response"]["body"].to_string())
}

fn json(body: String) -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json")], body)
}
