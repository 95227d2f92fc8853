//! The shop's HTTP: what goes in is parsed at this edge into the core's types, what comes out is the view.
//!
//! One file per route. Every answer that is not a success is a problem document.

mod answer;
mod app;
mod attention;
mod auth;
mod body;
mod fields;
mod idempotency;
pub(crate) mod json;
mod ledger;
mod notifications;
mod path;
mod payments;
mod query;
mod refunds;
mod router;
mod transactions;
mod webhooks;

pub(crate) use answer::{Answer, with_request_id};
pub(crate) use app::App;
pub(crate) use body::read as read_body;
pub(crate) use router::router;
pub(crate) use transactions::is_trx_id;
