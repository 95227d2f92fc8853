//! `bkash attention`: what a person must look at, in a running service.

pub mod list;
pub mod resolve;

use crate::exit::{Exit, Failure};

/// List what is held or unresolved in a running service, and decide it.
///
/// The service's address is --service or public_url, and its API key is api_key, from the file or the
/// environment.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
#[group(skip)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    list: list::Args,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    List(list::Args),
    Resolve(resolve::Args),
}

impl Args {
    pub async fn run(self) -> Result<Exit, Failure> {
        match self.command {
            None => list::run(&self.list).await,
            Some(Command::List(args)) => list::run(&args).await,
            Some(Command::Resolve(args)) => resolve::run(&args).await,
        }
    }
}
