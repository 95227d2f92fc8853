use serde_json::{Value, json};

use crate::exit::{Exit, Failure};
use crate::output::{Style, data, talk};
use crate::service::Service;

/// Say what became of a payment or refund that the rules could not settle.
///
/// Find the truth first, in bKash's merchant portal or with `bkash transaction search`. What is said
/// here goes into the ledger.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The id from the list: pay_... or ref_...
    #[arg(value_name = "ID", value_parser = subject)]
    id: Subject,
    #[command(flatten)]
    decision: Decision,
    /// Write the service's answer as JSON on stdout.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    service: Service,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Decision {
    /// Money moved, with this trxID.
    #[arg(long, value_name = "TRX_ID")]
    paid: Option<String>,
    /// No money moved.
    #[arg(long)]
    unpaid: bool,
    /// It was seen to, and stays as it is.
    #[arg(long)]
    acknowledge: bool,
}

/// A payment or a refund, by its path in the service.
#[derive(Clone, Debug)]
struct Subject(String);

pub async fn run(args: &Args) -> Result<Exit, Failure> {
    let path = format!("/v1/attention/{}", args.id.0);
    let answer = args
        .service
        .connect()?
        .post(&path, &args.decision.body())
        .await?;
    if args.json {
        data(format_args!("{answer:#}"));
    } else {
        let (id, status) = (&answer["id"], &answer["status"]);
        let done = Style::stderr().green("resolved:");
        let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
        talk(format_args!("{done} {} is {}", word(id), word(status)));
    }
    Ok(Exit::Done)
}

fn subject(text: &str) -> Result<Subject, String> {
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    match (text.split_once('_'), plain) {
        (Some(("pay", _)), true) => Ok(Subject(format!("payments/{text}"))),
        (Some(("ref", _)), true) => Ok(Subject(format!("refunds/{text}"))),
        _ => Err("it must begin with pay_ or ref_".to_owned()),
    }
}

impl Decision {
    fn body(&self) -> Value {
        match &self.paid {
            Some(trx_id) => json!({"decision": "paid", "trx_id": trx_id}),
            None if self.unpaid => json!({"decision": "unpaid"}),
            None => json!({"decision": "acknowledged"}),
        }
    }
}
