//! The old service, the new one, and what both say.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bkash_client::SystemClock;
use payment_core::{AccountId, Timestamp, TrxId};
use payment_service::Service;
use payment_service::settings;
use payment_service::store::carry::{Compared, Keep};
use payment_service::store::sqlite::{SqliteStore, WriteMode};
use payment_service::store::{NewNotification, Received, Store};
use rusqlite::Connection;
use serde_json::{Value, json};

use super::shop::Shop;
use super::{carry, compared};
use crate::answer::Answer;
use crate::postgres::Database;
use crate::world::{GOOD_WALLET, World, order, text};

/// A shop with some of everything, and no webhook taken yet.
struct Old {
    world: World,
    shop: Arc<Shop>,
    path: PathBuf,
    paid: Value,
    /// Where the payer of an awaiting payment comes back to.
    back: String,
}

/// bKash has told of a payment, and nobody has looked at it yet.
async fn told(path: &Path) {
    let store = SqliteStore::open(path, Arc::new(SystemClock), WriteMode::Inline).unwrap();
    let account = AccountId(1);
    let notification = NewNotification {
        message_id: "message-1".to_owned(),
        trx_id: TrxId::new("DLB50PG0H4"),
        merchant_invoice_number: Some("INV-1".to_owned()),
        amount: "450.00".parse().unwrap(),
        sale_amount: Some("500.00".parse().unwrap()),
        transaction_type: "10002294".to_owned(),
        sent_at: Timestamp::from_millis(1_795_413_600_000),
    };
    let received = store.receive_notification(account, notification).await;
    assert_eq!(received.unwrap(), Received::New);
}

impl Old {
    async fn start() -> Self {
        let (shop, webhook) = Shop::start().await;
        let world = World::with(|settings| settings.webhook = Some(webhook)).await;
        let path = world.folder().join("bkash.db");
        let paid = world.paid("INV-1", "500.00").await;
        assert_eq!(world.refund(&paid, "refund-1", "120.50").await.status, 201);
        let lost = world.create("INV-2", "70.00").await;
        world
            .fault(json!({"endpoint": "execute", "fault": "answer_lost"}))
            .await;
        world
            .fault(json!({"endpoint": "query", "fault": "status", "status": 504, "count": 100}))
            .await;
        let back = world.approve(&lost, GOOD_WALLET).await;
        world.visit(&back).await;
        assert_eq!(world.payment(&lost).await["status"], "unresolved");
        let awaiting = world
            .post("/v1/payments", Some("order-3"), &order("INV-3", "30.00"))
            .await;
        let back = world.approve(&awaiting.json(), GOOD_WALLET).await;
        told(&path).await;
        Self {
            world,
            shop,
            path,
            paid,
            back,
        }
    }

    /// All that a shop can read.
    async fn shown(&self) -> Vec<String> {
        let paid = text(&self.paid, "id");
        let mut shown = Vec::new();
        for path in [
            "/v1/payments?limit=100",
            &format!("/v1/payments/{paid}/refunds"),
            &format!("/v1/payments/{paid}/evidence"),
            "/v1/ledger/balances",
            "/v1/ledger/entries?limit=100",
            "/v1/attention",
        ] {
            let answer = self.world.get(path).await;
            assert_eq!(answer.status, 200, "{path}: {}", answer.text);
            shown.push(answer.text);
        }
        let mut told = self.world.get("/v1/notifications").await.json();
        // What is due moves with the clock.
        let due = told["data"][0]["next_attempt_at"].take();
        assert!(due.is_string(), "{told}");
        shown.push(told.to_string());
        shown
    }

    async fn tokens_made(&self) -> usize {
        self.world.count("grant").await + self.world.count("refresh").await
    }

