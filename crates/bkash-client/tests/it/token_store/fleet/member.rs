//! A member of the fleet, from inside: it does what it is told on stdin.

use std::collections::BTreeSet;
use std::io::BufRead as _;
use std::sync::Arc;
use std::time::Duration;

use bkash_client::{CallError, Client, Environment, SqliteTokenStore, TokenStore, TrxId};
use tokio::task::JoinSet;

use crate::harness::credentials;

pub(super) const TEST: &str = "token_store::fleet::member::the_life_of_one_member";
pub(super) const GATEWAY: &str = "BKASH_TEST_FLEET_GATEWAY";
pub(super) const STORE: &str = "BKASH_TEST_FLEET_STORE";
pub(super) const PREFIX: &str = "BKASH_TEST_FLEET_PREFIX";
pub(super) const CALLS: &str = "BKASH_TEST_FLEET_CALLS";
/// What a member says stands behind this.
pub(super) const SAYS: &str = "member says: ";

const DEADLINE: Duration = Duration::from_secs(3);
/// The deadline and the five seconds by which a lease outlasts it.
pub(super) const LEASE: Duration = Duration::from_secs(8);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "one process of a fleet: the tests beside it start it"]
async fn the_life_of_one_member() {
    let client = Client::builder(Environment::at(&told(GATEWAY)).unwrap(), credentials())
        .token_store(store().await)
        .deadline(DEADLINE)
        .token_calls_per_hour(told(CALLS).parse().unwrap())
        .build()
        .unwrap();
    say("ready");
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        match line.split_once(' ').unwrap_or((&line, "")) {
            ("serve", callers) => serve(&client, callers.parse().unwrap()).await,
            ("search", callers) => search(&client, callers.parse().unwrap()).await,
            ("grant", _) => match client.tokens().grant().await {
                Ok(_) => say("granted"),
                Err(error) => say(&error.to_string()),
            },
            other => panic!("{other:?}"),
        }
    }
}

fn told(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is set by the test that starts a fleet"))
}

fn say(what: &str) {
    println!("{SAYS}{what}");
}

async fn store() -> Arc<dyn TokenStore> {
    let store = told(STORE);
    #[cfg(feature = "server-tests")]
    if store.starts_with("postgres://") {
        let pool = super::super::postgres::pool(&store);
        return Arc::new(bkash_client::PostgresTokenStore::open(pool).await.unwrap());
    }
    #[cfg(feature = "server-tests")]
    if store.starts_with("redis://") {
        let url = store.parse().unwrap();
        let opened = bkash_client::RedisTokenStore::open(&url).await.unwrap();
        return Arc::new(opened.under(told(PREFIX)));
    }
    Arc::new(SqliteTokenStore::open(store).unwrap())
}

async fn serve(client: &Client, callers: usize) {
    let mut set = JoinSet::new();
    for _ in 0..callers {
        let client = client.clone();
        set.spawn(async move { client.token().await.map(|token| token.expose().to_owned()) });
    }
    let tokens: Result<BTreeSet<_>, CallError> = set.join_all().await.into_iter().collect();
    match tokens {
        Ok(tokens) => {
            let tokens: Vec<_> = tokens.into_iter().collect();
            say(&format!("{callers} callers, tokens [{}]", tokens.join(" ")));
        }
        Err(error) => say(&error.to_string()),
    }
}

/// Whether the calls got through to the gateway's backend; it knows no such transaction.
async fn search(client: &Client, callers: usize) {
    let mut set = JoinSet::new();
    for _ in 0..callers {
        let client = client.clone();
        set.spawn(async move { client.search(&TrxId::new("CLB50PG0H4")).await.err() });
    }
    let mut reached = 0;
    for error in set.join_all().await.into_iter().flatten() {
        if error.refusal().is_none() {
            return say(&error.to_string());
        }
        reached += 1;
    }
    say(&format!("{reached} searches reached the gateway"));
}
