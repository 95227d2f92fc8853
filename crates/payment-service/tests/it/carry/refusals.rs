//! What is not carried over, and why.

use std::path::PathBuf;
use std::sync::Arc;

use bkash_client::{Clock, SystemClock};
use payment_core::Timestamp;
use payment_service::settings;
use payment_service::store::carry::{Carried, CarryError, Keep};
use payment_service::store::sqlite::{SqliteStore, WriteMode};
use rusqlite::Connection;
use tempfile::TempDir;

use super::{carry, compared};
use crate::postgres::Database;
use crate::world::World;

async fn refused(from: &std::path::Path, to: &Database) -> CarryError {
    carry(from, to, Keep::Copy)
        .await
        .map(|_: Carried| ())
        .unwrap_err()
}

fn file(folder: &TempDir) -> PathBuf {
    let path = folder.path().join("bkash.db");
    drop(SqliteStore::open(&path, Arc::new(SystemClock), WriteMode::Inline).unwrap());
    path
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_missing_empty_or_of_another_schema_is_refused_and_left_as_it_is() {
    let (folder, database) = (tempfile::tempdir().unwrap(), Database::empty().await);
    let nowhere = folder.path().join("no.db");
    let error = refused(&nowhere, &database).await;
    assert!(matches!(error, CarryError::NoSource(_)), "{error}");
    assert!(!nowhere.exists());

    let path = file(&folder);
    let error = refused(&path, &database).await;
    assert!(matches!(error, CarryError::NothingToCarry), "{error}");

    let newer = "INSERT INTO migrations (name, checksum, applied_at) VALUES ('9999', x'00', 0)";
    Connection::open(&path)
        .unwrap()
        .execute_batch(newer)
        .unwrap();
    let error = refused(&path, &database).await.to_string();
    assert!(error.contains("knows no version above"), "{error}");

    let older = "DELETE FROM migrations WHERE version > 1";
    Connection::open(&path)
        .unwrap()
        .execute_batch(older)
        .unwrap();
    let error = refused(&path, &database).await;
    assert!(matches!(error, CarryError::OldSchema { .. }), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_a_service_has_used_is_refused_and_so_is_one_with_a_single_row() {
    let (world, database) = (World::start().await, Database::empty().await);
    let path = world.folder().join("bkash.db");
    let to = settings::Database::Postgres(database.url.clone());
    let other = world
        .another(|settings| settings.database = to)
        .await
        .unwrap();
    other.shutdown().await;
    let error = refused(&path, &database).await;
    assert!(matches!(error, CarryError::TargetHolds(_)), "{error}");

    let database = Database::new().await;
    let row = "INSERT INTO accounts (gateway_origin, app_key, created_at) VALUES ('a', 'b', 0)";
    database.client().await.batch_execute(row).await.unwrap();
    let error = refused(&path, &database).await;
    assert!(error.to_string().contains("rows in accounts"), "{error}");
    world.paid("INV-1", "1.00").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clocks_that_are_minutes_apart_are_refused_and_seconds_move_what_is_due() {
    let world = World::start().await;
    world.create("INV-1", "1.00").await;
    let path = world.folder().join("bkash.db");
    let ahead = |ms: i64| Timestamp::from_millis(SystemClock.now().as_millisecond() + ms);

    let database = Database::new().await;
    database.set_clock(ahead(-90_000)).await;
    let error = refused(&path, &database).await;
    assert!(matches!(error, CarryError::ClocksApart { .. }), "{error}");

    database.set_clock(ahead(30_000)).await;
    compared(carry(&path, &database, Keep::Copy).await.unwrap());
    let due = "SELECT due_at, record FROM payments";
    let row = database.client().await.query_one(due, &[]).await.unwrap();
    let (there, record): (i64, String) = (row.get(0), row.get(1));
    let (here, original): (i64, String) = Connection::open(&path)
        .unwrap()
        .query_row(due, [], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    assert!(
        (29_000..=30_000).contains(&(there - here)),
        "{there} {here}"
    );
    assert_eq!(record, original);
}
