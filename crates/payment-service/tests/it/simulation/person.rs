//! What a person does about the list of attention: looks into the gateway's own portal, here its books, and
//! tells the service what is there.

use std::time::Duration;

use payment_core::payment::Payment;
use payment_core::refund::Refund;
use payment_core::{AccountId, Timestamp};
use payment_service::engine::{Decide, Engine};
use payment_service::store::{DeliveryQuery, Redelivery, Store};
use serde_json::Value;

use super::audit::get;
use super::clock::EPOCH_MS;
use super::instance::{Ground, Place};

/// Whatever was sent so long ago has been done by now, or never will be.
const SETTLED_AFTER: Duration = Duration::from_secs(3600);

/// Looks in once, at any time of the day.
pub(crate) async fn look_in(ground: Ground, place: Place, account: AccountId) {
    tokio::time::sleep(ground.dice.seconds(3_600..80_000)).await;
    let work = work_through_attention(&ground, &place, account, SETTLED_AFTER);
    // An instance that dies meanwhile leaves the person without an answer.
    let _ = tokio::time::timeout(Duration::from_secs(600), work).await;
}

/// Works once through what has been open for `age`.
pub(crate) async fn work_through_attention(
    ground: &Ground,
    place: &Place,
    account: AccountId,
    age: Duration,
) {
    let engine = &place.engine();
    see_to_webhooks(ground, place, account).await;
    let Ok(list) = engine.attention(account).await else {
        return;
    };
    let now = EPOCH_MS + i64::try_from(ground.trace.elapsed().as_millis()).unwrap();
    let latest = Timestamp::from_millis(now).minus(age);
    let books = get(ground, "/_simulator/books").await;
    let moved = books["merchant"]["transactions"].as_array();
    let moved = moved.map_or(&[][..], Vec::as_slice);
    for payment in list.payments {
        if payment.updated_at <= latest {
            let decision = judge_payment(&payment, moved);
            let decided = engine.resolve_payment(account, payment.id, decision).await;
            note(ground, &payment.id.to_string(), decided.is_ok());
        }
    }
    for refund in list.refunds {
        if refund.updated_at <= latest
            && let Some(decision) = judge_refund(engine, account, &refund, moved).await
        {
            let decided = engine.resolve_refund(account, refund.id, decision).await;
            note(ground, &refund.id.to_string(), decided.is_ok());
        }
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
}

/// Enables an endpoint that has been given up, and has what failed sent again.
async fn see_to_webhooks(ground: &Ground, place: &Place, account: AccountId) {
    let store = place.store();
    let endpoint = ground.store.endpoint().await.unwrap();
    if endpoint.is_some_and(|it| it.disabled.is_some()) && store.enable_endpoint().await.is_ok() {
        ground.met.note("person", "enables the endpoint");
    }
    if let Ok(1..) = store.redeliver_failed(account, None, 100).await {
        ground.met.note("person", "has webhooks sent again");
    }
    if ground.dice.one_in(3) {
        resend_any(ground, &*store, account).await;
    }
}

async fn resend_any(ground: &Ground, store: &dyn Store, account: AccountId) {
    let query = DeliveryQuery {
        limit: 20,
        ..DeliveryQuery::default()
    };
    let Ok(page) = store.deliveries(account, &query).await else {
        return;
    };
    if page.items.is_empty() {
        return;
    }
    let any = &page.items[ground.dice.below(page.items.len())];
    if let Ok(Redelivery::Begun(_)) = store.redeliver(account, any.id.clone()).await {
        ground.met.note("person", "has a webhook sent again");
    }
}

fn note(ground: &Ground, id: &str, decided: bool) {
    let name = match decided {
        true => "decides",
        false => "is refused",
    };
    ground.met.note("person", name);
    ground.trace.line(format!("a person {name}: {id}"));
}

fn judge_payment(payment: &Payment, moved: &[Value]) -> Decide {
    if payment.settled().is_some() {
        return Decide::Acknowledged;
    }
    let gateway_payment = payment.state.gateway_payment();
    decide(moved.iter().find(|row| {
        row["type"] == "payment"
            && gateway_payment.is_some_and(|id| row["paymentID"] == id.as_str())
    }))
}

/// Something of its amount went back for its payment that no other refund carries.
async fn judge_refund(
    engine: &Engine,
    account: AccountId,
    refund: &Refund,
    moved: &[Value],
) -> Option<Decide> {
    let payment = engine.payment(account, refund.payment).await.ok()?;
    let original = payment.settled().map(|settled| settled.trx_id.to_string());
    let mut known = Vec::new();
    for other in engine.refunds_of(account, refund.payment).await.ok()? {
        known.extend(other.refund_trx_id().map(ToString::to_string));
    }
    let paid = moved.iter().find(|row| {
        row["type"] == "refund"
            && row["originalTrxID"].as_str() == original.as_deref()
            && row["amount"] == refund.amount.to_string()
            && row["trxID"]
                .as_str()
                .is_some_and(|id| !known.iter().any(|it| it == id))
    });
    Some(decide(paid))
}

fn decide(found: Option<&Value>) -> Decide {
    match found.and_then(|row| row["trxID"].as_str()) {
        Some(trx_id) => Decide::Paid {
            trx_id: trx_id.to_owned(),
        },
        None => Decide::Unpaid,
    }
}
