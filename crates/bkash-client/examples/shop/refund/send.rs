use std::time::Duration;

use bkash_client::{
    Amount, GatewayPaymentId, RefundEntry, RefundRequest, TransactionStatus, TrxId,
};
use jiff::SignedDuration;
use tokio::time::{Instant, sleep};

use super::book::{Refund, RefundStanding};
use crate::Shop;
use crate::order::{Order, Standing};
use crate::trouble::Trouble;

/// A refund that was held up longer than this is not sent any more.
const WRITE_WITHIN: Duration = Duration::from_secs(10);

/// Seconds before each look at the list of refunds, thirty minutes and more in all.
const PAUSES: [u64; 6] = [0, 5, 30, 120, 600, 1_200];

/// How far bKash's clock may be behind ours.
const SKEW: SignedDuration = SignedDuration::from_secs(60);

/// What is sent.
pub fn to_bkash(
    order: &Order,
    payment_id: &GatewayPaymentId,
    trx_id: &TrxId,
    amount: Amount,
) -> RefundRequest {
    RefundRequest {
        payment_id: payment_id.clone(),
        trx_id: trx_id.clone(),
        amount,
        sku: order.product.clone(),
        reason: "Returned".to_owned(),
    }
}

/// Sends a reserved refund once, and finds out what became of it where no answer came.
pub async fn send(shop: Shop, refund: Refund, request: RefundRequest) {
    if let Err(trouble) = try_send(&shop, &refund, &request).await {
        eprintln!("{trouble}");
    }
}

async fn try_send(shop: &Shop, refund: &Refund, request: &RefundRequest) -> Result<(), Trouble> {
    let sent = match shop.client.prepare_refund(request).await {
        Ok(prepared) => prepared.send(Instant::now() + WRITE_WITHIN).await,
        Err(error) => Err(error),
    };
    let end = match sent {
        Ok(receipt) => RefundStanding::Done(receipt.refund_trx_id),
        // Money may have moved. Never again: only ask.
        Err(error) if error.outcome_is_unknown() => {
            return find(shop, refund, &request.payment_id, &request.trx_id).await;
        }
        Err(error) => RefundStanding::Declined(match error.refusal() {
            Some(refusal) => format!("bKash says: {}", refusal.message),
            None => "bKash could not be reached.".to_owned(),
        }),
    };
    shop.book.end_refund(refund, &end)
}

/// Looks for a refund without an answer in bKash's list of the payment's refunds.
async fn find(
    shop: &Shop,
    refund: &Refund,
    payment_id: &GatewayPaymentId,
    trx_id: &TrxId,
) -> Result<(), Trouble> {
    let mut absent = 0;
    for pause in PAUSES {
        sleep(Duration::from_secs(pause)).await;
        let Ok(status) = shop.client.refund_status(payment_id, trx_id).await else {
            continue;
        };
        let known = shop.book.refunds(&refund.invoice)?;
        let ours = |entry: &&RefundEntry| may_be(refund, &known, entry);
        let candidates: Vec<_> = status.refunds.iter().filter(ours).collect();
        let end = match candidates[..] {
            [] => {
                absent += 1;
                continue;
            }
            [entry] => RefundStanding::Done(entry.refund_trx_id.clone()),
            _ => RefundStanding::Held("bKash lists several that it may be.".to_owned()),
        };
        return shop.book.end_refund(refund, &end);
    }
    let end = if absent >= 3 {
        RefundStanding::Declined("bKash has no record of it.".to_owned())
    } else {
        RefundStanding::Held("bKash did not say what became of it.".to_owned())
    };
    shop.book.end_refund(refund, &end)
}

/// A list of refunds names no request: ours has our amount, came after we sent it, and is nobody else's.
fn may_be(refund: &Refund, known: &[Refund], entry: &RefundEntry) -> bool {
    let taken = |other: &Refund| matches!(&other.standing, RefundStanding::Done(id) if *id == entry.refund_trx_id);
    entry.status == TransactionStatus::Completed
        && entry.amount == refund.amount
        && entry
            .completed_at
            .is_some_and(|at| at.duration_since(refund.sent_at) > -SKEW)
        && !known.iter().any(taken)
}

/// Looks for every refund that was on its way when the shop stopped.
pub fn resume(shop: &Shop) -> Result<(), Trouble> {
    for refund in shop.book.open_refunds()? {
        let Some(order) = shop.book.order(&refund.invoice)? else {
            continue;
        };
        let (Standing::Paid(trx_id), Some(payment_id)) = (order.standing, order.payment_id) else {
            continue;
        };
        let shop = shop.clone();
        tokio::spawn(async move {
            if let Err(trouble) = find(&shop, &refund, &payment_id, &trx_id).await {
                eprintln!("{trouble}");
            }
        });
    }
    Ok(())
}
