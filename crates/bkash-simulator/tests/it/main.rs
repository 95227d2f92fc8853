//! The simulator from outside: its calls, pages, control interface, faults and clock.

// The configuration's leave to unwrap in tests does not reach the functions that tests share.
#![allow(clippy::unwrap_used)]

mod agreements;
mod arrival;
mod authorizations;
mod clock;
mod codes;
mod control;
mod coupons;
mod families;
mod fault;
mod fixtures;
mod flow;
mod garbage;
mod harness;
mod iframe;
mod journal;
mod listener;
mod lookout;
mod masking;
mod model;
mod money;
mod notification_faults;
mod notifications;
mod openapi;
mod order;
mod pages;
mod readings;
mod refunds;
mod scenario;
mod socket;
mod story;
mod switches;
mod tls;
mod tokens;
mod wallets;
mod worlds;
