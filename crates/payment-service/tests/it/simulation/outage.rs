//! The database fails, or holds an instance up, just around execute.

use std::collections::BTreeMap;
use std::time::Duration;

use bkash_client::RefundApi;
use payment_core::PaymentId;
use payment_core::payment::{Order, PaymentStatus};
use payment_core::refund::RefundOrder;
use payment_core::text::{MerchantInvoiceNumber, PayerReference, Reason, Sku};
use payment_service::engine::Engine;
use payment_service::store::{Fingerprint, KeyClaim, Route};
use serde_json::{Value, json};

use super::dice::Dice;
use super::instance::{Faults, Ground};
use super::schedule::ground;
use super::shopper::post;

/// More than one commit's worth, less than a minute's.
const REFUSED_COMMITS: u32 = 6;

/// A payment that its payer has approved and not come back from.
struct Approved {
    ground: Ground,
    engine: Engine,
    id: PaymentId,
    secret: String,
    query: String,
}

async fn approved() -> Approved {
    let dice = Dice::seeded(7);
    let (ground, account) = ground(dice, Faults::default(), RefundApi::V2).await;
    let engine = ground.place("alpha").engine();
    let order = Order {
        amount: "10".parse().unwrap(),
        merchant_invoice_number: MerchantInvoiceNumber::parse("INV-1").unwrap(),
        payer_reference: PayerReference::parse("payer").unwrap(),
        return_url: "https://shop.example/return".to_owned(),
        metadata: BTreeMap::new(),
    };
    let created = engine.create_payment(account, order, None).await;
    let created: Value = serde_json::from_str(&created.unwrap().body).unwrap();
    let id: PaymentId = created["id"].as_str().unwrap().parse().unwrap();
    let pay = format!(
        "/_simulator/payments/{}/pay",
        created["gateway_payment_id"].as_str().unwrap()
    );
    let paid = post(&ground.gateway, &pay, &json!({})).await;
    let back: url::Url = paid["callbackURL"].as_str().unwrap().parse().unwrap();
    let secret = back.path().rsplit('/').next().unwrap().to_owned();
    let query = back.query().unwrap().to_owned();
    Approved {
        ground,
        engine,
        id,
        secret,
        query,
    }
}

impl Approved {
    fn come_back(&self) {
        let (engine, id) = (self.engine.clone(), self.id);
        let (secret, query) = (self.secret.clone(), self.query.clone());
        tokio::spawn(async move { engine.payer_returned(id, &secret, &query).await });
    }

    fn was_sent(&self, call: &str) -> bool {
        self.ground
            .log
            .lock()
            .unwrap()
            .iter()
            .any(|seen| seen.call == call)
    }

    async fn status(&self) -> PaymentStatus {
        let payment = self.ground.store.payment(self.id).await.unwrap();
        payment.unwrap().status()
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_is_recorded_once_the_database_is_back_and_nobody_has_to_query() {
    let payment = approved().await;
    payment.come_back();
    while !payment.was_sent("execute") {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    payment.ground.outage.begin(REFUSED_COMMITS);
    // Less than the two minutes after which a worker would take it for unanswered.
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert!(payment.ground.outage.is_over());
    assert_eq!(payment.status().await, PaymentStatus::Completed);
    assert!(!payment.was_sent("query"));
}

#[tokio::test(start_paused = true)]
async fn an_instance_that_stalls_between_its_commit_and_execute_does_not_send_it() {
    for (stalls_s, sends) in [(9, true), (11, false)] {
        let payment = approved().await;
        payment.ground.outage.stall(Duration::from_secs(stalls_s));
        payment.come_back();
        tokio::time::sleep(Duration::from_secs(60)).await;
        assert_eq!(payment.was_sent("execute"), sends, "{stalls_s} s");
        let status = match sends {
            true => PaymentStatus::Completed,
            false => PaymentStatus::Failed,
        };
        assert_eq!(payment.status().await, status, "{stalls_s} s");
    }
}

#[tokio::test(start_paused = true)]
async fn an_instance_that_stalls_between_its_reserve_and_the_refund_does_not_send_it() {
    let payment = approved().await;
    payment.come_back();
    tokio::time::sleep(Duration::from_secs(60)).await;
    payment.ground.outage.stall(Duration::from_secs(11));
    let order = RefundOrder {
        amount: "5".parse().unwrap(),
        sku: Sku::parse("SKU").unwrap(),
        reason: Reason::parse("wish").unwrap(),
    };
    let key = KeyClaim {
        route: Route::CreateRefund,
        key: "k".to_owned(),
        fingerprint: Fingerprint([1; 32]),
    };
    let account = payment.ground.store.payment(payment.id).await.unwrap();
    let account = account.unwrap().account;
    let refund = payment
        .engine
        .create_refund(account, payment.id, order, key);
    let refund = refund.await.unwrap();
    assert!(refund.body.contains("not_performed"), "{}", refund.body);
    assert!(!payment.was_sent("refund"));
}
