use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use http::HeaderMap;
use serde::Deserialize;

use super::html::error_page;
use super::landing::landing;
use super::record::Visit;
use super::show::render;
use crate::gateway::Gateway;

/// Of the `bkashURL`; its mode and apiVersion say nothing that we do not know.
#[derive(Deserialize)]
pub(super) struct Address {
    #[serde(rename = "paymentId", alias = "paymentID")]
    payment_id: Option<String>,
    #[serde(default)]
    hash: String,
}

/// The payer arrives. Without a payment it is a developer who looks around.
pub(super) async fn open(
    State(gateway): State<Arc<Gateway>>,
    address: Result<Query<Address>, QueryRejection>,
    visit: Visit,
    headers: HeaderMap,
) -> Response {
    let Ok(Query(address)) = address else {
        return error_page();
    };
    let Some(payment_id) = address.payment_id else {
        return landing(State(gateway), headers).await;
    };
    let Some(world) = gateway.owner(&payment_id) else {
        return error_page();
    };
    let opened = world
        .state()
        .open_page(world.now(), &payment_id, &address.hash);
    let response = opened.map_or_else(
        |_| error_page(),
        |window| render(&world, &payment_id, &window),
    );
    visit.recorded(&world, &[], response)
}
