//! What only a file can do wrong.

use bkash_client::SqliteTokenStore;
use bkash_client::token::{Begin, TokenStore as _};

use super::{account, intent};

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
