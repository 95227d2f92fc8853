//! `bkash token`: the gateway's tokens by hand.

pub mod grant;
pub mod refresh;
pub mod show;

use bkash_client::TokenInfo;

use crate::exit::{Exit, Failure};
use crate::gateway::Connection;
use crate::output::{Record, time};

/// Get, renew or look at the gateway's tokens.
///
/// The service and all direct calls share the tokens in the database, and the two token calls that
/// bKash allows in an hour. None of these commands is needed for the others to work.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Get new tokens from the gateway. It counts as one of the two token calls of the hour.
    Grant(Args),
    /// Renew the id token. It counts as one of the two token calls of the hour.
    Refresh(Args),
    /// Show the stored token's times. No call is made.
    Show(Args),
}

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print the id token itself. Whoever has it can take payments in your name for its hour.
    #[arg(long)]
    show_token: bool,
    #[command(flatten)]
    connection: Connection,
}

impl Command {
    pub async fn run(self) -> Result<Exit, Failure> {
        match self {
            Self::Grant(args) => grant::run(&args).await,
            Self::Refresh(args) => refresh::run(&args).await,
            Self::Show(args) => show::run(&args).await,
        }
    }
}

impl Args {
    fn record(&self, token: &TokenInfo) -> Record {
        let record = Record::new()
            .with("issued_at", time(token.issued_at))
            .with("expires_at", time(token.expires_at))
            .with("refresh_token_issued_at", token.refresh_issued_at.map(time));
        if self.show_token {
            record.with("id_token", token.expose())
        } else {
            record
        }
    }
}
