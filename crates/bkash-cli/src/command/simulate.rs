//! `bkash simulate`: a gateway on this machine.

use std::net::SocketAddr;

use bkash_simulator::Simulator;
use url::Url;

use crate::exit::{Exit, Failure};
use crate::output::{Style, data, talk};
use crate::sandbox::{OTP, PIN, WALLETS};
use crate::signal;

/// Run a bKash gateway on this machine, with its hosted pages and sandbox wallets.
///
/// Any credentials are accepted, and each app key is a world of its own. The base URL is printed on
/// stdout once the port is open; everything else goes to stderr.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Listen here. Port 0 takes a free port.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8600")]
    listen: SocketAddr,
    /// Put the hosted pages on this origin, for use behind a proxy.
    #[arg(long, value_name = "URL")]
    public_url: Option<Url>,
    /// Make ids and tokens from this number, so that equal runs give equal answers.
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
}

pub async fn run(args: &Args) -> Result<Exit, Failure> {
    let mut builder = Simulator::builder().listen(args.listen);
    if let Some(url) = &args.public_url {
        builder = builder.public_url(url.clone());
    }
    if let Some(seed) = args.seed {
        builder = builder.seed(seed);
    }
    let simulator = builder
        .start()
        .await
        .map_err(|error| taken(args.listen, &error))?;
    if !args.listen.ip().is_loopback() {
        let warning = Style::stderr().yellow("warning:");
        talk(format_args!(
            "{warning} anyone who reaches {} controls this gateway\n",
            args.listen
        ));
    }
    data(simulator.url());
    talk(welcome(simulator.url(), Style::stderr()));
    signal::stop().await;
    simulator.shutdown().await;
    Ok(Exit::Done)
}

fn taken(address: SocketAddr, error: &std::io::Error) -> Failure {
    let message =
        format!("cannot listen on {address}: {error}\n    remedy   name another --listen");
    Failure::new(Exit::NotPerformed, message)
}

fn welcome(url: &str, style: Style) -> String {
    let heading = |text: &str| format!("\n{}\n", style.bold(text));
    let wallets = WALLETS.map(|wallet| format!("  {}  {}\n", wallet.number, wallet.pays));
    [
        heading("Simulator of the bKash gateway - no real money"),
        format!("  gateway_url  {url}\n"),
        format!("  credentials  any\n  PIN {PIN}, OTP {OTP}\n"),
        heading("Wallets"),
        wallets.concat(),
        heading("Control"),
        format!("  curl {url}/_simulator/journal\n"),
        format!("  curl {url}/_simulator/books\n"),
        format!("  curl -X POST {url}/_simulator/payments/PAYMENT_ID/pay\n"),
        format!("  curl -X POST {url}/_simulator/clock/advance -d '{{\"seconds\":3600}}'\n"),
        format!("  curl -X POST {url}/_simulator/faults -d '{{\"endpoint\":\"execute\",\"fault\":\"answer_lost\"}}'\n"),
        style.dim("\nPress ctrl-c to stop."),
    ]
    .concat()
}
