//! Several instances and one store of tokens.

use bkash_client::EncryptionKeys;
use payment_service::settings::{Database as Choice, TokenStoreChoice};
use secrecy::ExposeSecret;

use crate::postgres::{Database, client};
use crate::world::{GOOD_WALLET, World};

fn fresh_keys() -> Option<EncryptionKeys> {
    let key = EncryptionKeys::generate().unwrap();
    Some(key.expose_secret().parse().unwrap())
}

#[tokio::test]
async fn two_instances_on_one_postgresql_share_one_token_which_is_stored_sealed() {
    let database = Database::empty().await;
    let world = World::with(|settings| {
        settings.database = Choice::Postgres(database.url.clone());
        settings.encryption_keys = fresh_keys();
    })
    .await;
    let payment = world.create("INV-1", "10.00").await;
    let second = world.another(|_| {}).await.unwrap();
    let back = world.approve(&payment, GOOD_WALLET).await;
    let first = world.service.addr().to_string();
    let there = back.replace(&first, &second.addr().to_string());
    assert_eq!(world.visit(&there).await.returned_status(), "completed");
    assert_eq!(world.count("token_grant").await, 1);

    let address = format!(
        "postgres://postgres@127.0.0.1:{}/{}",
        database.url.config().get_ports()[0],
        database.url.database()
    );
    let rows = client(&address)
        .await
        .query("SELECT record FROM bkash_token", &[])
        .await
        .unwrap();
    let record: String = rows[0].get(0);
    assert!(record.contains("sealed:v1:"), "{record}");
    assert!(!record.contains("eyJ"), "a token can be read");
    second.shutdown().await;
}

#[tokio::test]
async fn an_instance_with_another_key_does_not_start_and_grants_nothing() {
    let world = World::with(|settings| settings.encryption_keys = fresh_keys()).await;
    world.create("INV-1", "10.00").await;
    for keys in [None, fresh_keys()] {
        let error = world
            .another(|settings| settings.encryption_keys = keys)
            .await
            .unwrap_err()
            .to_string();
        assert!(error.contains("BKASH_ENCRYPTION_KEY"), "{error}");
    }
    assert_eq!(world.count("token_grant").await, 1);
}

#[tokio::test]
async fn instances_on_databases_of_their_own_may_share_their_token_in_redis() {
    let redis: TokenStoreChoice = std::env::var("BKASH_TEST_REDIS")
        .expect("BKASH_TEST_REDIS is not set: `scripts/servers start DIR`, then `. DIR/env`")
        .parse()
        .unwrap();
    // The account's key has the gateway's port in it, so no other test shares it.
    let world = World::with(|settings| {
        settings.token_store = redis;
        settings.encryption_keys = fresh_keys();
    })
    .await;
    world.create("INV-1", "10.00").await;
    let elsewhere = world.folder().join("elsewhere.db");
    let second = world
        .another(|settings| settings.database = Choice::Sqlite(elsewhere))
        .await
        .unwrap();
    let ready = format!("http://{}/readyz", second.addr());
    let ready = crate::answer::http_client()
        .get(ready)
        .send()
        .await
        .unwrap();
    let ready = ready.text().await.unwrap();
    assert!(ready.contains("\"token_expires_at\":\""), "{ready}");
    assert_eq!(world.count("token_grant").await, 1);
    second.shutdown().await;
}
