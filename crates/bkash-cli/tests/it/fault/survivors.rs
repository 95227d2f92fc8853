//! One of four instances is killed while shoppers check out at all of them, and is never started again.

use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use super::exchange::{Reply, exchange};
use super::fleet::{INSTANCES, executes_since, instance};
use super::inbox::Inbox;
use super::postgres::{Database, server};
use super::process::{Process, eventually};
use super::shop::{Approved, balances, calls, is_open, order, status, statuses};
use crate::harness::{Bkash, Gateway};

const SHOPPERS: usize = 32;
/// How many orders there are before the kill, and how many more after it.
const ORDERS: u32 = 100;
/// Every execute takes so long, so that some are always on their way.
const SLOW_EXECUTES: &str =
    r#"{"endpoint":"execute","fault":"delay","seconds":1,"after_effect":true,"count":100000}"#;

const VICTIM: usize = 0;
const SIGKILL: i32 = 9;
const PATIENCE: Duration = Duration::from_secs(60);

/// Longer than a lost call, and the lease of a webhook.
const CALL_IS_LOST: i64 = 130;
/// A paymentID is dead: what the gateway never saw is over.
const DAY_IS_OVER: i64 = 25 * 3600;

#[test]
fn an_instance_that_is_killed_for_good_leaves_nothing_that_the_others_do_not_settle() {
    let database = Database::create(&server());
    let (gateway, inbox) = (Gateway::start(), Inbox::open());
    let bkash = Bkash::with_gateway(gateway.url())
        .env("BKASH_DATABASE_URL", database.url())
        .env("BKASH_WEBHOOK_URL", inbox.url());
    let mut fleet: Vec<Process> = (0..INSTANCES).map(|n| instance(&bkash, n)).collect();
    let urls = fleet.iter().map(|it| it.url().to_owned()).collect();
    let shop = Shop::before(&gateway, urls);
    // One token for all, before it has to be fetched by somebody who is about to die.
    shop.check_out();
    gateway.fault(SLOW_EXECUTES);

    thread::scope(|scope| {
        for _ in 0..SHOPPERS {
            scope.spawn(|| shop.serve());
        }
        let sold = |orders| shop.orders.load(Ordering::Relaxed) >= orders;
        assert!(eventually(PATIENCE, || sold(ORDERS)));
        fleet[VICTIM].signal("KILL");
        let ended = fleet[VICTIM].ended(PATIENCE);
        assert_eq!(ended.and_then(|status| status.signal()), Some(SIGKILL));
        assert!(eventually(PATIENCE, || sold(2 * ORDERS)), "the others sell");
        shop.closes.store(true, Ordering::Relaxed);
        let answered = || executes_under_way(&gateway) == 0;
        assert!(eventually(PATIENCE, answered));
        // Who waits now waits for what the dead instance had in hand.
        database.set_ahead(CALL_IS_LOST);
    });
    let survivor = &fleet[VICTIM + 1];
    let settled = || statuses(survivor).keys().all(|status| !is_open(status));
    if !eventually(Duration::from_secs(10), settled) {
        database.set_ahead(DAY_IS_OVER);
    }
    assert!(eventually(PATIENCE, settled), "{:?}", statuses(survivor));

    let orders = shop.approved.into_inner().unwrap();
    let missed = shop.missed.into_inner();
    let queries = calls(&gateway).get("query").copied().unwrap_or_default();
    println!(
        "{} orders; {missed} requests met the dead instance, {queries} queries; {:?}",
        orders.len(),
        statuses(survivor)
    );
    assert!(missed > 0 && queries > 0, "it died with calls in hand");
    let mut executes = BTreeMap::new();
    executes_since(&gateway, 0, &mut executes);
    assert!(executes.values().all(|times| *times == 1), "{executes:?}");
    for (gateway_payment, payment) in &orders {
        let expected = match executes.contains_key(gateway_payment) {
            true => "completed",
            false => "failed",
        };
        assert_eq!(status(survivor, payment), expected, "{payment:?}");
        let event = format!("payment.{expected}");
        let told = || inbox.has(&payment.id, &event);
        assert!(eventually(PATIENCE, told), "{event} of {payment:?}");
    }
    let (theirs, ours) = balances(survivor, &gateway);
    assert_eq!(theirs, ours);
    let books: Value = serde_json::from_str(&gateway.books()).unwrap();
    assert_eq!(books["token_calls"]["over_limit"], 0);
}

