use bkash_client::{Amount, Transaction, TrxId};

use crate::exit::{Exit, Failure};
use crate::gateway::{Connection, Effect, Ending, status};
use crate::output::{Record, time};

/// Look up one payment or refund by its trxID.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The gateway's trxID, of a payment or of a refund.
    #[arg(value_name = "TRX_ID")]
    trx_id: String,
    #[command(flatten)]
    connection: Connection,
}

pub async fn run(args: &Args) -> Result<Exit, Failure> {
    let client = args.connection.open().await?;
    let found = client.search(&TrxId::new(args.trx_id.as_str())).await;
    let found = found.map(|transaction| record(&transaction));
    Ok(Ending::new(args.connection.json).of(found, &Effect::Harmless))
}

fn record(transaction: &Transaction) -> Record {
    Record::new()
        .with("trx_id", transaction.trx_id.as_str())
        .with("transaction_status", status(&transaction.status))
        .with("transaction_type", transaction.transaction_type.as_deref())
        .with("amount", transaction.amount.map(Amount::to_wire))
        .with("currency", transaction.currency.as_deref())
        .with(
            "payer",
            transaction
                .customer_msisdn
                .as_ref()
                .map(ToString::to_string),
        )
        .with(
            "organization_short_code",
            transaction.organization_short_code.as_deref(),
        )
        .with("initiated_at", transaction.initiated_at.map(time))
        .with("completed_at", transaction.completed_at.map(time))
        .with(
            "max_refundable",
            transaction.max_refundable.map(Amount::to_wire),
        )
}
