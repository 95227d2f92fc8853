use std::collections::BTreeMap;
use std::process::Command;
use std::time::{Duration, Instant};

use futures_util::stream::{self, StreamExt, TryStreamExt};
use serde_json::{Value, json};

use crate::checkout::Shop;
use crate::failure::Failure;
use crate::flood::{Books, Held, KINDS, Probe, Seen, Took, Watch, payers, poisha};
use crate::options::Options;
use crate::process::{Program, ServiceProcess};
use crate::rig::{self, KEY};
use crate::sample::quantile;
use crate::shop::Api;
use crate::table::Line;
use crate::{host, network, open_files, quiet};

const PAYERS: u32 = 10_000;
/// All of them are back within ten seconds, so that all executes hang together for twenty.
const A_SECOND: u32 = 1000;
/// In seconds: the gateway takes the money at once, and its answer comes after everybody has given up.
const ANSWER_AFTER: u32 = 35;

/// Millions of bytes.
const MEMORY: f64 = 300.0;
const OPEN_FILES: usize = 12_000;
/// In milliseconds.
const P99: f64 = 100.0;

/// Longer than any rate cap makes it last.
const SETTLED_WITHIN: Duration = Duration::from_secs(900);

pub fn measure(options: &Options) -> Result<Vec<Line>, Failure> {
    open_files::raise();
    let count = options.count(PAYERS);
    let folder = rig::folder()?;
    let gateway = Program::start(Command::new(env!("CARGO_BIN_EXE_bkash")).args([
        "simulate",
        "--listen",
        "127.0.0.1:0",
    ]))?;
    let service = ServiceProcess::start(folder.path(), &gateway.url, KEY, &[])?;
    let runtime = host::runtime()?;
    let api = Api::of(&service.url)?;
    let callbacks = runtime.block_on(approved(&service.url, &gateway.url, count))?;
    runtime.block_on(hang(&gateway.url, count))?;
    let known = runtime.block_on(api.get("/v1/payments?limit=1"))?;
    let known = known["data"][0]["id"].as_str().unwrap_or_default();

    let processes = [service.id(), gateway.id()];
    let machine = quiet::Watch::start(&processes);
    let watch = Watch::start(service.id());
    // A client of its own: a connection that the other runtime drives stands still while we wait for the probe.
    let probe = Probe::start(Api::of(&service.url)?, known.to_owned());
    let start = Instant::now();
    let browsers = std::thread::spawn(move || payers(callbacks, A_SECOND));
    let all_hang = runtime.block_on(all_hang(&gateway.url, start))?;
    let settled = runtime.block_on(settled(&api, start))?;
    let browsers = browsers.join();
    let browsers = browsers.map_err(|_| Failure::new("the browsers panicked"))??;
    let took = probe.stop()?;
    let held = watch.stop()?;
    let others = machine.others();
    let books = runtime.block_on(books(&api, &gateway.url))?;

    let lines = [
        memory(count, held),
        files(held),
        books_line(count, &books, settled),
        calls(&took).others(others),
        pages(&browsers, all_hang).others(others),
    ];
    Ok(lines.into())
}

/// Payments whose payers have passed the gateway's pages: their callback addresses.
async fn approved(service: &str, gateway: &str, count: u32) -> Result<Vec<String>, Failure> {
    let shop = Shop::new(
        vec![service.to_owned()],
        gateway.to_owned(),
        format!("Bearer {KEY}"),
    )?;
    let shop = &shop;
    let payments = stream::iter(0..count).map(|_| shop.until_approved());
    payments
        .buffer_unordered(64)
        .map_ok(|approved| approved.callback)
        .try_collect()
        .await
}

async fn hang(gateway: &str, count: u32) -> Result<(), Failure> {
    let fault = json!({
        "endpoint": "execute", "fault": "delay",
        "seconds": ANSWER_AFTER, "after_effect": true, "count": count,
    });
    let faults = format!("{gateway}/_simulator/faults");
    let answer = network::post(&network::bare_client()?, &faults, fault.to_string()).await?;
    answer.error_for_status()?;
    Ok(())
}

/// When the last execute had come to the gateway, while none of them had been given up.
async fn all_hang(gateway: &str, start: Instant) -> Result<Duration, Failure> {
    let waits = async || {
        let faults = simulator(gateway, "faults").await?;
        Ok::<_, Failure>(
            faults["data"]
                .as_array()
                .is_some_and(|left| !left.is_empty()),
        )
    };
    until_not(waits, Duration::from_secs(ANSWER_AFTER.into())).await?;
    Ok(start.elapsed())
}

/// When no payment's outcome was open any more.
async fn settled(api: &Api, start: Instant) -> Result<Duration, Failure> {
    let open = async || {
        for status in ["executing", "unresolved"] {
            let list = format!("/v1/payments?limit=1&status={status}");
            let open = api.get(&list).await?;
            if open["data"].as_array().is_some_and(|open| !open.is_empty()) {
                return Ok(true);
            }
        }
        Ok(false)
    };
    until_not(open, SETTLED_WITHIN).await?;
    Ok(start.elapsed())
}

