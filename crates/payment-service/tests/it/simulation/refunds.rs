use payment_core::PaymentId;
use payment_core::refund::RefundOrder;
use payment_core::text::{Reason, Sku};
use payment_service::digest::sha256;
use payment_service::store::{Fingerprint, KeyClaim, Route};

use super::shopper::{SHOP_WAITS, Shopper};

/// Asks for refunds as a careless shop does: too many, too much, the same or another one at once, and now
/// and then of a payment that has brought in nothing.
pub(crate) async fn ask(shopper: &Shopper, payment: PaymentId) {
    let dice = &shopper.ground.dice;
    let stored = shopper.ground.store.payment(payment).await.unwrap();
    let paid = stored.is_some_and(|payment| payment.settled().is_some());
    if !paid && !dice.one_in(5) {
        return;
    }
    for number in 0..dice.below(4) {
        let amount = dice.one_of(&["5", "10", "25.50", "700"]);
        let key = format!("{payment}-{number}");
        match dice.below(6) {
            0 | 1 => {
                tokio::join!(
                    once(shopper, payment, amount, &key),
                    once(shopper, payment, amount, &key)
                );
            }
            2 => {
                shopper.ground.met.note("race", "refund against refund");
                let other = format!("{key}-other");
                tokio::join!(
                    once(shopper, payment, amount, &key),
                    once(shopper, payment, "5", &other)
                );
            }
            _ => once(shopper, payment, amount, &key).await,
        }
        shopper.pause(100..400_000).await;
        if dice.one_in(4) {
            once(shopper, payment, amount, &key).await;
        }
    }
}

async fn once(shopper: &Shopper, payment: PaymentId, amount: &str, key: &str) {
    let order = RefundOrder {
        amount: amount.parse().unwrap(),
        sku: Sku::parse("SKU").unwrap(),
        reason: Reason::parse("wish").unwrap(),
    };
    let key = KeyClaim {
        route: Route::CreateRefund,
        key: key.to_owned(),
        fingerprint: Fingerprint(sha256(amount.as_bytes())),
    };
    let engine = shopper.somewhere().engine();
    let call = engine.create_refund(shopper.account, payment, order, key);
    let answer = tokio::time::timeout(SHOP_WAITS, call).await;
    shopper
        .deeds
        .answered(&shopper.ground.met, "refund answered", &answer);
}
