use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, StatusCode, header};

use super::html;
use crate::gateway::Gateway;
use crate::world::{
    BLOCKED_WALLET, GOOD_WALLETS, POOR_WALLET, SANDBOX_OTP, SANDBOX_PIN, WalletNumber,
};

#[derive(Template)]
#[template(path = "landing.html")]
struct LandingPage {
    origin: String,
    good: [WalletNumber; 6],
    poor: WalletNumber,
    blocked: WalletNumber,
    otp: &'static str,
    pin: &'static str,
}

/// For the developer who opens the simulator's address.
pub(super) async fn landing(State(gateway): State<Arc<Gateway>>, headers: HeaderMap) -> Response {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let origin = gateway.settings.origin(host);
    let (good, poor, blocked) = (GOOD_WALLETS, POOR_WALLET, BLOCKED_WALLET);
    let page = LandingPage {
        origin,
        good,
        poor,
        blocked,
        otp: SANDBOX_OTP,
        pin: SANDBOX_PIN,
    };
    html::page(StatusCode::OK, &page)
}
