use bkash_client::{Amount, GatewayPaymentId, RefundReceipt, RefundRequest, TrxId};

use crate::exit::{Exit, Failure};
use crate::gateway::{Connection, Effect, Ending};
use crate::output::{Record, time};

/// Give money back, whole or part.
///
/// The service does not see this refund, and its ledger will not have it: give back what was paid
/// through the service by its HTTP API.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The gateway's paymentID.
    #[arg(value_name = "GATEWAY_PAYMENT_ID")]
    payment: String,
    /// The payment's trxID.
    #[arg(value_name = "TRX_ID")]
    trx_id: String,
    /// Taka, with at most two decimals, such as 100.00.
    #[arg(long, value_name = "TAKA")]
    amount: Amount,
    /// What was sold.
    #[arg(long, value_name = "TEXT")]
    sku: String,
    /// Why the money goes back.
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    connection: Connection,
}

pub async fn run(args: Args) -> Result<Exit, Failure> {
    let client = args.connection.open().await?;
    let ask = format!("bkash refund status {} {}", args.payment, args.trx_id);
    let request = RefundRequest {
        payment_id: GatewayPaymentId::new(args.payment),
        trx_id: TrxId::new(args.trx_id),
        amount: args.amount,
        sku: args.sku,
        reason: args.reason,
    };
    let receipt = client
        .refund(&request)
        .await
        .map(|receipt| record(&receipt));
    Ok(Ending::new(args.connection.json).of(receipt, &Effect::Money { ask }))
}

fn record(receipt: &RefundReceipt) -> Record {
    Record::new()
        .with("refund_trx_id", receipt.refund_trx_id.as_str())
        .with(
            "trx_id",
            receipt.original_trx_id.as_ref().map(TrxId::as_str),
        )
        .with("amount", receipt.amount.map(Amount::to_wire))
        .with("currency", receipt.currency.as_deref())
        .with("completed_at", receipt.completed_at.map(time))
}
