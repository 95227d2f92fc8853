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
}

pub async fn run(args: &Args) -> Result<Exit, Failure> {
    let _quiet = tracing_subscriber::fmt()
        .with_env_filter(log_filter())
        .with_writer(std::io::stderr)
        .try_init();
    let stand = Stand::start().await.map_err(|error| {
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
