//! A store of each kind, empty, with a clock that the test can move and contents that it can look at.

use std::path::PathBuf;
use std::sync::Arc;

use bkash_client::{Clock, EncryptionKeys, MemoryTokenStore, TokenStore};
use jiff::SignedDuration;

use crate::harness::TestClock;

/// One place for tokens; every store that is opened on it is another process's.
pub(super) struct Bench {
    clock: Arc<TestClock>,
    place: Place,
}

enum Place {
    Memory(Arc<MemoryTokenStore>),
    Sqlite {
        path: PathBuf,
        _folder: tempfile::TempDir,
    },
    #[cfg(feature = "server-tests")]
    Postgres(super::postgres::Database),
    #[cfg(feature = "server-tests")]
    Redis(Box<super::redis::Corner>),
}

impl Bench {
    fn at(place: impl FnOnce(&Arc<TestClock>) -> Place) -> Self {
        let clock = TestClock::start();
        let place = place(&clock);
        Self { clock, place }
    }

    pub(super) async fn memory() -> Self {
        Self::at(|clock| {
            let clock = Arc::clone(clock) as Arc<dyn Clock>;
            Place::Memory(Arc::new(MemoryTokenStore::with_clock(clock)))
        })
    }

    pub(super) async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bkash.db");
        Self::at(|_| Place::Sqlite {
            path,
            _folder: folder,
        })
    }

    #[cfg(feature = "server-tests")]
    pub(super) async fn postgres() -> Self {
        let database = super::postgres::Database::create().await;
        Self::at(|_| Place::Postgres(database))
    }

    #[cfg(feature = "server-tests")]
    pub(super) async fn redis() -> Self {
        let corner = super::redis::Corner::new().await;
        Self::at(|_| Place::Redis(Box::new(corner)))
    }

    pub(super) async fn open(&self) -> Arc<dyn TokenStore> {
        self.open_with(None).await
    }

    /// As another process does that was given these keys.
    pub(super) async fn open_with(&self, keys: Option<EncryptionKeys>) -> Arc<dyn TokenStore> {
        match &self.place {
            Place::Memory(store) => Arc::clone(store) as Arc<_>,
            Place::Sqlite { path, .. } => {
                let clock = Arc::clone(&self.clock) as Arc<dyn Clock>;
                let store = bkash_client::SqliteTokenStore::open_with_clock(path, clock);
                Arc::new(store.unwrap().sealed_with(keys))
            }
            #[cfg(feature = "server-tests")]
            Place::Postgres(database) => Arc::new(database.open().await.sealed_with(keys)),
            #[cfg(feature = "server-tests")]
            Place::Redis(corner) => Arc::new(corner.open().await.sealed_with(keys)),
        }
    }

    /// Moves the store's clock.
    pub(super) async fn leap(&self, by: SignedDuration) {
        match &self.place {
            #[cfg(feature = "server-tests")]
            Place::Postgres(database) => database.leap(by).await,
            #[cfg(feature = "server-tests")]
            Place::Redis(corner) => corner.leap(by).await,
            _ => self.clock.leap(by),
        }
    }

    /// All that a thief of the store would read.
    pub(super) async fn contents(&self) -> String {
        match &self.place {
            Place::Memory(_) => String::new(),
            Place::Sqlite { path, .. } => sqlite_contents(path),
            #[cfg(feature = "server-tests")]
            Place::Postgres(database) => database.contents().await,
            #[cfg(feature = "server-tests")]
            Place::Redis(corner) => corner.contents().await,
        }
    }

    /// Replaces a text in what is stored, as a thief could who may write.
    pub(super) async fn replace(&self, old: &str, new: &str) {
        match &self.place {
            Place::Memory(_) => {}
            Place::Sqlite { path, .. } => {
                let file = rusqlite::Connection::open(path).unwrap();
                for column in ["account", "id_token", "refresh_token"] {
                    let change =
                        format!("UPDATE bkash_token SET {column} = replace({column}, ?1, ?2)");
                    file.execute(&change, [old, new]).unwrap();
                }
            }
            #[cfg(feature = "server-tests")]
            Place::Postgres(database) => database.replace(old, new).await,
            #[cfg(feature = "server-tests")]
            Place::Redis(corner) => corner.replace(old, new).await,
        }
    }
}

/// The row, and the bytes of the file itself once everything is written back to it.
fn sqlite_contents(path: &std::path::Path) -> String {
    let file = rusqlite::Connection::open(path).unwrap();
    file.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned()
}
