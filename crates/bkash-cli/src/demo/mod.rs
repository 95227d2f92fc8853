//! `bkash demo`: simulator, service and shop in one process; and the play that needs no person.

mod auto;
mod command;
mod folder;
mod given;
mod port;
mod stand;
mod welcome;

pub use command::{Args, run};
