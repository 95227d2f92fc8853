//! Plays stories at a merchant's shop, as browsers would, against a simulator of its own.
//!
//! [`Run::open`] starts the simulator, [`Run::play`] tells the stories phase by phase and gives the
//! [`Report`](crate::Report). `tell` holds the stories, `phase` which of them run side by side, `stage` what they
//! share, `scene` one visit in the making, `assemble` the record of it all,
//! `conceal` takes out of it what a shop has given away, `pulse` notes when this machine was too busy to time anything.

mod assemble;
mod behind;
mod conceal;
mod gateway;
mod phase;
mod plan;
mod program;
mod progress;
mod pulse;
mod run;
mod scene;
mod stage;
mod stopped;
mod tell;

pub use progress::Progress;
pub use run::{Run, Settings, ShopApp};
pub use stopped::Stopped;
