use std::sync::Arc;

use bkash_client::Client;
use payment_core::Taka;

use crate::engine::Engine;
use crate::notification::Desk;
use crate::store::{EndpointDigest, Store};
use crate::telemetry::Metrics;

/// What the routes work with.
#[derive(Clone, Debug)]
pub(crate) struct App {
    pub(crate) engine: Engine,
    /// For reads that decide nothing; every change goes through the engine.
    pub(crate) store: Arc<dyn Store>,
    pub(crate) metrics: Metrics,
    pub(crate) amount_max: Taka,
    /// Where this instance sends webhooks.
    pub(crate) endpoint: Option<EndpointDigest>,
    /// Where bKash's notifications are taken, if they are.
    pub(crate) notifications: Option<Desk>,
    /// For its token's state only; the engine makes the calls.
    pub(crate) client: Client,
}
