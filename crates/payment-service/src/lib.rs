//! A payment service that sits beside any shop: checkout, callback, one execute, refunds, ledger, webhooks.

pub mod digest;
pub mod engine;
pub mod problem;
pub mod random;
pub mod settings;
pub mod store;
pub mod view;
pub mod webhook;
