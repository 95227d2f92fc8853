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
mod json;
mod ledger;
mod path;
mod payments;
mod query;
mod refunds;
mod router;
mod transactions;
mod webhooks;

pub(crate) use answer::{Answer, with_request_id};
pub(crate) use app::App;
pub(crate) use router::router;
