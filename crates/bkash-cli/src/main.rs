//! The one program, `bkash`: the demo, the service, the simulator and direct calls to the gateway.
#![expect(
    unreachable_pub,
    reason = "a program exports nothing: `pub` is its modules' word for shared"
)]

mod cli;
mod command;
mod config;
mod demo;
mod exit;
mod fixed_host;
mod gateway;
mod open_files;
mod output;
mod sandbox;
mod scenario;
mod service;
mod shop;
mod signal;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::Cli;
use crate::exit::Exit;
use crate::output::{Style, talk};

fn main() -> ExitCode {
    let cli = Cli::parse();
    open_files::raise();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            talk(format_args!("error: the runtime did not start: {error}"));
            return Exit::NotPerformed.into();
        }
    };
    let exit = runtime
        .block_on(cli.command.run())
        .unwrap_or_else(|failure| {
            talk(format_args!("{} {failure}", Style::stderr().red("error:")));
            failure.exit
        });
    exit.into()
}
