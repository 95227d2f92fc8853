//! The server goes away and comes back, under the same address; an instance must not be started again for it.

use std::path::Path;
use std::process::{Command, Stdio};

use payment_service::store::postgres::PostgresStore;
use payment_service::store::{Opened, Store};
use tempfile::TempDir;

use crate::store::backend::{Desk, world};
use crate::store::sample::{opening, payment};

/// A server of a test's own.
struct Cluster {
    folder: TempDir,
}

impl Cluster {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let cluster = Self { folder };
        cluster.servers("start");
        cluster
    }

    fn servers(&self, verb: &str) {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/servers");
        let ended = Command::new(script)
            .args(["postgres", verb])
            .arg(self.folder.path())
            .stdin(Stdio::null())
            .status()
            .unwrap();
        assert!(ended.success(), "{verb}");
    }

    fn address(&self) -> String {
        let port = std::fs::read_to_string(self.folder.path().join("postgres.port")).unwrap();
        format!("postgres://postgres@127.0.0.1:{}/postgres", port.trim())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.servers("stop");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_was_restarted_or_crashed_is_used_again() {
    let desk = Desk::postgres().await;
    let cluster = Cluster::start();
    let store = PostgresStore::connect(&cluster.address().parse().unwrap())
        .await
        .unwrap();
    assert_eq!(store.open_account(&world()).await.unwrap(), desk.account);
    let mut stored = Vec::new();
    for (n, end) in ["stop", "kill"].into_iter().enumerate() {
        let before = payment(&desk, &format!("INV-before-{n}"));
        let met = store.open_payment(opening(&before)).await.unwrap();
        assert!(matches!(met, Opened::Fresh));
        stored.push(before.id);

        cluster.servers(end);
        for _ in 0..20 {
            let lost = opening(&payment(&desk, &format!("INV-lost-{n}")));
            let error = store.open_payment(lost).await.unwrap_err();
            assert!(error.may_pass(), "{error}");
        }
        cluster.servers("start");
        for id in &stored {
            assert!(store.payment(*id).await.unwrap().is_some());
        }
    }
}