    /// The service that takes over, with nothing changed but its database.
    async fn new_service(&self, database: &Database) -> Service {
        let to = settings::Database::Postgres(database.url.clone());
        self.world
            .another(|settings| settings.database = to)
            .await
            .unwrap()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_new_service_shows_all_replays_every_key_and_needs_no_new_token() {
    let (mut old, database) = (Old::start().await, Database::empty().await);
    let shown = old.shown().await;
    let tokens = old.tokens_made().await;
    let lines = compared(carry(&old.path, &database, Keep::Copy).await.unwrap());
    assert!(lines.iter().all(Compared::is_equal), "{lines:?}");
    let rows = |what: &str| lines.iter().find(|line| line.what == what).unwrap().source;
    assert_eq!((rows("payments").rows, rows("refunds").rows), (3, 1));
    assert_eq!(rows("payments: completed").poisha, Some(50_000));
    assert_eq!(rows("ledger: gateway").poisha, Some(37_950));
    assert_eq!(rows("bkash_token").rows, 1);

    let new = old.new_service(&database).await;
    let address = new.addr().to_string();
    let before = std::mem::replace(&mut old.world.service, new);
    assert_eq!(old.shown().await, shown);

    let world = &old.world;
    let again = world
        .post("/v1/payments", Some("order-3"), &order("INV-3", "30.00"))
        .await;
    assert_eq!(
        again.header("idempotency-replayed"),
        "true",
        "{}",
        again.text
    );
    let again = world.refund(&old.paid, "refund-1", "120.50").await;
    assert_eq!(
        again.header("idempotency-replayed"),
        "true",
        "{}",
        again.text
    );
    assert_eq!(world.count("refund").await, 1);

    let back = old.back.replace(&before.addr().to_string(), &address);
    assert_eq!(
        world.visit_to_the_end(&back).await.returned_status(),
        "completed"
    );
    world.paid("INV-4", "1.00").await;
    assert_eq!(old.tokens_made().await, tokens);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_service_that_still_runs_takes_no_payment_and_sends_no_execute() {
    let (old, database) = (Old::start().await, Database::empty().await);
    carry(&old.path, &database, Keep::Copy).await.unwrap();
    let (world, executes) = (&old.world, old.world.count("execute").await);
    let (creates, refunds) = (world.count("create").await, world.count("refund").await);

    let refused = world
        .post("/v1/payments", None, &order("INV-9", "1.00"))
        .await;
    assert!(refused.status >= 500, "{}", refused.text);
    let refused = world.refund(&old.paid, "refund-2", "1.00").await;
    assert!(refused.status >= 500, "{}", refused.text);
    world.visit(&old.back).await;
    let ready = Answer::to(world.request("GET", "/readyz")).await;
    assert_eq!(ready.status, 503, "{}", ready.text);
    assert_eq!(world.count("execute").await, executes);
    assert_eq!(world.count("create").await, creates);
    assert_eq!(world.count("refund").await, refunds);

    let error = world.another(|_| {}).await.unwrap_err().to_string();
    assert!(error.contains("moved"), "{error}");
    assert!(error.contains(&database.url.to_string()), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn webhooks_that_were_not_taken_go_out_once_from_the_new_database() {
    let (mut old, database) = (Old::start().await, Database::empty().await);
    carry(&old.path, &database, Keep::Copy).await.unwrap();
    let pending: i64 = Connection::open(&old.path)
        .unwrap()
        .query_row(
            "SELECT count(*) FROM deliveries WHERE status = 'pending'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert!(pending >= 3, "{pending}");
    // What was tried once waits for minutes.
    let due = "UPDATE deliveries SET due_at = bkash_now()";
    database.client().await.batch_execute(due).await.unwrap();
    old.shop.open();
    let new = old.new_service(&database).await;
    let _still_running = std::mem::replace(&mut old.world.service, new);
    let left = "SELECT count(*) FROM deliveries WHERE status = 'pending'";
    let client = database.client().await;
    while client.query_one(left, &[]).await.unwrap().get::<_, i64>(0) > 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let heard = old.shop.heard();
    assert_eq!(heard.len(), usize::try_from(pending).unwrap());
    assert!(heard.values().all(|times| *times == 1), "{heard:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rehearsal_keeps_nothing_and_the_old_service_goes_on() {
    let (old, database) = (Old::start().await, Database::empty().await);
    for _ in 0..2 {
        let lines = compared(carry(&old.path, &database, Keep::Nothing).await.unwrap());
        assert!(lines.iter().all(Compared::is_equal), "{lines:?}");
    }
    let tables = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'";
    let client = database.client().await;
    assert_eq!(
        client
            .query_one(tables, &[])
            .await
            .unwrap()
            .get::<_, i64>(0),
        0
    );
    old.world.paid("INV-4", "1.00").await;
}

/// What is carried is all that the old one has; more would be missing in the new one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_column_of_the_new_database_is_one_of_the_old_one() {
    let (old, database) = (Old::start().await, Database::new().await);
    let sql = Connection::open(&old.path).unwrap();
    let columns = "SELECT table_name::text, column_name::text FROM information_schema.columns
        JOIN information_schema.tables USING (table_schema, table_name)
        WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> 'migrations'";
    let rows = database.client().await.query(columns, &[]).await.unwrap();
    let mut seen = 0;
    for row in &rows {
        let (table, column): (String, String) = (row.get(0), row.get(1));
        let known = sql
            .column_exists(None, table.as_str(), column.as_str())
            .unwrap();
        let derived = [
            ("deliveries", "account"),
            ("deliveries", "seq"),
            ("notifications", "seq"),
        ]
        .contains(&(&*table, &*column));
        assert!(known || derived, "{table}.{column}");
        seen += 1;
    }
    assert!(seen > 60, "{seen}");
}
