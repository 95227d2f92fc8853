//! A corner of a test's own on the server that BKASH_TEST_REDIS names.

use std::sync::atomic::{AtomicUsize, Ordering};

use bkash_client::token::{Begin, TokenStore as _};
use bkash_client::{RedisTokenStore, RedisUrl};
use jiff::SignedDuration;
use redis::AsyncCommands as _;
use redis::aio::MultiplexedConnection;
use serde_json::Value;

use super::{account, intent};

pub(super) struct Corner {
    url: RedisUrl,
    prefix: String,
    connection: MultiplexedConnection,
}

pub(super) fn server() -> String {
    std::env::var("BKASH_TEST_REDIS")
        .expect("BKASH_TEST_REDIS is not set: `scripts/servers start DIR`, then `. DIR/env`")
}

impl Corner {
    pub(super) async fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let client = redis::Client::open(server()).unwrap();
        Self {
            url: server().parse().unwrap(),
            prefix: format!("test:{}:{number}:", std::process::id()),
            connection: client.get_multiplexed_async_connection().await.unwrap(),
        }
    }

    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// On a connection of its own, as another process would.
    pub(super) async fn open(&self) -> RedisTokenStore {
        let store = RedisTokenStore::open(&self.url).await.unwrap();
        store.under(self.prefix.clone())
    }

    async fn keys(&self) -> Vec<String> {
        let pattern = format!("{}*", self.prefix);
        self.connection.clone().keys(pattern).await.unwrap()
    }

    async fn each(&self, change: impl Fn(&str, String) -> (String, String)) {
        for key in self.keys().await {
            let mut connection = self.connection.clone();
            let text: String = connection.get(&key).await.unwrap();
            let (new_key, text) = change(&key, text);
            let _: () = connection.del(&key).await.unwrap();
            let _: () = connection.set(&new_key, text).await.unwrap();
        }
    }

    /// The server's clock cannot be moved: what it has told so far is moved the other way.
    pub(super) async fn leap(&self, by: SignedDuration) {
        let by = i64::try_from(by.as_millis()).unwrap();
        self.each(|key, text| {
            let mut record: Value = serde_json::from_str(&text).unwrap();
            shift(&mut record, by, false);
            (key.to_owned(), record.to_string())
        })
        .await;
    }

    pub(super) async fn contents(&self) -> String {
        let mut all = String::new();
        for key in self.keys().await {
            let text: String = self.connection.clone().get(&key).await.unwrap();
            all += &(key + &text);
        }
        all
    }

    pub(super) async fn replace(&self, old: &str, new: &str) {
        self.each(|key, text| (key.replace(old, new), text.replace(old, new)))
            .await;
    }
}

/// Moves every member whose name ends in `_ms` back by `by`.
fn shift(value: &mut Value, by: i64, is_time: bool) {
    match value {
        Value::Number(number) if is_time => *value = (number.as_i64().unwrap() - by).into(),
        Value::Array(values) => values.iter_mut().for_each(|it| shift(it, by, is_time)),
        Value::Object(members) => {
            for (name, value) in members {
                shift(value, by, name.ends_with("_ms"));
            }
        }
        _ => {}
    }
}

#[tokio::test]
async fn its_key_never_expires_and_stands_under_its_prefix() {
    let corner = Corner::new().await;
    let store = corner.open().await;
    assert!(matches!(
        store.begin_call(&account(), &intent(0)).await.unwrap(),
        Begin::Go(_)
    ));
    let keys = corner.keys().await;
    assert_eq!(keys, [format!("{}{}", corner.prefix(), account().key())]);
    let left: i64 = corner.connection.clone().ttl(&keys[0]).await.unwrap();
    assert_eq!(left, -1, "forgotten calls are calls too many");
}

#[tokio::test]
async fn a_garbled_record_is_an_error_and_not_shown() {
    let corner = Corner::new().await;
    let key = format!("{}{}", corner.prefix(), account().key());
    let _: () = corner
        .connection
        .clone()
        .set(key, "{\"canary")
        .await
        .unwrap();
    let store = corner.open().await;
    let error = store.begin_call(&account(), &intent(0)).await.unwrap_err();
    let told = error.to_string();
    assert!(
        told.contains("garbled") && !told.contains("canary"),
        "{told}"
    );
}

#[tokio::test]
async fn a_server_that_is_not_there_is_an_error_without_the_password() {
    for scheme in ["redis", "rediss"] {
        let url: RedisUrl = format!("{scheme}://me:canary@127.0.0.1:1/0")
            .parse()
            .unwrap();
        let error = RedisTokenStore::open(&url).await.unwrap_err().to_string();
        assert!(
            error.contains(&format!("{scheme}://127.0.0.1:1/0")) && !error.contains("canary"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_is_an_error_and_no_panic() {
    let url = server().replace("redis://", "rediss://");
    let error = RedisTokenStore::open(&url.parse().unwrap())
        .await
        .unwrap_err();
    assert!(error.to_string().contains("rediss://127.0.0.1:"), "{error}");
}

#[tokio::test]
async fn a_connection_that_the_server_closed_is_replaced() {
    let corner = Corner::new().await;
    // Nobody else's connection has this number, so nobody else's is closed.
    let url: RedisUrl = format!("{}7", server()).parse().unwrap();
    let store = RedisTokenStore::open(&url).await.unwrap();
    store.load(&account()).await.unwrap();
    close_all_of(corner.connection.clone(), " db=7 ").await;
    let mut tries = 0;
    while store.load(&account()).await.is_err() {
        tries += 1;
        assert!(tries < 100, "it never came back");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

async fn close_all_of(mut connection: MultiplexedConnection, mark: &str) {
    let mut list = redis::cmd("CLIENT");
    let list: String = list.arg("LIST").query_async(&mut connection).await.unwrap();
    let theirs = list.lines().filter(|line| line.contains(mark));
    let ids: Vec<_> = theirs
        .filter_map(|line| line.split_whitespace().next()?.strip_prefix("id="))
        .collect();
    assert!(!ids.is_empty(), "{list}");
    for id in ids {
        let mut kill = redis::cmd("CLIENT");
        kill.arg("KILL").arg("ID").arg(id);
        let _: i64 = kill.query_async(&mut connection).await.unwrap();
    }
}
