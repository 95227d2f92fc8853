use serde_json::{Value, json};

use crate::exit::{Exit, Failure};
use crate::output::{Style, data, talk};
use crate::service::Service;

/// Send webhooks again, with the whole schedule of attempts before them.
///
/// Their ids stay, so that a shop which has one already can tell.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    which: Which,
    /// Only those that were given up at this time or later, such as 2026-01-31T00:00:00Z.
    #[arg(long, value_name = "TIME", requires = "failed", value_parser = time)]
    since: Option<String>,
    /// Write the service's answer as JSON on stdout.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    service: Service,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Which {
    /// The id from the list: msg_...
    #[arg(value_name = "ID", value_parser = webhook)]
    id: Option<String>,
    /// All that were given up.
    #[arg(long)]
    failed: bool,
}

pub async fn run(args: &Args) -> Result<Exit, Failure> {
    let service = args.service.connect()?;
    let answer = match &args.which.id {
        Some(id) => {
            let path = format!("/v1/webhooks/deliveries/{id}/redeliver");
            service.post(&path, &json!({})).await?
        }
        None => {
            let body = json!({"status": "failed", "since": args.since});
            service
                .post("/v1/webhooks/deliveries/redeliver", &body)
                .await?
        }
    };
    if args.json {
        data(format_args!("{answer:#}"));
    } else {
        talk(format_args!(
            "{} {}",
            Style::stderr().green("to be sent again:"),
            what(&answer)
        ));
    }
    Ok(Exit::Done)
}

fn what(answer: &Value) -> String {
    match (answer["id"].as_str(), answer["redelivered"].as_u64()) {
        (Some(id), _) => id.to_owned(),
        (None, Some(1)) => "1 webhook".to_owned(),
        (None, count) => format!("{} webhooks", count.unwrap_or_default()),
    }
}

/// Only what can stand in a path.
fn webhook(text: &str) -> Result<String, String> {
    let is_id = text
        .strip_prefix("msg_")
        .is_some_and(|hex| !hex.is_empty() && hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
    match is_id {
        true => Ok(text.to_owned()),
        false => Err("it must begin with msg_".to_owned()),
    }
}

fn time(text: &str) -> Result<String, String> {
    text.parse::<jiff::Timestamp>()
        .map(|at| at.to_string())
        .map_err(|_| "it must be a time with its offset, such as 2026-01-31T00:00:00Z".to_owned())
}
