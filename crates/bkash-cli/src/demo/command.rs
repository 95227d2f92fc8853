use std::net::SocketAddr;
use std::path::PathBuf;

use bkash_client::Environment;
use payment_service::ServiceSettings;

use super::given::{self, Given};
use super::{auto, stand::Stand, welcome::welcome};
use crate::exit::{Exit, Failure};
use crate::output::{Style, data, talk};
use crate::signal;

/// Run a gateway, the service and a demo shop on this machine, ready for a browser.
///
/// Nothing is needed and nothing is left behind: the database lives in a temporary folder. The addresses
/// are 127.0.0.1:8600 (gateway), :8601 (service) and :8602 (shop); a taken one is replaced by a free one.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Play payments, refunds and failures with no person, check every result, and exit.
    ///
    /// Exits with 0 only if everything came out right, with 1 otherwise.
    #[arg(long)]
    auto: bool,
    /// Start service and shop alone, on this gateway: a simulator on this machine that runs already.
    ///
    /// `bkash accept` brings one along. The credentials are invented, so a real gateway is refused. A taken
    /// address is not replaced then: whoever plays the payers looks for the shop where it always is.
    #[arg(long, value_name = "URL", conflicts_with = "auto", value_parser = given::gateway)]
    gateway: Option<Environment>,
    /// Keep the database in this folder, so that payments and tokens outlive a restart.
    #[arg(long, value_name = "FOLDER", requires = "gateway")]
    data: Option<PathBuf>,
    /// Allow so many token calls in any hour. bKash allows two; a judge takes tokens away more often.
    #[arg(long, value_name = "NUMBER", requires = "gateway")]
    #[arg(default_value_t = ServiceSettings::TOKEN_CALLS_PER_HOUR)]
    token_calls_per_hour: u32,
    /// Where the service listens.
    #[arg(long, value_name = "ADDRESS", requires = "gateway", default_value_t = ServiceSettings::LISTEN)]
    service: SocketAddr,
    /// Where the shop listens.
    #[arg(long, value_name = "ADDRESS", requires = "gateway", default_value_t = Given::SHOP)]
    shop: SocketAddr,
}

impl Args {
    /// `None` where the demo brings a simulator of its own.
    fn given(&self) -> Option<Given> {
        Some(Given {
            gateway: self.gateway.clone()?,
            data: self.data.clone(),
            token_calls_per_hour: self.token_calls_per_hour,
            service: self.service,
            shop: self.shop,
        })
    }
}

pub async fn run(args: &Args) -> Result<Exit, Failure> {
    let _quiet = tracing_subscriber::fmt()
        .with_env_filter(log_filter())
        .with_writer(std::io::stderr)
        .try_init();
    let stand = Stand::start(args.given()).await.map_err(|error| {
        Failure::new(
            Exit::NotPerformed,
            format!("the demo cannot start: {error}"),
        )
    })?;
    for moved in stand.moved() {
        talk(format_args!("{} {moved}", Style::stderr().yellow("note:")));
    }
    let exit = if args.auto {
        tokio::select! {
            exit = auto::play(&stand, Style::stdout()) => exit,
            // Stopped half-way nothing is proven, and still nothing is left behind.
            () = signal::stop() => Exit::Refused,
        }
    } else {
        data(welcome(&stand, Style::stdout()));
        signal::stop().await;
        Exit::Done
    };
    stand.shutdown().await;
    Ok(exit)
}

/// Quiet unless asked: the demo's own text is what people came for.
fn log_filter() -> tracing_subscriber::EnvFilter {
    tracing_subscriber::EnvFilter::try_from_env("BKASH_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("off"))
}
