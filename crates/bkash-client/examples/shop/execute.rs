//! Taking the money: once; and finding out what became of it where no answer came.

use std::time::Duration;

use bkash_client::{ApprovedPayment, Executed, Expected, PaymentReport, TransactionStatus};
use tokio::time::{Instant, sleep};

use crate::Shop;
use crate::order::{Order, Standing};
use crate::trouble::Trouble;

/// An execute that was held up longer than this is not sent any more.
const WRITE_WITHIN: Duration = Duration::from_secs(10);

/// Seconds before each query; all of them lie within the day that a paymentID lives.
const PAUSES: [u64; 15] = [
    0, 2, 5, 10, 20, 40, 60, 120, 300, 600, 1_800, 3_600, 7_200, 14_400, 28_800,
];

/// Executes an approved payment, if nobody else does.
pub async fn execute(shop: Shop, order: Order, approved: ApprovedPayment) {
    if let Err(trouble) = try_execute(&shop, &order, approved).await {
        eprintln!("{trouble}");
    }
}

async fn try_execute(shop: &Shop, order: &Order, approved: ApprovedPayment) -> Result<(), Trouble> {
    // The token first: between the claim and the request nothing else can fail.
    let Ok(prepared) = shop.client.prepare_execute(approved).await else {
        return shop.book.fail(&order.invoice, NOT_CHARGED);
    };
    // Committed before it is sent. Of two callbacks, two tabs or two processes one gets it.
    if !shop.book.claim(&order.invoice)? {
        return Ok(());
    }
    match prepared.send(Instant::now() + WRITE_WITHIN).await {
        Executed::Completed(report) => record(shop, order, &report),
        Executed::Declined(refusal) => {
            let why = format!("bKash says: {}", refusal.message);
            shop.book.settle(&order.invoice, &Standing::Failed(why))
        }
        Executed::NotPerformed(_) => {
            let why = Standing::Failed(NOT_CHARGED.to_owned());
            shop.book.settle(&order.invoice, &why)
        }
        // Money may have moved. Never again: only ask.
        Executed::Unanswered(_) => ask(shop, order).await,
    }
}

const NOT_CHARGED: &str = "bKash could not be reached. You were not charged.";

/// Asks what became of an execute without an answer, with longer and longer pauses.
async fn ask(shop: &Shop, order: &Order) -> Result<(), Trouble> {
    let Some(payment_id) = &order.payment_id else {
        return Ok(());
    };
    shop.book.settle(&order.invoice, &Standing::Checking)?;
    // Counted in the book, so that a shop that restarts does not ask more often.
    while let Some(pause) = PAUSES.get(shop.book.count_query(&order.invoice)?) {
        sleep(Duration::from_secs(*pause)).await;
        // By the bare id: after a restart nothing else is left of the unanswered payment.
        match shop.client.out_of_flow().query(payment_id).await {
            Ok(report) if report.transaction_status == TransactionStatus::Completed => {
                return record(shop, order, &report);
            }
            // `Initiated` is not the last word, and neither is another lost answer.
            Ok(_) | Err(_) => {}
        }
    }
    let why = "bKash never said what became of it.".to_owned();
    shop.book.settle(&order.invoice, &Standing::Held(why))
}

/// Believes a completion that is of this order, to the last poisha, and holds any other for a person.
fn record(shop: &Shop, order: &Order, report: &PaymentReport) -> Result<(), Trouble> {
    let standing = match (&order.payment_id, &report.trx_id) {
        (Some(payment_id), Some(trx_id)) => {
            let expected = Expected {
                payment_id,
                amount: order.amount,
                merchant_invoice_number: &order.invoice,
            };
            match report.settles(&expected) {
                Ok(()) => Standing::Paid(trx_id.clone()),
                Err(mismatch) => Standing::Held(mismatch.to_string()),
            }
        }
        _ => Standing::Held("bKash named no trxID.".to_owned()),
    };
    if let Standing::Held(why) = &standing {
        eprintln!("{} needs a person: {why}", order.invoice);
    }
    shop.book.settle(&order.invoice, &standing)
}

/// Asks about every order whose execute was on its way when the shop stopped.
pub fn resume(shop: &Shop) -> Result<(), Trouble> {
    for order in shop.book.unsettled()? {
        let shop = shop.clone();
        tokio::spawn(async move {
            if let Err(trouble) = ask(&shop, &order).await {
                eprintln!("{trouble}");
            }
        });
    }
    Ok(())
}
