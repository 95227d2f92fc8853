//! The SQLite token store, shared by several connections as by several processes.

use std::sync::Arc;
use std::time::Duration;

use bkash_client::token::{Begin, Finish, Intent, TokenAccount, TokenSet, TokenStore};
use bkash_client::{Clock, SqliteTokenStore};
use jiff::SignedDuration;
use tokio::task::JoinSet;

use crate::harness::{Gateway, TestClock, builder, token};

fn account() -> TokenAccount {
    TokenAccount::new(
        &"http://127.0.0.1:1".parse().unwrap(),
        "app-key",
        "merchant",
    )
}

fn intent(seen_version: i64) -> Intent {
    Intent {
        seen_version,
        calls_per_hour: 2,
        lease: Duration::from_secs(35),
        spare_by: None,
    }
}

#[tokio::test]
async fn tokens_survive_the_process_and_come_back_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bkash.db");
    let clock = TestClock::start();
    let now = clock.now();
    let tokens = TokenSet {
        id_token: "id-canary".to_owned().into(),
        issued_at: now,
        expires_at: now + SignedDuration::from_hours(1),
        refresh_token: Some("refresh-canary".to_owned().into()),
        refresh_issued_at: now - SignedDuration::from_hours(48),
    };
    let store = SqliteTokenStore::open(&path).unwrap();
    assert!(store.load(&account()).await.unwrap().is_none());
    let Begin::Go(permit) = store.begin_call(&account(), &intent(0)).await.unwrap() else {
        panic!("an empty store lets the first one go");
    };
    let finish = store
        .finish(&account(), permit, Some(tokens.clone()))
        .await
        .unwrap();
    assert!(matches!(finish, Finish::Kept(_)));
    drop(store);

    let store = SqliteTokenStore::open(&path).unwrap();
    let stored = store.load(&account()).await.unwrap().unwrap();
    use secrecy::ExposeSecret as _;
    assert_eq!(stored.version, 1);
    assert_eq!(stored.tokens.id_token.expose_secret(), "id-canary");
    assert_eq!(
        stored.tokens.refresh_token.unwrap().expose_secret(),
        "refresh-canary"
    );
    let milliseconds = |time: jiff::Timestamp| time.as_millisecond();
    assert_eq!(
        milliseconds(stored.tokens.issued_at),
        milliseconds(tokens.issued_at)
    );
    assert_eq!(
        milliseconds(stored.tokens.expires_at),
        milliseconds(tokens.expires_at)
    );
    assert_eq!(
        milliseconds(stored.tokens.refresh_issued_at),
        milliseconds(tokens.refresh_issued_at)
    );
    let other = TokenAccount::new(
        &"http://127.0.0.1:2".parse().unwrap(),
        "app-key",
        "merchant",
    );
    assert!(
        store.load(&other).await.unwrap().is_none(),
        "another gateway, other tokens"
    );
}

#[tokio::test]
async fn a_crash_loop_cannot_exceed_the_budget() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bkash.db");
    let clock = TestClock::start();
    let mut went = 0;
    for _ in 0..5 {
        let shared = Arc::clone(&clock) as Arc<dyn Clock>;
        let store = SqliteTokenStore::open_with_clock(&path, shared).unwrap();
        match store.begin_call(&account(), &intent(0)).await.unwrap() {
            Begin::Go(_) => went += 1, // and the process dies here
            Begin::Busy { .. } | Begin::Exhausted { .. } => {}
            Begin::Newer(_) => panic!("nothing was stored"),
        }
        drop(store);
        clock.leap(SignedDuration::from_mins(1)); // the dead one's lease has ended
    }
    assert_eq!(went, 2);
}

#[tokio::test]
async fn eight_connections_and_thousands_of_callers_make_one_grant() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bkash.db");
    let clock = TestClock::start();
    let gateway = Arc::new(Gateway::default());
    gateway.on_after(
        "/token/grant",
        Duration::from_millis(200),
        token("token-1", "r"),
    );
    let mut set = JoinSet::new();
    for _ in 0..8 {
        let store = SqliteTokenStore::open(&path).unwrap();
        let client = builder(&gateway, &clock, Arc::new(store)).build().unwrap();
        for _ in 0..500 {
            let client = client.clone();
            set.spawn(async move { client.token().await.unwrap().expose().to_owned() });
        }
    }
    assert!(set.join_all().await.iter().all(|token| token == "token-1"));
    assert_eq!(gateway.count("/token/grant"), 1);
}

#[tokio::test]
async fn its_tables_live_beside_others_in_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.db");
    let shop = rusqlite::Connection::open(&path).unwrap();
    shop.execute_batch("CREATE TABLE orders (id INTEGER); INSERT INTO orders VALUES (7);")
        .unwrap();
    let store = SqliteTokenStore::open(&path).unwrap();
    assert!(matches!(
        store.begin_call(&account(), &intent(0)).await.unwrap(),
        Begin::Go(_)
    ));
    let id: i64 = shop
        .query_row("SELECT id FROM orders", [], |row| row.get(0))
        .unwrap();
    assert_eq!(id, 7);
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    std::fs::write(&path, "x".repeat(4096)).unwrap();
    let error = SqliteTokenStore::open(&path).unwrap_err().to_string();
    assert!(error.contains("notes.txt"), "{error}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_new_file_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bkash.db");
    let _store = SqliteTokenStore::open(&path).unwrap();
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}
