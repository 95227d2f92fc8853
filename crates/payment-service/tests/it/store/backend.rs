use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bkash_client::Clock;
use payment_core::{AccountId, Timestamp};
use payment_service::store::sqlite::{SqliteStore, WriteMode};
use payment_service::store::{Store, World};
use tempfile::TempDir;

use crate::harness::TestClock;

/// What a case works with: an empty store with one merchant account, and the database's clock.
pub(crate) struct Desk {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) account: AccountId,
    clock: Arc<TestClock>,
    path: PathBuf,
    files: TempDir,
}

pub(crate) fn world() -> World {
    World {
        gateway_origin: "http://127.0.0.1:8600".to_owned(),
        app_key: "app-key-of-tests".to_owned(),
    }
}

impl Desk {
    pub(crate) async fn sqlite(mode: WriteMode) -> Self {
        let files = tempfile::tempdir().unwrap();
        let clock = Arc::new(TestClock::new());
        let path = files.path().join("test.db");
        let store = SqliteStore::open(&path, Arc::clone(&clock) as Arc<dyn Clock>, mode).unwrap();
        let account = store.open_account(&world()).await.unwrap();
        Self {
            store: Arc::new(store),
            account,
            clock,
            path,
            files,
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.clock.now().as_millisecond())
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Ends the store; the file lives as long as the directory that comes with it.
    pub(crate) fn close(self) -> (PathBuf, AccountId, TempDir) {
        drop(self.store);
        (self.path, self.account, self.files)
    }

    /// Moves the database's clock.
    pub(crate) fn wait(&self, time: Duration) {
        self.clock.advance(time);
    }
}

/// Makes each case a test on each backend.
macro_rules! on_every_backend {
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

pub(crate) use on_every_backend;
