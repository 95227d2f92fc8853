//! Two instances on one PostgreSQL database.

use payment_service::Service;
use serde_json::{Value, json};

use crate::answer::{Answer, http_client};
use crate::postgres::Database;
use crate::world::{API_KEY, GOOD_WALLET, World, text};

async fn two_instances(database: &Database) -> (World, Service) {
    let world = World::with(|settings| {
        settings.database = payment_service::settings::Database::Postgres(database.url.clone());
    });
    let world = world.await;
    let other = world.another(|_| {}).await.unwrap();
    (world, other)
}

async fn as_seen_by(service: &Service, payment: &Value) -> Value {
    let url = format!(
        "http://{}/v1/payments/{}",
        service.addr(),
        text(payment, "id")
    );
    Answer::to(http_client().get(url).bearer_auth(API_KEY))
        .await
        .json()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_instance_did_the_other_knows() {
    let database = Database::new().await;
    let (world, other) = two_instances(&database).await;
    let paid = world.paid("INV-1", "500.00").await;
    let refund = world.refund(&paid, "key-1", "120.00").await;
    assert_eq!(refund.status, 201, "{}", refund.text);
    assert_eq!(as_seen_by(&other, &paid).await, world.payment(&paid).await);
    assert_eq!(world.merchant_balance().await, "380.00");
    assert_eq!(world.ledger_balance().await, "380.00");
    assert_eq!(
        world.count("token_grant").await,
        1,
        "instances share their tokens"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn callbacks_on_two_instances_at_once_make_one_execute() {
    let database = Database::new().await;
    let (world, other) = two_instances(&database).await;
    let payment = world.create("INV-1", "500.00").await;
    let here = world.approve(&payment, GOOD_WALLET).await;
    let (first, second) = (world.service.addr().to_string(), other.addr().to_string());
    let there = here.replace(&first, &second);
    assert_ne!(here, there);
    let mut visits = tokio::task::JoinSet::new();
    for address in [here, there].iter().cycle().take(16) {
        visits.spawn(Answer::to(http_client().get(address)));
    }
    for answer in visits.join_all().await {
        assert!(answer.status < 400, "{}", answer.text);
    }
    let there = as_seen_by(&other, &payment).await;
    assert_eq!(there["status"], json!("completed"));
    assert_eq!(world.count("execute").await, 1);
}
