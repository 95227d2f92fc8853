//! The database is away just when execute has been answered.

use std::collections::BTreeMap;
use std::time::Duration;

use bkash_client::RefundApi;
use payment_core::PaymentId;
use payment_core::payment::{Order, PaymentStatus};
use payment_core::text::{MerchantInvoiceNumber, PayerReference};
use serde_json::{Value, json};

use super::schedule::{Faults, ground};
use super::shopper::post;

/// More than one commit's worth, less than a minute's.
const REFUSED_COMMITS: u32 = 6;

#[tokio::test(start_paused = true)]
async fn an_answer_is_recorded_once_the_database_is_back_and_nobody_has_to_query() {
    let rng = fastrand::Rng::with_seed(7);
    let (ground, account) = ground(rng, Faults::default(), RefundApi::V2).await;
    let place = ground.place("alpha");
    let order = Order {
        amount: "10".parse().unwrap(),
        merchant_invoice_number: MerchantInvoiceNumber::parse("INV-1").unwrap(),
        payer_reference: PayerReference::parse("payer").unwrap(),
        return_url: "https://shop.example/return".to_owned(),
        metadata: BTreeMap::new(),
    };
    let created = place.engine().create_payment(account, order, None).await;
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

    let engine = place.engine();
    tokio::spawn(async move { engine.payer_returned(id, &secret, &query).await });
    let was_sent = |call: &str| ground.log.all().iter().any(|seen| seen.call == call);
    while !was_sent("execute") {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    ground.outage.begin(REFUSED_COMMITS);
    // Less than the two minutes after which a worker would take it for unanswered.
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert!(ground.outage.is_over());
    let payment = ground.store.payment(id).await.unwrap().unwrap();
    assert_eq!(payment.status(), PaymentStatus::Completed);
    assert!(!was_sent("query"));
}
