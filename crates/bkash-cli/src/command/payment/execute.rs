use bkash_client::{Executed, GatewayPaymentId, PaymentReport, TransactionStatus};

use super::report;
use crate::exit::{Exit, Failure};
use crate::gateway::{Connection, Effect, Ending};
use crate::output::{Style, talk};

/// Take the money of a payment that its payer has approved.
///
/// Lawful only after a success callback, and only once. A payment of the service is executed by the
/// service alone.
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
    let ending = Ending::new(args.connection.json);
    let payment = GatewayPaymentId::new(args.payment.as_str());
    Ok(match client.out_of_flow().execute(&payment).await {
        Executed::Completed(answer) => completed(ending, &payment, &answer),
        Executed::Declined(refusal) => ending.refused(&refusal),
        Executed::NotPerformed(why) => ending.not_performed(&why.to_string(), Some(&why)),
        Executed::Unanswered(unanswered) => ending.unanswered(
            unanswered.unanswered(),
            &Effect::Money { ask: ask(&payment) },
        ),
    })
}

/// An answer with code 0000 can still carry a status that is no completion.
fn completed(ending: Ending, payment: &GatewayPaymentId, answer: &PaymentReport) -> Exit {
    let exit = ending.success(report::record(answer));
    if answer.transaction_status == TransactionStatus::Completed {
        return exit;
    }
    let warning = Style::stderr().yellow("warning:");
    talk(format_args!(
        "{warning} this is no completion; ask: {}",
        ask(payment)
    ));
    Exit::Unanswered
}

fn ask(payment: &GatewayPaymentId) -> String {
    format!("bkash payment query {payment}")
}
