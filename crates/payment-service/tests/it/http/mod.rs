//! The service over HTTP, against a gateway on this machine.

mod action_points;
mod callback;
mod idempotency;
mod input;
mod invoice;
mod ledger;
mod logs;
mod operation;
#[cfg(feature = "server-tests")]
mod outage;
#[cfg(feature = "server-tests")]
mod postgres;
mod refunds;
#[cfg(feature = "server-tests")]
mod shared_tokens;
mod unanswered;
mod unavailable;
mod webhook_desk;
mod webhooks;
