//! Four instances on one PostgreSQL, and every browser comes back to all of them at once.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use futures_util::future::join_all;
use futures_util::stream;
use reqwest::redirect::Policy;
use serde_json::Value;

use super::backend::Backend;
use super::inbox::Inbox;
use super::postgres::{Database, server};
use super::process::{Process, eventually};
use super::shop::{balances, order};
use crate::harness::{Bkash, CANARIES, Gateway};

/// Payments; `scripts/test --deep` has a thousand.
const PAYMENTS: &str = "BKASH_FLEET_PAYMENTS";
const PAYMENTS_DEFAULT: u32 = 200;

pub(super) const INSTANCES: usize = 4;
const CALLBACKS: usize = 64;
/// The simulator's journal holds the newest 2000 exchanges, so it is read after as many payments.
const WAVE: u32 = 200;
/// Payments whose callbacks come at the same time.
const SIDE_BY_SIDE: usize = 4;

#[test]
fn sixty_four_callbacks_at_once_on_four_instances_execute_each_payment_once_with_one_answer() {
    let count = std::env::var(PAYMENTS).map_or(PAYMENTS_DEFAULT, |count| count.parse().unwrap());
    let database = Backend::Postgres(Database::create(&server()));
    let (gateway, inbox) = (Gateway::start(), Inbox::open());
    let bkash = Bkash::with_gateway(gateway.url())
        .env("BKASH_DATABASE_URL", database.url())
        .env("BKASH_WEBHOOK_URL", inbox.url());
    let fleet: Vec<Process> = (0..INSTANCES).map(|n| instance(&bkash, n)).collect();
    let urls: Vec<String> = fleet.iter().map(|it| it.url().to_owned()).collect();

    let runtime = tokio::runtime::Runtime::new().unwrap();
    let begun = Instant::now();
    let mut executes = BTreeMap::<String, u32>::new();
    let mut last_entry = 0;
    let mut payments = Vec::new();
    for wave in (0..count).step_by(usize::try_from(WAVE).unwrap()) {
        let wave = wave..count.min(wave + WAVE);
        let paid = runtime.block_on(play(&urls, gateway.url(), wave));
        payments.extend(paid);
        last_entry = executes_since(&gateway, last_entry, &mut executes);
    }
    let took = begun.elapsed().as_secs_f64();
    let visits = payments.len() * CALLBACKS;
    println!("{count} payments, {visits} callbacks and their answers in {took:.1} s");

    assert_eq!(executes.len(), payments.len(), "every payment was executed");
    assert!(executes.values().all(|times| *times == 1), "{executes:?}");
    let (theirs, ours) = balances(&fleet[0], &gateway);
    assert_eq!(theirs, ours);
    let books: Value = serde_json::from_str(&gateway.books()).unwrap();
    assert_eq!(books["token_calls"]["total"], 1, "one token for the fleet");
    let told = || payments.iter().all(|id| inbox.has(id, "payment.completed"));
    assert!(
        eventually(Duration::from_secs(60), told),
        "every webhook arrived"
    );
}

pub(super) fn instance(bkash: &Bkash, n: usize) -> Process {
    let mut command = bkash.command(&["serve", "--listen", "127.0.0.1:0"]);
    let log = File::create(bkash.folder().join(format!("instance-{n}.log"))).unwrap();
    command.env("BKASH_LOG", "warn").stderr(log);
    Process::start(command)
}

/// Creates, approves and brings back a wave of payments; their ids.
async fn play(urls: &[String], gateway: &str, wave: std::ops::Range<u32>) -> Vec<String> {
    // Only if no other test was quicker.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = reqwest::Client::builder()
        .redirect(Policy::none())
        .no_proxy()
        .build()
        .unwrap();
    let http = &http;
    let paid = stream::iter(wave).map(|n| async move {
        let turn = usize::try_from(n).unwrap() % urls.len();
        let (id, path) = approve(http, &urls[turn], gateway, n).await;
        let browsers = (0..CALLBACKS).map(|browser| {
            let url = &urls[browser % urls.len()];
            come_back(http, url, &path)
        });
        let answers: BTreeSet<String> = join_all(browsers).await.into_iter().collect();
        let answers: Vec<_> = answers.into_iter().collect();
        assert!(
            matches!(&answers[..], [one] if one.contains("status=completed")),
            "payment {n}: {answers:?}"
        );
        id
    });
    paid.buffer_unordered(SIDE_BY_SIDE).collect().await
}

/// The payment's id, and where its payer comes back to, without scheme and host.
async fn approve(http: &reqwest::Client, url: &str, gateway: &str, n: u32) -> (String, String) {
    let [.., (_, api_key), _] = CANARIES;
    let create = http.post(format!("{url}/v1/payments")).bearer_auth(api_key);
    let payment: Value = json(create.json(&order(n))).await;
    let text = |value: &Value, member: &str| {
        let text = value[member].as_str();
        text.unwrap_or_else(|| panic!("{value}")).to_owned()
    };
    let walk = format!(
        "{gateway}/_simulator/payments/{}/pay",
        text(&payment, "gateway_payment_id")
    );
    let walked = json(http.post(walk).body("{}")).await;
    let callback = text(&walked, "callbackURL");
    let path = callback.strip_prefix(url).unwrap().to_owned();
    (text(&payment, "id"), path)
}

async fn json(request: reqwest::RequestBuilder) -> Value {
    request.send().await.unwrap().json().await.unwrap()
}

/// The one answer that a browser gets: where it is sent at once, or by the progress page in the end.
async fn come_back(http: &reqwest::Client, url: &str, path: &str) -> String {
    let mut address = format!("{url}{path}");
    let progress = format!("{url}{}/progress", path.split('?').next().unwrap());
    loop {
        let answer = http.get(&address).send().await.unwrap();
        match answer.status().as_u16() {
            303 => return answer.headers()["location"].to_str().unwrap().to_owned(),
            200 => tokio::time::sleep(Duration::from_millis(100)).await,
            status => return format!("{status}: {}", answer.text().await.unwrap()),
        }
        address.clone_from(&progress);
    }
}

/// Counts the executes after that entry; the number of the last entry.
pub(super) fn executes_since(
    gateway: &Gateway,
    seen: u64,
    executes: &mut BTreeMap<String, u32>,
) -> u64 {
    let journal: Value = serde_json::from_str(&gateway.journal()).unwrap();
    let mut last = seen;
    for entry in journal["data"].as_array().unwrap() {
        let number = entry["id"].as_u64().unwrap();
        if number > seen && entry["endpoint"] == "execute" {
            let payment = entry["request"]["body"]["paymentID"].as_str().unwrap();
            *executes.entry(payment.to_owned()).or_default() += 1;
        }
        last = last.max(number);
    }
    last
}
