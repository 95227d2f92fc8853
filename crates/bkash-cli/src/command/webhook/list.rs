use clap::builder::PossibleValuesParser;
use serde_json::Value;
use url::form_urlencoded;

use crate::exit::{Exit, Failure};
use crate::output::{Style, data, table, talk};
use crate::service::Service;

/// List webhooks, newest first.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only these.
    #[arg(long, value_name = "STATUS", value_parser = PossibleValuesParser::new(["pending", "delivered", "failed"]))]
    status: Option<String>,
    /// Only those about this payment and its refunds.
    #[arg(long, value_name = "ID")]
    payment: Option<String>,
    /// At most so many, from 1 to 100.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=100))]
    limit: u16,
    /// Those after the last of another list, by its next_cursor.
    #[arg(long)]
    cursor: Option<String>,
    /// Write the service's answer as JSON on stdout.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    service: Service,
}

pub async fn run(args: &Args) -> Result<Exit, Failure> {
    let answer = args.service.connect()?.get(&args.path()).await?;
    if args.json {
        data(format_args!("{answer:#}"));
        return Ok(Exit::Done);
    }
    let rows: Vec<_> = answer["data"]
        .as_array()
        .into_iter()
        .flatten()
        .map(row)
        .collect();
    if rows.is_empty() {
        talk("There are no such webhooks.");
        return Ok(Exit::Done);
    }
    data(table(
        &[
            "ID",
            "TYPE",
            "STATUS",
            "ATTEMPTS",
            "LAST ANSWER",
            "NEXT ATTEMPT",
            "CREATED",
        ],
        &rows,
        Style::stdout(),
    ));
    if let Some(cursor) = answer["next_cursor"].as_str() {
        talk(format_args!("\nThere are more: --cursor {cursor}"));
    }
    Ok(Exit::Done)
}

impl Args {
    fn path(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("limit", &self.limit.to_string());
        for (name, value) in [
            ("status", &self.status),
            ("payment_id", &self.payment),
            ("cursor", &self.cursor),
        ] {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        format!("/v1/webhooks/deliveries?{}", query.finish())
    }
}

fn row(webhook: &Value) -> Vec<String> {
    let text = |name: &str| webhook[name].as_str().unwrap_or("-").to_owned();
    let number = |name: &str| webhook[name].as_u64().map(|number| number.to_string());
    vec![
        text("id"),
        text("type"),
        text("status"),
        number("attempts").unwrap_or_default(),
        number("last_status").unwrap_or_else(|| text("last_error")),
        text("next_attempt_at"),
        text("created_at"),
    ]
}
