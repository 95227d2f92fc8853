//! The command tree.

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Parser, Subcommand};

use crate::command::{
    accept, attention, check, init, key, migrate, payment, refund, serve, simulate, token,
    transaction, webhook,
};
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

/// Each command is documented where its arguments are.
#[derive(Debug, Subcommand)]
pub enum Command {
    Demo(demo::Args),
    Init(init::Args),
    Check(check::Args),
    #[command(subcommand)]
    Key(key::Command),
    Serve(serve::Args),
    Migrate(migrate::Args),
    Simulate(simulate::Args),
    Accept(accept::Args),
    #[command(subcommand)]
    Token(token::Command),
    #[command(subcommand)]
    Payment(payment::Command),
    #[command(subcommand)]
    Transaction(transaction::Command),
    #[command(subcommand)]
    Refund(refund::Command),
    Attention(attention::Args),
    #[command(subcommand)]
    Webhook(webhook::Command),
}

impl Command {
    pub async fn run(self) -> Result<Exit, Failure> {
        match self {
            Self::Demo(args) => demo::run(&args).await,
            Self::Init(args) => init::run(&args),
            Self::Check(args) => check::run(&args),
            Self::Key(command) => command.run(),
            Self::Serve(args) => serve::run(&args).await,
            Self::Migrate(args) => migrate::run(&args).await,
            Self::Simulate(args) => simulate::run(&args).await,
            Self::Accept(args) => args.run().await,
            Self::Token(command) => command.run().await,
            Self::Payment(command) => command.run().await,
            Self::Transaction(command) => command.run().await,
            Self::Refund(command) => command.run().await,
            Self::Attention(args) => args.run().await,
            Self::Webhook(command) => command.run().await,
        }
    }
}
