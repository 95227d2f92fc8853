//! A process that dies between the two commits.

use bkash_client::SystemClock;
use payment_service::store::carry::{Carried, CarryError, Keep};
use payment_service::store::sqlite::{SqliteStore, WriteMode};
use payment_service::store::{KeyDigest, Store};
use std::sync::Arc;

use super::carry;
use crate::postgres::Database;
use crate::world::World;

/// Makes the last commit take so long that it can be met on its way.
const SLOW_COMMIT: &str = "
    CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_sleep(1); RETURN NULL; END $$;
    CREATE CONSTRAINT TRIGGER slow_commit AFTER INSERT ON installation
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slowly();";

const COMMITTING: &str = "SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND state = 'active' AND query = 'COMMIT'";

/// The server keeps what it was told to keep; nobody is left to mark the file.
async fn die_at_the_commit(world: &World, database: &Database) {
    let watcher = database.client().await;
    watcher.batch_execute(SLOW_COMMIT).await.unwrap();
    let path = world.folder().join("bkash.db");
    let committing = async {
        while watcher
            .query_one(COMMITTING, &[])
            .await
            .unwrap()
            .get::<_, i64>(0)
            == 0
        {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        ended = carry(&path, database, Keep::Copy) => panic!("it was not met: {ended:?}"),
        () = committing => {}
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_crash_between_the_two_commits_the_next_attempt_knows_its_copy_and_marks_the_file()
{
    let (world, database) = (World::start().await, Database::new().await);
    world.paid("INV-1", "500.00").await;
    die_at_the_commit(&world, &database).await;
    let path = world.folder().join("bkash.db");

    let rehearsed = carry(&path, &database, Keep::Nothing).await.unwrap();
    assert!(matches!(rehearsed, Carried::Before), "{rehearsed:?}");
    let finished = carry(&path, &database, Keep::Copy).await.unwrap();
    assert!(matches!(finished, Carried::Before), "{finished:?}");
    let error = carry(&path, &database, Keep::Copy).await.unwrap_err();
    assert!(error.to_string().contains("moved"), "{error}");
    let payments = "SELECT count(*) FROM payments";
    let client = database.client().await;
    assert_eq!(
        client
            .query_one(payments, &[])
            .await
            .unwrap()
            .get::<_, i64>(0),
        1
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_of_a_file_that_went_on_since_is_not_taken_for_complete() {
    let (world, database) = (World::start().await, Database::new().await);
    die_at_the_commit(&world, &database).await;
    world.paid("INV-1", "500.00").await;
    let path = world.folder().join("bkash.db");
    let error = carry(&path, &database, Keep::Copy).await.unwrap_err();
    assert!(matches!(error, CarryError::ChangedSince), "{error}");
    let store = SqliteStore::open(&path, Arc::new(SystemClock), WriteMode::Inline).unwrap();
    let key = store.account_of_key(KeyDigest::of("nobody's")).await;
    assert!(key.is_ok(), "the old file is as it was: {key:?}");
}
