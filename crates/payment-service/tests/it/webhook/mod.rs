//! Webhooks from the outbox to a shop.

mod at_least_once;
mod outcomes;
mod shop;
mod wire;
