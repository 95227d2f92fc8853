#![doc = include_str!("../README.md")]

mod api;
pub mod breaker;
mod callback;
pub mod digest;
pub mod engine;
#[cfg(feature = "kill-points")]
pub mod kill_points;
pub mod notification;
mod outward;
pub mod problem;
pub mod random;
mod server;
pub mod settings;
pub mod store;
mod telemetry;
pub mod view;
pub mod webhook;

pub use server::{Service, StartError, open_token_store};
pub use settings::ServiceSettings;
pub use telemetry::Metrics;
