//! Settings: from a file, the environment and flags to typed values, or to everything that is wrong.

mod caller;
mod destination;
mod encryption;
mod file;
mod flags;
mod gateway;
mod layers;
mod log;
mod nearest;
mod origin;
mod problem;
mod service;
pub mod setting;
mod shown;
pub mod template;
mod value;

pub use caller::CallerSettings;
pub use destination::destination;
pub use encryption::{EncryptionSettings, context as seal_context, may_be_sealed};
pub use flags::{GatewayCalls, KeyHolder, ServiceCaller, WholeService};
pub use gateway::GatewaySettings;
pub use layers::{FILE, Layers, Sources};
pub use problem::Problems;
pub use service::ServeSettings;
pub use shown::shown;
