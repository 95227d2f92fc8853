//! What an operator sees: logs without secrets, metrics without identifiers, and whether the service is well.

mod gateway;
mod health;
mod metrics;
mod observe;
mod request_id;

pub(crate) use gateway::GatewayLog;
pub(crate) use health::routes;
pub use metrics::Metrics;
pub(crate) use metrics::Waiting;
pub(crate) use observe::observe;
