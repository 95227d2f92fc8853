//! `bkash payment`: one payment, call by call, past the service.

pub mod create;
pub mod execute;
pub mod query;
mod report;

use crate::exit::{Exit, Failure};

/// Create, execute or query a payment at the gateway itself.
///
/// The service does not see what is done here: for a shop's orders use its HTTP API.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    Create(create::Args),
    Execute(execute::Args),
    Query(query::Args),
}

impl Command {
    pub async fn run(self) -> Result<Exit, Failure> {
        match self {
            Self::Create(args) => create::run(args).await,
            Self::Execute(args) => execute::run(&args).await,
            Self::Query(args) => query::run(&args).await,
        }
    }
}
