//! The command tree.

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Parser, Subcommand};

use crate::command::{init, simulate};
use crate::demo;
use crate::exit::{Exit, Failure};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Take bKash payments: a service for your shop, a gateway on your own machine, and direct calls.
#[derive(Debug, Parser)]
#[command(name = "bkash", version, styles = STYLES, after_help = Exit::table())]
#[command(disable_help_subcommand = true, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run a gateway, the service and a demo shop on this machine.
    Demo(demo::Args),
    /// Write a commented bkash.toml with fresh keys.
    Init(init::Args),
    /// Run a bKash gateway on this machine, with its hosted pages and sandbox wallets.
    Simulate(simulate::Args),
}

impl Command {
    pub async fn run(self) -> Result<Exit, Failure> {
        match self {
            Self::Demo(args) => demo::run(&args).await,
            Self::Init(args) => init::run(&args),
            Self::Simulate(args) => simulate::run(&args).await,
        }
    }
}
