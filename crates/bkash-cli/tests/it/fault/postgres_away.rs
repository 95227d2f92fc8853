//! PostgreSQL is killed, started again and cuts every connection, while shoppers check out.

use std::collections::BTreeMap;
use std::fs::File;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::exchange::{Reply, exchange};
use super::postgres::{Database, try_execute};
use super::process::{Process, eventually};
use super::servers::Server;
use super::shop::{balances, calls, is_open, order, statuses};
use crate::harness::{Bkash, Gateway};

const SHOPPERS: usize = 32;

/// An answer that could not be recorded is tried again for a minute.
const SETTLED: Duration = Duration::from_secs(60);

const CUT_EVERY: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
     WHERE pid <> pg_backend_pid() AND application_name = 'bkash'";

#[test]
fn with_connections_cut_and_the_server_killed_under_load_nothing_is_lost_or_doubled() {
    let server = Server::start("postgres");
    let database = Database::create(&server.address());
    let gateway = Gateway::start();
    let bkash = Bkash::with_gateway(gateway.url()).env("BKASH_DATABASE_URL", database.url());
    let mut command = bkash.command(&["serve", "--listen", "127.0.0.1:0"]);
    command.stderr(File::create(bkash.folder().join("serve.log")).unwrap());
    let service = Process::start(command);
    let shop = Shop {
        service: &service,
        gateway: &gateway,
        orders: AtomicU32::new(0),
        closes: AtomicBool::new(false),
        paid: Mutex::new(BTreeMap::new()),
        refused: AtomicU32::new(0),
    };
    // Whoever has no token needs the database for one, and the two an hour could go in this weather.
    shop.check_out();
    thread::scope(|scope| {
        for _ in 0..SHOPPERS {
            scope.spawn(|| shop.serve());
        }
        let cuts = cut_for(Duration::from_secs(4), &server.address());
        assert!(cuts > 5, "{cuts} times");
        server.tell("kill");
        thread::sleep(Duration::from_secs(1));
        server.tell("start");
        thread::sleep(Duration::from_secs(2));
        shop.closes.store(true, Ordering::Relaxed);
    });
    let paid = shop.paid.into_inner().unwrap();
    let refused = shop.refused.into_inner();
    println!(
        "{} paid, {refused} answers while the database was away",
        paid.len()
    );
    assert!(
        paid.len() > SHOPPERS && refused > 0,
        "there was load, and trouble"
    );

    let statuses = || statuses(&service);
    let settled = || statuses().keys().all(|status| !is_open(status));
    let log = || std::fs::read_to_string(bkash.folder().join("serve.log")).unwrap();
    assert!(eventually(SETTLED, settled), "{:?}\n{}", statuses(), log());
    let completed = statuses().get("completed").copied().unwrap_or_default();
    assert_eq!(completed, paid.len(), "{:?}", statuses());
    let executes = calls(&gateway)["execute"];
    assert_eq!(executes, paid.len(), "each of them once");
    let (theirs, ours) = balances(&service, &gateway);
    assert_eq!(theirs, ours);
}

/// Cuts every connection of the service again and again; how often.
fn cut_for(time: Duration, address: &str) -> u32 {
    let (begun, mut cuts) = (Instant::now(), 0);
    while begun.elapsed() < time {
        thread::sleep(Duration::from_millis(150));
        cuts += u32::from(try_execute(address, CUT_EVERY).is_ok());
    }
    cuts
}

/// Shoppers who come one after another until it closes.
struct Shop<'a> {
    service: &'a Process,
    gateway: &'a Gateway,
    orders: AtomicU32,
    closes: AtomicBool,
    /// What the shop was told of each order.
    paid: Mutex<BTreeMap<u32, String>>,
    refused: AtomicU32,
}

impl Shop<'_> {
    fn serve(&self) {
        while !self.closes.load(Ordering::Relaxed) {
            self.check_out();
        }
    }

    fn check_out(&self) {
        let n = self.orders.fetch_add(1, Ordering::Relaxed);
        let (key, order) = (format!("order-{n}"), order(n).to_string());
        let create = || {
            exchange(
                self.service.url(),
                "POST",
                "/v1/payments",
                Some(&key),
                &order,
            )
        };
        let payment: Value = self.insist(201, create).json();
        let url = self
            .gateway
            .pay(payment["gateway_payment_id"].as_str().unwrap());
        let callback = url.strip_prefix(self.service.url()).unwrap();
        let visit = || exchange(self.service.url(), "GET", callback, None, "");
        let location = self.insist(303, visit).location.unwrap();
        self.paid.lock().unwrap().insert(n, location);
    }

    /// Asks until there is this answer; what comes meanwhile must be clear.
    fn insist(&self, done: u16, ask: impl Fn() -> std::io::Result<Reply>) -> Reply {
        let mut last = None;
        let answered = eventually(SETTLED, || {
            let reply = ask().unwrap();
            if reply.status != done {
                self.refused.fetch_add(1, Ordering::Relaxed);
                let clear = [200, 409, 502, 503, 504].contains(&reply.status);
                assert!(clear, "{reply:?}");
                thread::sleep(Duration::from_millis(100));
            }
            last = Some(reply);
            last.as_ref().is_some_and(|reply| reply.status == done)
        });
        assert!(answered, "{last:?}");
        last.unwrap()
    }
}
