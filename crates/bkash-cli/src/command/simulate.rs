//! `bkash simulate`: a gateway on this machine.

use std::net::SocketAddr;
use std::path::PathBuf;

use bkash_simulator::{Profile, Simulator, UnknownSwitch};
use url::Url;

use crate::exit::{Exit, Failure};
use crate::output::{Style, data, talk};
use crate::sandbox::{OTP, PIN, WALLETS};
use crate::{fixed_host, scenario, signal};

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
    /// Listen here as well under the gateway's own names, with TLS and as a proxy to them.
    ///
    /// For clients whose host cannot be set. HTTPS_PROXY names this address, or the hosts file the names.
    #[arg(long, value_name = "ADDRESS", requires = "tls_dir")]
    tls: Option<SocketAddr>,
    /// Keep the test authority that such clients are to trust in this folder; it is made there once.
    #[arg(long, value_name = "FOLDER", requires = "tls")]
    tls_dir: Option<PathBuf>,
    /// Remember so many exchanges of each app key; a few kilobytes each.
    #[arg(long, value_name = "NUMBER", default_value_t = 2000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    journal: u32,
    /// How strictly it reads what the sources leave open: lenient or strict.
    #[arg(long, value_name = "PROFILE", default_value = "lenient")]
    profile: Profile,
    /// Set one switch, such as second_execute=2062; may be repeated. `GET /_simulator/switches` lists them.
    #[arg(long = "switch", value_name = "NAME=VALUE")]
    switches: Vec<String>,
    /// Tell this address of completed payments, as Amazon SNS does for bKash.
    ///
    /// It is asked to confirm at the first call of each app key. `PUT /_simulator/notifications` names another.
    #[arg(long, value_name = "URL")]
    notify: Option<Url>,
    /// Play this story in every world from its first call on: a name or a file; may be repeated.
    #[arg(long = "scenario", value_name = "NAME|FILE")]
    scenarios: Vec<String>,
    /// Tell the stories that come with the simulator, and start nothing.
    #[arg(long)]
    list_scenarios: bool,
}

pub async fn run(args: &Args) -> Result<Exit, Failure> {
    if args.list_scenarios {
        scenario::list();
        return Ok(Exit::Done);
    }
    let mut builder = Simulator::builder()
        .listen(args.listen)
        .profile(args.profile)
        .journal(usize::try_from(args.journal).unwrap_or(usize::MAX));
    for assignment in &args.switches {
        builder = builder.switch(assignment).map_err(no_such_switch)?;
    }
    for asked in &args.scenarios {
        builder = builder.scenario(scenario::read(asked)?);
    }
    if let Some(url) = &args.public_url {
        builder = builder.public_url(url.clone());
    }
    if let Some(seed) = args.seed {
        builder = builder.seed(seed);
    }
    if let Some(listener) = &args.notify {
        builder = builder
            .notify(listener.clone())
            .map_err(|error| no_such_listener(&error))?;
    }
    if let (Some(address), Some(folder)) = (args.tls, &args.tls_dir) {
        builder = builder.tls(address, folder);
    }
    let simulator = builder.start().await.map_err(|error| not_started(&error))?;
    for address in [Some(args.listen), args.tls].into_iter().flatten() {
        if !address.ip().is_loopback() {
            let warning = Style::stderr().yellow("warning:");
            talk(format_args!(
                "{warning} anyone who reaches {address} controls this gateway\n"
            ));
        }
    }
    data(simulator.url());
    talk(welcome(&simulator, Style::stderr()));
    signal::stop().await;
    simulator.shutdown().await;
    Ok(Exit::Done)
}

fn no_such_switch(unknown: UnknownSwitch) -> Failure {
    let (field, detail) = (unknown.field, unknown.detail);
    let allowed = unknown.allowed.join(", ");
    let message = format!("--switch: {detail}\n    {field:<8} {allowed}");
    Failure::new(Exit::Usage, message)
}

fn no_such_listener(error: &std::io::Error) -> Failure {
    let message = format!("--notify: {error}\n    remedy   give an http or https address");
    Failure::new(Exit::Usage, message)
}

fn not_started(error: &std::io::Error) -> Failure {
    let remedy = "name another --listen, --tls or --tls-dir";
    let message = format!("{error}\n    remedy   {remedy}");
    Failure::new(Exit::NotPerformed, message)
}

fn welcome(simulator: &Simulator, style: Style) -> String {
    let url = simulator.url();
    let heading = |text: &str| format!("\n{}\n", style.bold(text));
    let wallets = WALLETS.map(|wallet| format!("  {}  {}\n", wallet.number, wallet.pays));
    [
        heading("Simulator of the bKash gateway - no real money"),
        format!("  gateway_url  {url}\n"),
        format!("  credentials  any\n  PIN {PIN}, OTP {OTP}\n"),
        heading("Wallets"),
        wallets.concat(),
        heading("Inspector"),
        format!("  {url}/_simulator\n"),
        heading("Control"),
        format!("  curl {url}/_simulator/journal\n"),
        format!("  curl {url}/_simulator/books\n"),
        format!("  curl -X POST {url}/_simulator/payments/PAYMENT_ID/pay\n"),
        format!("  curl -X POST {url}/_simulator/clock/advance -d '{{\"seconds\":3600}}'\n"),
        format!("  curl -X POST {url}/_simulator/faults -d '{{\"endpoint\":\"execute\",\"fault\":\"answer_lost\"}}'\n"),
        fixed_host::told(
            "For a client whose host is fixed",
            simulator.tls_addr(),
            simulator.authority_file(),
            style,
        ),
        style.dim("\nPress ctrl-c to stop."),
    ]
    .concat()
}
