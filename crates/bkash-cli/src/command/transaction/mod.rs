//! `bkash transaction`: movements of money.

pub mod search;

use crate::exit::{Exit, Failure};

/// Look up a movement of money at the gateway.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    Search(search::Args),
}

impl Command {
    pub async fn run(self) -> Result<Exit, Failure> {
        match self {
            Self::Search(args) => search::run(&args).await,
        }
    }
}
