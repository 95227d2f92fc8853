//! `bkash demo --auto`: payments, refunds and failures with no person, over real HTTP.
//!
//! The play sees what people and programs outside see: the shop's pages ([`browser`]), the service's API
//! ([`service`]), and the simulator's journal and books ([`gateway`]).

mod browser;
mod checkout;
mod checks;
mod findings;
mod gateway;
mod html;
mod judgement;
mod play;
mod reckoning;
mod scene;
mod service;
mod timeline;
mod trouble;

pub use play::play;
