use bkash_client::GatewayPaymentId;

use super::report;
use crate::exit::{Exit, Failure};
use crate::gateway::{Connection, Effect, Ending};

/// Ask for the state of a payment.
///
/// bKash wants this call only after an execute without an answer: it is no part of a normal payment.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The gateway's paymentID.
    #[arg(value_name = "GATEWAY_PAYMENT_ID")]
    payment: String,
    #[command(flatten)]
    connection: Connection,
}

pub async fn run(args: &Args) -> Result<Exit, Failure> {
    let client = args.connection.open().await?;
    let payment = GatewayPaymentId::new(args.payment.as_str());
    let answer = client
        .out_of_flow()
        .query(&payment)
        .await
        .map(|answer| report::record(&answer));
    Ok(Ending::new(args.connection.json).of(answer, &Effect::Harmless))
}
