//! `bkash refund`: money back, past the service.

pub mod create;
pub mod status;

use crate::exit::{Exit, Failure};

/// Refund a payment at the gateway itself, or list its refunds.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    Create(create::Args),
    Status(status::Args),
}

impl Command {
    pub async fn run(self) -> Result<Exit, Failure> {
        match self {
            Self::Create(args) => create::run(args).await,
            Self::Status(args) => status::run(&args).await,
        }
    }
}
