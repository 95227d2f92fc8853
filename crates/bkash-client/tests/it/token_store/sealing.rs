//! Stores that were given keys: nothing readable is left behind, and a wrong key never makes a grant.

use bkash_client::EncryptionKeys;
use bkash_client::token::{CallEnd, Intent, TokenStore};
use secrecy::ExposeSecret as _;

use super::bench::Bench;
use super::{account, account_at, go, intent, tokens};

fn fresh() -> String {
    let key = EncryptionKeys::generate().unwrap();
    key.expose_secret().to_owned()
}

fn keys(texts: &[&str]) -> Option<EncryptionKeys> {
    Some(texts.join(",").parse().unwrap())
}

/// A whole token call that brings tokens of this name. The budget is not what is tried here.
async fn renew(store: &dyn TokenStore, seen_version: i64, name: &str) {
    let intent = Intent {
        calls_per_hour: 100,
        ..intent(seen_version)
    };
    let permit = go(store.begin_call(&account(), &intent).await.unwrap());
    let kept = tokens(name, permit.began_at);
    store
        .finish(&account(), permit, CallEnd::Tokens(kept))
        .await
        .unwrap();
}

async fn id_token(store: &dyn TokenStore) -> Result<String, String> {
    match store.load(&account()).await {
        Ok(stored) => Ok(stored.unwrap().tokens.id_token.expose_secret().to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

async fn plain_tokens_are_read_and_sealed_with_the_next_change(bench: Bench) {
    let plain = bench.open().await;
    assert!(!plain.is_sealed());
    renew(&*plain, 0, "1").await;
    assert!(bench.contents().await.contains("canary"));
    let sealing = bench.open_with(keys(&[&fresh()])).await;
    assert!(sealing.is_sealed());
    assert_eq!(id_token(&*sealing).await.unwrap(), "id-canary-1");
    go(sealing.begin_call(&account(), &intent(1)).await.unwrap());
    let contents = bench.contents().await;
    assert!(
        contents.contains("sealed:v1:") && !contents.contains("canary"),
        "{contents}"
    );
    assert_eq!(id_token(&*sealing).await.unwrap(), "id-canary-1");
}

async fn without_its_key_or_with_another_a_store_says_so_and_lets_nobody_go(bench: Bench) {
    renew(&*bench.open_with(keys(&[&fresh()])).await, 0, "1").await;
    for wrong in [None, keys(&[&fresh()])] {
        let store = bench.open_with(wrong).await;
        let told = id_token(&*store).await.unwrap_err();
        assert!(told.contains("BKASH_ENCRYPTION_KEY"), "{told}");
        assert!(!told.contains("canary"), "{told}");
        let begin = store.begin_call(&account(), &intent(1)).await;
        assert!(begin.is_err(), "a silent new grant: {begin:?}");
        let begin = store.begin_call(&account(), &intent(0)).await;
        assert!(begin.is_err(), "a silent new grant: {begin:?}");
    }
}

async fn a_key_is_replaced_while_two_processes_go_on_working(bench: Bench) {
    let (old, new) = (fresh(), fresh());
    let steps = [
        keys(&[&old]),
        keys(&[&old, &new]),
        keys(&[&new, &old]),
        keys(&[&new]),
    ];
    let mut version = 0;
    for (before, after) in steps.iter().zip(&steps[1..]) {
        // One process has the new setting already, the other not yet; both renew and both read.
        let one = bench.open_with(before.clone()).await;
        let two = bench.open_with(after.clone()).await;
        for store in [&one, &two] {
            renew(&**store, version, "turn").await;
            version += 1;
            for reader in [&one, &two] {
                assert_eq!(id_token(&**reader).await.unwrap(), "id-canary-turn");
            }
        }
    }
    let left = keys(&[&new]).unwrap();
    let contents = bench.contents().await;
    assert!(contents.contains(left.ids().next().unwrap()));
    assert!(!contents.contains(keys(&[&old]).unwrap().ids().next().unwrap()));
}

async fn sealed_tokens_that_were_moved_to_another_account_are_refused(bench: Bench) {
    let store = bench.open_with(keys(&[&fresh()])).await;
    renew(&*store, 0, "1").await;
    let elsewhere = account_at("http://127.0.0.1:2");
    bench.replace(account().key(), elsewhere.key()).await;
    let error = store.load(&elsewhere).await.unwrap_err().to_string();
    assert!(error.contains("sealed for another place"), "{error}");
}

async fn a_sealed_token_that_was_changed_is_refused(bench: Bench) {
    let key = fresh();
    let store = bench.open_with(keys(&[&key])).await;
    renew(&*store, 0, "1").await;
    let id = keys(&[&key]).unwrap().ids().next().unwrap().to_owned();
    bench
        .replace(&format!("{id}:"), &format!("{id}:AAAA"))
        .await;
    let told = id_token(&*store).await.unwrap_err();
    assert!(told.contains("changed"), "{told}");
}

#[tokio::test]
async fn off_loopback_a_persistent_store_without_keys_is_refused_with_the_remedy() {
    use bkash_client::{BuildError, Client, Environment};
    let bench = Bench::sqlite().await;
    let build = |store| {
        let builder = Client::builder(Environment::sandbox(), crate::harness::credentials());
        builder.token_store(store).build()
    };
    let error = build(bench.open().await).unwrap_err();
    assert!(matches!(error, BuildError::UnsealedTokenStore), "{error}");
    assert!(error.to_string().contains("bkash key generate"), "{error}");
    build(bench.open_with(keys(&[&fresh()])).await).unwrap();
}

macro_rules! suite {
    ($backend:ident: $($case:ident),* $(,)?) => {
        mod $backend {
            $(
                #[tokio::test]
                async fn $case() {
                    super::$case(super::Bench::$backend().await).await;
                }
            )*
        }
    };
}

macro_rules! for_each_persistent_store {
    ($($case:ident),* $(,)?) => {
        suite!(sqlite: $($case),*);
        #[cfg(feature = "server-tests")]
        suite!(postgres: $($case),*);
        #[cfg(feature = "server-tests")]
        suite!(redis: $($case),*);
    };
}

for_each_persistent_store! {
    plain_tokens_are_read_and_sealed_with_the_next_change,
    without_its_key_or_with_another_a_store_says_so_and_lets_nobody_go,
    a_key_is_replaced_while_two_processes_go_on_working,
    sealed_tokens_that_were_moved_to_another_account_are_refused,
    a_sealed_token_that_was_changed_is_refused,
}