async fn until_not(
    waits: impl AsyncFn() -> Result<bool, Failure>,
    within: Duration,
) -> Result<(), Failure> {
    let start = Instant::now();
    while waits().await? {
        if start.elapsed() > within {
            let within = within.as_secs();
            return Err(Failure::new(format!("not all is done after {within} s")));
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    Ok(())
}

/// The service's, the gateway's, and what the service's ledger says that the gateway holds.
async fn books(api: &Api, gateway: &str) -> Result<(Books, Books, i64), Failure> {
    let completed = api.all("/v1/payments?limit=100&status=completed").await?;
    let balances = api.get("/v1/ledger/balances").await?;
    let held = balances["data"].as_array().into_iter().flatten();
    let held = held
        .filter(|balance| balance["account"] == "gateway")
        .filter_map(|balance| balance["balance"].as_str())
        .map(poisha)
        .sum::<Result<i64, _>>()?;
    let gateway = simulator(gateway, "books").await?;
    Ok((
        Books::of_service(&completed)?,
        Books::of_gateway(&gateway)?,
        held,
    ))
}

async fn simulator(gateway: &str, what: &str) -> Result<Value, Failure> {
    let client = network::bare_client()?;
    let answer = client.get(format!("{gateway}/_simulator/{what}")).send();
    let answer = answer.await?.error_for_status()?.bytes().await?;
    Ok(serde_json::from_slice(&answer)?)
}

fn memory(count: u32, held: Held) -> Line {
    let megabytes = held.megabytes;
    Line::new(
        format!("{count} executes without an answer: memory"),
        format!("{megabytes:.0} MB at most"),
    )
    .gate(format!("at most {MEMORY} MB"), megabytes <= MEMORY)
}

fn files(held: Held) -> Line {
    let open_files = held.open_files;
    Line::new("the same: open files", format!("{open_files} at most"))
        .gate(format!("at most {OPEN_FILES}"), open_files <= OPEN_FILES)
}

fn books_line(count: u32, (ours, theirs, ledger): &(Books, Books, i64), after: Duration) -> Line {
    let (payments, poisha) = (ours.count(), ours.poisha());
    let right = ours == theirs && *ledger == poisha && payments == count as usize;
    let taka = poisha as f64 / 100.0;
    let after = after.as_secs_f64();
    Line::new(
        "the same: settled",
        format!(
            "{payments} completed, {taka:.2} BDT; the last {after:.0} s after the first callback"
        ),
    )
    .floor(format!(
        "{} in the gateway's books, {:.2} BDT",
        theirs.count(),
        theirs.poisha() as f64 / 100.0
    ))
    .gate("every payment, in both books and the ledger", right)
}

fn calls(took: &[Took]) -> Line {
    let millis = |kind: Option<usize>| {
        let of_kind = took
            .iter()
            .filter(|took| kind.is_none_or(|kind| kind == took.0));
        quantile(of_kind.map(|took| took.1.as_secs_f64() * 1e3), 0.99)
    };
    let kinds: Vec<_> = (0..KINDS.len())
        .map(|kind| format!("{} {:.0}", KINDS[kind], millis(Some(kind))))
        .collect();
    let p99 = millis(None);
    Line::new(
        "the same: other API calls",
        format!("{p99:.0} ms p99 of {} ({})", took.len(), kinds.join(", ")),
    )
    .gate(format!("p99 at most {P99} ms"), p99 <= P99)
}

fn pages(browsers: &[Result<Seen, Failure>], all_hang: Duration) -> Line {
    let seen: Vec<_> = browsers.iter().flatten().collect();
    let let_down = browsers.len() - seen.len();
    if let Some(why) = browsers.iter().find_map(|browser| browser.as_ref().err()) {
        eprintln!("{let_down} browsers were let down; one of them: {why}");
    }
    let first = |q| quantile(seen.iter().map(|seen| seen.first.as_secs_f64() * 1e3), q);
    let loads: u32 = seen.iter().map(|seen| seen.loads).sum();
    let mut statuses = BTreeMap::new();
    for seen in &seen {
        *statuses.entry(seen.status.as_str()).or_insert(0_u32) += 1;
    }
    let statuses: Vec<_> = statuses
        .iter()
        .map(|(status, count)| format!("{count} {status}"))
        .collect();
    let back = quantile(seen.iter().map(|seen| seen.after.as_secs_f64()), 0.99);
    Line::new(
        "the same: browsers",
        format!(
            "first page {:.0} ms median, {:.0} ms p99; {loads} loads of the progress page; back at the shop \
             within {back:.0} s (p99): {}",
            first(0.5),
            first(0.99),
            statuses.join(", ")
        ),
    )
    .floor(format!("all executes hang after {:.0} s", all_hang.as_secs_f64()))
    .gate("nobody is let down", let_down == 0)
}
