use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bkash_client::Clock;
use payment_core::{AccountId, Timestamp};
#[cfg(feature = "server-tests")]
use payment_service::store::postgres::PostgresStore;
use payment_service::store::sqlite::{SqliteStore, WriteMode};
use payment_service::store::{Store, World};
use tempfile::TempDir;

use crate::harness::TestClock;
#[cfg(feature = "server-tests")]
use crate::postgres::Database;

/// What a case works with: an empty store with one merchant account, and the database's clock.
pub(crate) struct Desk {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) account: AccountId,
    clock: Arc<TestClock>,
    place: Place,
}

/// Where the data is, for as long as the case runs.
enum Place {
    File {
        path: PathBuf,
        folder: TempDir,
    },
    #[cfg(feature = "server-tests")]
    Server(Database),
}

pub(crate) fn world() -> World {
    World {
        gateway_origin: "http://127.0.0.1:8600".to_owned(),
        app_key: "app-key-of-tests".to_owned(),
    }
}

impl Desk {
    pub(crate) async fn sqlite(mode: WriteMode) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(TestClock::new());
        let path = folder.path().join("test.db");
        let store = SqliteStore::open(&path, Arc::clone(&clock) as Arc<dyn Clock>, mode).unwrap();
        let account = store.open_account(&world()).await.unwrap();
        Self {
            store: Arc::new(store),
            account,
            clock,
            place: Place::File { path, folder },
        }
    }

    #[cfg(feature = "server-tests")]
    pub(crate) async fn postgres() -> Self {
        let database = Database::new().await;
        let clock = Arc::new(TestClock::new());
        database.set_clock(timestamp(&clock)).await;
        let store = PostgresStore::connect(&database.url).await.unwrap();
        let account = store.open_account(&world()).await.unwrap();
        Self {
            store: Arc::new(store),
            account,
            clock,
            place: Place::Server(database),
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        timestamp(&self.clock)
    }

    /// Of SQLite's file.
    pub(crate) fn path(&self) -> &Path {
        match &self.place {
            Place::File { path, .. } => path,
            #[cfg(feature = "server-tests")]
            Place::Server(_) => panic!("not in a file"),
        }
    }

    #[cfg(feature = "server-tests")]
    pub(crate) fn database(&self) -> &Database {
        match &self.place {
            Place::File { .. } => panic!("not on a server"),
            Place::Server(database) => database,
        }
    }

    /// Ends the store; the file lives as long as the directory that comes with it.
    pub(crate) fn close(self) -> (PathBuf, AccountId, TempDir) {
        drop(self.store);
        match self.place {
            Place::File { path, folder } => (path, self.account, folder),
            #[cfg(feature = "server-tests")]
            Place::Server(_) => panic!("not in a file"),
        }
    }

    /// Moves the database's clock.
    pub(crate) fn wait(&self, time: Duration) {
        self.clock.advance(time);
        #[cfg(feature = "server-tests")]
        if let Place::Server(database) = &self.place {
            let set = database.set_clock(self.now());
            tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(set));
        }
    }
}

fn timestamp(clock: &TestClock) -> Timestamp {
    Timestamp::from_millis(clock.now().as_millisecond())
}

/// Makes each case a test on each backend.
macro_rules! on_every_backend {
    ($($case:ident,)*) => {
        crate::store::backend::on_sqlite! { $($case,)* }

        #[cfg(feature = "server-tests")]
        mod postgres {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $case() {
                    super::$case(crate::store::backend::Desk::postgres().await).await;
                }
            )*
        }
    };
}

/// Makes each case a test on both ways of SQLite.
macro_rules! on_sqlite {
    ($($case:ident,)*) => {
        mod sqlite_with_threads {
            use payment_service::store::sqlite::WriteMode;
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $case() {
                    super::$case(crate::store::backend::Desk::sqlite(WriteMode::Thread).await).await;
                }
            )*
        }

        mod sqlite_inline {
            use payment_service::store::sqlite::WriteMode;
            $(
                #[tokio::test]
                async fn $case() {
                    super::$case(crate::store::backend::Desk::sqlite(WriteMode::Inline).await).await;
                }
            )*
        }
    };
}

pub(crate) use {on_every_backend, on_sqlite};
