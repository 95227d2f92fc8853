use serde_json::json;

use super::status;
use crate::exit::{Exit, Failure};
use crate::service::Service;

/// Send webhooks again to an endpoint that was disabled.
///
/// What waits is sent by and by. What was given up before is not: see `bkash webhook redeliver --failed`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Write the service's answer as JSON on stdout.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    service: Service,
}

pub async fn run(args: &Args) -> Result<Exit, Failure> {
    let service = args.service.connect()?;
    let answer = service
        .post("/v1/webhooks/endpoint/enable", &json!({}))
        .await?;
    status::show(&answer, args.json);
    Ok(Exit::Done)
}