/// The gateway works on so many executes.
fn executes_under_way(gateway: &Gateway) -> usize {
    let journal: Value = serde_json::from_str(&gateway.journal()).unwrap();
    let entries = journal["data"].as_array().unwrap().iter();
    let open = entries.filter(|entry| {
        entry["endpoint"] == "execute"
            && entry["response"].is_null()
            && entry["disconnected_after_ms"].is_null()
    });
    open.count()
}

/// A shop before a fleet: who finds an instance dead is sent to the next.
struct Shop<'a> {
    gateway: &'a Gateway,
    urls: Vec<String>,
    orders: AtomicU32,
    closes: AtomicBool,
    /// What its payer has approved, by the gateway's paymentID.
    approved: Mutex<BTreeMap<String, Approved>>,
    /// Requests that the dead instance did not answer.
    missed: AtomicU32,
}

impl<'a> Shop<'a> {
    fn before(gateway: &'a Gateway, urls: Vec<String>) -> Self {
        Self {
            gateway,
            urls,
            orders: AtomicU32::new(0),
            closes: AtomicBool::new(false),
            approved: Mutex::default(),
            missed: AtomicU32::new(0),
        }
    }

    fn serve(&self) {
        while !self.closes.load(Ordering::Relaxed) {
            self.check_out();
        }
    }

    /// Begins at one instance and ends at another.
    fn check_out(&self) {
        let n = self.orders.fetch_add(1, Ordering::Relaxed);
        let turn = usize::try_from(n).unwrap();
        let (key, order) = (format!("order-{n}"), order(n).to_string());
        let create = || self.ask(turn, "POST", "/v1/payments", Some(&key), &order);
        let payment = insist(201, create).json();
        let gateway_payment = payment["gateway_payment_id"].as_str().unwrap().to_owned();
        let url: url::Url = self.gateway.pay(&gateway_payment).parse().unwrap();
        let approved = Approved {
            id: payment["id"].as_str().unwrap().to_owned(),
            callback: format!("{}?{}", url.path(), url.query().unwrap()),
        };
        let callback = approved.callback.clone();
        self.approved
            .lock()
            .unwrap()
            .insert(gateway_payment, approved);
        insist(303, || self.ask(turn + 1, "GET", &callback, None, ""));
    }

    /// Of the instance whose turn it is, or of the next one that lives.
    fn ask(&self, turn: usize, method: &str, path: &str, key: Option<&str>, body: &str) -> Reply {
        for place in turn.. {
            let place = place % self.urls.len();
            match exchange(&self.urls[place], method, path, key, body) {
                Ok(reply) => return reply,
                Err(error) => assert_eq!(place, VICTIM, "{error}"),
            }
            self.missed.fetch_add(1, Ordering::Relaxed);
        }
        unreachable!("some instance answers")
    }
}

/// Asks until there is this answer; what comes meanwhile must be clear.
fn insist(done: u16, ask: impl Fn() -> Reply) -> Reply {
    let mut last = None;
    let answered = eventually(PATIENCE, || {
        let reply = ask();
        let clear = [done, 200, 409, 502, 503, 504].contains(&reply.status);
        assert!(clear, "{reply:?}");
        let is_done = reply.status == done;
        last = Some(reply);
        is_done
    });
    assert!(answered, "{last:?}");
    last.unwrap()
}
