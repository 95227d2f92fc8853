use serde_json::Value;

use crate::exit::{Exit, Failure};
use crate::output::{Record, Style, data, talk};
use crate::service::Service;

/// Tell whether the shop's endpoint takes what it is sent, and how much waits.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Write the service's answer as JSON on stdout.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    service: Service,
}

pub async fn run(args: &Args) -> Result<Exit, Failure> {
    let answer = args.service.connect()?.get("/v1/webhooks/endpoint").await?;
    show(&answer, args.json);
    Ok(Exit::Done)
}

/// The endpoint, and what to do about it.
pub(super) fn show(answer: &Value, json: bool) {
    if json {
        data(format_args!("{answer:#}"));
        return;
    }
    let record = [
        "status",
        "failing_since",
        "disabled_at",
        "disabled_reason",
        "pending",
    ]
    .into_iter()
    .fold(Record::new(), |record, name| {
        record.with(name, answer[name].clone())
    });
    data(record.lines(Style::stdout()));
    if let Some(advice) = advice(answer["status"].as_str().unwrap_or_default()) {
        talk(format_args!("\n{advice}"));
    }
}

fn advice(status: &str) -> Option<&'static str> {
    match status {
        "disabled" => Some(
            "Nothing is sent. Once the shop's endpoint works: bkash webhook enable, then \
             bkash webhook redeliver --failed",
        ),
        "none" => Some("This service sends no webhooks: it has no webhook_url."),
        "replaced" => Some(
            "Another instance has another webhook_url: set the same on all and start them again.",
        ),
        _ => None,
    }
}
