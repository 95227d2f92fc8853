use bkash_client::{Amount, GatewayPaymentId, RefundEntry, RefundStatus, TrxId};
use serde_json::{Value, json};

use crate::exit::{Exit, Failure};
use crate::gateway::{self, Connection, Effect, Ending};
use crate::output::{Record, Style, data, table, talk, time};

/// List what was given back of a payment.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The gateway's paymentID.
    #[arg(value_name = "GATEWAY_PAYMENT_ID")]
    payment: String,
    /// The payment's trxID.
    #[arg(value_name = "TRX_ID")]
    trx_id: String,
    #[command(flatten)]
    connection: Connection,
}

pub async fn run(args: &Args) -> Result<Exit, Failure> {
    let client = args.connection.open().await?;
    let (payment, trx_id) = (
        GatewayPaymentId::new(args.payment.as_str()),
        TrxId::new(args.trx_id.as_str()),
    );
    let ending = Ending::new(args.connection.json);
    match client.refund_status(&payment, &trx_id).await {
        Ok(status) if args.connection.json => Ok(ending.success(record(&status))),
        Ok(status) => {
            show(&status.refunds);
            Ok(Exit::Done)
        }
        Err(error) => Ok(ending.failed(&error, &Effect::Harmless)),
    }
}

fn record(status: &RefundStatus) -> Record {
    let refunds: Vec<Value> = status
        .refunds
        .iter()
        .map(|refund| {
            json!({
                "refund_trx_id": refund.refund_trx_id.as_str(),
                "amount": refund.amount.to_wire(),
                "transaction_status": gateway::status(&refund.status),
                "completed_at": refund.completed_at.map(time),
            })
        })
        .collect();
    Record::new()
        .with("trx_id", status.original_trx_id.as_ref().map(TrxId::as_str))
        .with(
            "original_amount",
            status.original_amount.map(Amount::to_wire),
        )
        .with("refunds", refunds)
}

fn show(refunds: &[RefundEntry]) {
    if refunds.is_empty() {
        return talk("Nothing was refunded.");
    }
    let row = |refund: &RefundEntry| {
        vec![
            refund.refund_trx_id.to_string(),
            refund.amount.to_wire(),
            gateway::status(&refund.status).to_owned(),
            refund.completed_at.map(time).unwrap_or_default(),
        ]
    };
    let rows: Vec<_> = refunds.iter().map(row).collect();
    data(table(
        &["REFUND TRX ID", "AMOUNT", "STATUS", "COMPLETED AT"],
        &rows,
        Style::stdout(),
    ));
}
