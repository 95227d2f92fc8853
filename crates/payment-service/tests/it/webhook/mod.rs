//! Webhooks from the outbox to a shop.

mod at_least_once;
mod in_process;
mod outage;
mod outcomes;
mod shop;
mod wire;
