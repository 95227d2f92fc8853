use serde_json::Value;

use crate::exit::{Exit, Failure};
use crate::output::{Style, data, table, talk};
use crate::service::Service;

/// List payments and refunds that need a person.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Write the service's answer as JSON on stdout.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    service: Service,
}

pub async fn run(args: &Args) -> Result<Exit, Failure> {
    let answer = args.service.connect()?.get("/v1/attention").await?;
    if args.json {
        data(format_args!("{answer:#}"));
        return Ok(Exit::Done);
    }
    let rows: Vec<_> = ["payments", "refunds"]
        .iter()
        .filter_map(|kind| answer[kind].as_array())
        .flatten()
        .map(row)
        .collect();
    if rows.is_empty() {
        talk("Nothing needs a person.");
    } else {
        data(table(
            &["ID", "STATUS", "AMOUNT", "CONCERN", "SINCE"],
            &rows,
            Style::stdout(),
        ));
        talk("\nLook at one with the service's API, then: bkash attention resolve ID --help");
    }
    Ok(Exit::Done)
}

/// What is unresolved has no concern yet: the worker still asks the gateway.
fn row(thing: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let attention = &thing["attention"];
    let since = if attention.is_null() {
        &thing["updated_at"]
    } else {
        &attention["since"]
    };
    vec![
        text(&thing["id"]),
        text(&thing["status"]),
        text(&thing["amount"]),
        attention["concern"]
            .as_str()
            .unwrap_or("no answer yet")
            .to_owned(),
        text(since),
    ]
}
