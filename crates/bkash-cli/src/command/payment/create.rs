use bkash_client::{Amount, CreatePayment, CreatedPayment};

use crate::exit::{Exit, Failure};
use crate::gateway::{Connection, Effect, Ending, status};
use crate::output::{Record, talk, time};

/// Create a payment and get the address to send its payer to.
///
/// No money moves. The payment lives 24 hours and can be executed once.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Taka, with at most two decimals, such as 500.00.
    #[arg(long, value_name = "TAKA")]
    amount: Amount,
    /// The merchant's unique number of this payment.
    #[arg(long, value_name = "TEXT")]
    invoice: String,
    /// Who pays. A wallet number fills in the page's field.
    #[arg(long, value_name = "TEXT")]
    payer_reference: String,
    /// Where the payer's browser comes back to.
    #[arg(long, value_name = "URL")]
    callback_url: String,
    #[command(flatten)]
    connection: Connection,
}

pub async fn run(args: Args) -> Result<Exit, Failure> {
    let client = args.connection.open().await?;
    let payment = CreatePayment {
        amount: args.amount,
        merchant_invoice_number: args.invoice,
        payer_reference: args.payer_reference,
        callback_url: args.callback_url,
    };
    let ending = Ending::new(args.connection.json);
    match client.create_payment(&payment).await {
        Ok(created) => {
            let exit = ending.success(record(&created));
            if !args.connection.json {
                talk(next_step(&created));
            }
            Ok(exit)
        }
        Err(error) => Ok(ending.failed(&error, &Effect::Harmless)),
    }
}

fn record(created: &CreatedPayment) -> Record {
    Record::new()
        .with("gateway_payment_id", created.payment_id.as_str())
        .with("bkash_url", created.bkash_url.as_str())
        .with("amount", created.amount.map(Amount::to_wire))
        .with(
            "merchant_invoice_number",
            created.merchant_invoice_number.as_deref(),
        )
        .with("transaction_status", status(&created.transaction_status))
        .with("created_at", created.created_at.map(time))
}

fn next_step(created: &CreatedPayment) -> String {
    format!(
        "\nSend the payer to that address. After a success callback:\n  bkash payment execute {}",
        created.payment_id
    )
}
