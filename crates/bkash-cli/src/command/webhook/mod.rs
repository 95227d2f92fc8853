//! `bkash webhook`: what the shop was told, and what it did not take, in a running service.

pub mod enable;
pub mod list;
pub mod redeliver;
pub mod status;

use crate::exit::{Exit, Failure};

/// See whether the shop takes its webhooks, and send them again, in a running service.
///
/// The service's address is --service or public_url, and its API key is api_key, from the file or the
/// environment.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    Status(status::Args),
    List(list::Args),
    Enable(enable::Args),
    Redeliver(redeliver::Args),
}

impl Command {
    pub async fn run(self) -> Result<Exit, Failure> {
        match self {
            Self::Status(args) => status::run(&args).await,
            Self::List(args) => list::run(&args).await,
            Self::Enable(args) => enable::run(&args).await,
            Self::Redeliver(args) => redeliver::run(&args).await,
        }
    }
}
