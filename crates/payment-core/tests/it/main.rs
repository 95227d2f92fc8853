//! The rules of money, from outside: tables, properties and the stored format.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod admission;
mod found;
mod harness;
mod hint;
mod judge;
mod payment_audit;
mod payment_events;
mod payment_properties;
mod payment_states;
mod payment_table;
mod refund_cases;
mod refund_matching;
mod refund_properties;
mod refund_table;
mod refund_world;
mod reserve;
mod snapshots;
mod table;
mod unresolved;
