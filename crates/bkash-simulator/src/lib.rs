//! bKash on your own machine: the tokenized checkout API, its hosted pages, its sandbox wallets and
//! its faults.
//!
//! Each app key is a world of its own: its wallets, payments, clock, faults and journal. `world` holds
//! the rules as pure state, `wire` what stands on the wire, `api` the calls of merchants, `page` those
//! of payers, `control` those of testers; `journal` remembers every exchange, `fault` fails on demand, `scenario`
//! tells whole stories of failure, `notification` tells the merchant of what was paid, `lookout` finds the gateway's secrets
//! in texts where they must not be.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> std::io::Result<()> {
//! let simulator = bkash_simulator::Simulator::start().await?;
//! // Point any client at simulator.url(); any credentials will do.
//! simulator.shutdown().await;
//! # Ok(())
//! # }
//! ```

mod api;
mod arrival;
mod builder;
mod clock;
mod connection;
mod control;
mod credentials;
mod endpoint;
mod fault;
mod gateway;
mod input;
mod inspector;
mod journal;
mod lookout;
mod lost;
pub mod masking;
mod notification;
mod page;
mod scenario;
mod server;
mod switch;
mod tls;
mod wire;
mod world;

pub use api::endpoint_of;
pub use builder::SimulatorBuilder;
pub use clock::{Clock, SystemClock};
pub use credentials::Credentials;
pub use lost::ConnectionLost;
pub use scenario::{Scenario, ScenarioError};
pub use server::Simulator;
pub use switch::{Profile, UnknownSwitch};
