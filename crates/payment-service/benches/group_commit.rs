//! How many durable changes a second the store makes, beside what the disk and SQLite give to one caller
//! who commits each by itself, measured in the same run.
//!
//! `cargo bench -p payment-service --bench group_commit`

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bkash_client::SystemClock;
use payment_core::payment::{Order, Payment};
use payment_core::text::{MerchantInvoiceNumber, PayerReference};
use payment_core::{AccountId, PaymentId, SecretDigest, Taka, Timestamp};
use payment_service::store::sqlite::{SqliteStore, WriteMode};
use payment_service::store::{KeyDigest, Opening, Store, World};
use rusqlite::Connection;

const SPAN: Duration = Duration::from_secs(3);

fn main() {
    let files = tempfile::tempdir().unwrap();
    let floor = one_row_a_commit(&files.path().join("floor.db"));
    println!("{:<44} {:>10} {:>8}", "what", "a second", "x floor");
    let row = |what: &str, rate: f64| println!("{what:<44} {rate:>10.0} {:>8.1}", rate / floor);
    row("bare SQLite, one row a commit, one caller", floor);

    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    for callers in [1, 8, 64, 256] {
        let path = files.path().join(format!("{callers}.db"));
        let (keys, payments) = runtime.block_on(measure(&path, callers));
        row(&format!("one-row jobs, {callers} callers"), keys);
        row(&format!("new payments, {callers} callers"), payments);
    }
}

fn one_row_a_commit(path: &Path) -> f64 {
    let sql = Connection::open(path).unwrap();
    let wal = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (a BLOB)";
    sql.execute_batch(wal).unwrap();
    let (start, mut rows) = (Instant::now(), 0_u32);
    while start.elapsed() < SPAN {
        sql.prepare_cached("INSERT INTO t VALUES (?1)")
            .unwrap()
            .execute([rows.to_be_bytes()])
            .unwrap();
        rows += 1;
    }
    f64::from(rows) / start.elapsed().as_secs_f64()
}

async fn measure(path: &Path, callers: u32) -> (f64, f64) {
    let store = SqliteStore::open(path, Arc::new(SystemClock), WriteMode::Thread).unwrap();
    let world = World {
        gateway_origin: "http://127.0.0.1:8600".to_owned(),
        app_key: "bench".to_owned(),
    };
    let account = store.open_account(&world).await.unwrap();
    let store: Arc<dyn Store> = Arc::new(store);
    let keeper = Arc::clone(&store);
    let keys = rate(callers, move |n| {
        let store = Arc::clone(&keeper);
        async move {
            let key = KeyDigest::of(&n.to_string());
            store.add_api_key(account, key).await.unwrap();
        }
    });
    let keys = keys.await;
    let payments = rate(callers, move |n| {
        let store = Arc::clone(&store);
        async move {
            let opening = Opening {
                payment: payment(account, n),
                key: None,
                supersede: None,
            };
            store.open_payment(opening).await.unwrap();
        }
    });
    (keys, payments.await)
}

/// Each caller asks again as soon as it is answered.
async fn rate<F>(callers: u32, ask: impl Fn(u64) -> F + Clone + Send + 'static) -> f64
where
    F: Future<Output = ()> + Send,
{
    let start = Instant::now();
    let tasks: Vec<_> = (0..u64::from(callers))
        .map(|caller| {
            let ask = ask.clone();
            tokio::spawn(async move {
                let mut done = 0_u32;
                while start.elapsed() < SPAN {
                    ask(caller << 32 | u64::from(done)).await;
                    done += 1;
                }
                done
            })
        })
        .collect();
    let mut all = 0.0;
    for task in tasks {
        all += f64::from(task.await.unwrap());
    }
    all / start.elapsed().as_secs_f64()
}

fn payment(account: AccountId, n: u64) -> Payment {
    let now = Timestamp::from_millis(1_795_413_600_000);
    let mut random = [0; 10];
    random[2..].copy_from_slice(&n.to_be_bytes());
    let order = Order {
        amount: Taka::from_poisha(50_000).unwrap(),
        merchant_invoice_number: MerchantInvoiceNumber::parse(format!("INV-{n}")).unwrap(),
        payer_reference: PayerReference::parse("a payer").unwrap(),
        return_url: "https://shop.example/return".to_owned(),
        metadata: BTreeMap::new(),
    };
    let secret = SecretDigest::new([7; 32]);
    let hour = Duration::from_secs(3600);
    Payment::open(
        PaymentId::new(now, random),
        account,
        order,
        secret,
        hour,
        now,
    )
}
