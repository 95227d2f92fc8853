//! `bkash serve`: the service beside the shop.

use payment_service::Service;

use crate::config::{ServeSettings, Sources, WholeService};
use crate::exit::{Exit, Failure};
use crate::output::{Style, data, talk};
use crate::signal::Wishes;

/// Run the payment service beside your shop.
///
/// Its address is printed on stdout once it takes calls; the log goes to stderr. On ctrl-c or SIGTERM
/// it takes no new calls and ends when those on their way are answered; a second one ends it at once.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    sources: Sources<WholeService>,
}

pub async fn run(args: &Args) -> Result<Exit, Failure> {
    let settings = ServeSettings::load(&args.sources.read())?;
    if let Some(told) = settings.warning() {
        let warning = Style::stderr().yellow("warning:");
        talk(format_args!("{warning} {told}"));
    }
    settings.log.start(Style::stderr().has_colour());
    let service = Service::start(settings.service)
        .await
        .map_err(|error| Failure::new(Exit::NotPerformed, error.to_string()))?;
    data(service.url().as_str().trim_end_matches('/'));
    let mut stop = Wishes::listen();
    stop.next().await;
    tracing::info!("stopping: waiting for calls on their way");
    tokio::select! {
        () = service.shutdown() => Ok(Exit::Done),
        () = stop.next() => Err(Failure::new(
            Exit::Unanswered,
            "stopped with calls on their way: the next start asks what became of them",
        )),
    }
}
