//! What is measured: calls in turns with a hello, and memory under many of them.

use std::time::Duration;

use crate::Outcome;
use crate::load::send_all;
use crate::memory::resident;
use crate::merchant::Merchant;
use crate::report::Line;
use crate::server::Server;
use crate::watch::{Watch, processor_time};

/// Above this share of the machine in others' hands a round is measured again.
const DISTURBED: f64 = 0.10;

/// One kind of call in one round.
#[derive(Clone, Copy)]
struct Sample {
    /// Calls a second, as the callers see them.
    rate: f64,
    /// The server's processor time for one call, in microseconds.
    cost: f64,
}

struct Round {
    hello: Sample,
    query: Sample,
    execute: Sample,
    create: Sample,
    others: f64,
}

pub(crate) struct Throughput(Vec<Round>);

/// So many rounds, and as many again in place of disturbed ones; the quietest count.
pub(crate) async fn measure(
    simulator: &Server,
    hello: &Server,
    rounds: usize,
    calls: usize,
) -> Outcome<Throughput> {
    let mut merchant = Merchant::new(simulator.address).await?;
    let mut taken: Vec<Round> = Vec::new();
    for _ in 0..rounds * 2 {
        let quiet = taken.iter().filter(|round| round.others <= DISTURBED);
        if quiet.count() == rounds {
            break;
        }
        taken.push(round(&mut merchant, simulator, hello, calls).await?);
    }
    taken.sort_by(|one, other| one.others.total_cmp(&other.others));
    taken.truncate(rounds);
    Ok(Throughput(taken))
}

async fn round(
    merchant: &mut Merchant,
    simulator: &Server,
    hello: &Server,
    calls: usize,
) -> Outcome<Round> {
    let payments = merchant.approved(calls).await?;
    let creates = merchant.creates(calls);
    let (hellos, queries) = (merchant.hellos(&payments), merchant.queries(&payments));
    let executes = merchant.executes(&payments);
    let servers = [simulator.id(), hello.id()];
    let watch = Watch::start(&servers);
    let floor = sample(hello.id(), calls, send_all(hello.address, &hellos)).await?;
    let query = sample(simulator.id(), calls, merchant.send(&queries)).await?;
    let execute = sample(simulator.id(), calls, merchant.send(&executes)).await?;
    let create = sample(simulator.id(), calls, merchant.send(&creates)).await?;
    Ok(Round {
        hello: floor,
        query,
        execute,
        create,
        others: watch.others(),
    })
}

async fn sample(
    server: u32,
    calls: usize,
    send: impl Future<Output = Outcome<Duration>>,
) -> Outcome<Sample> {
    let before = processor_time(server);
    let elapsed = send.await?;
    let used = processor_time(server) - before;
    let calls = calls as f64;
    Ok(Sample {
        rate: calls / elapsed.as_secs_f64(),
        cost: used / calls * 1e6,
    })
}

impl Throughput {
    pub(crate) fn lines(&self, least: f64) -> Vec<Line> {
        let hello = self.median(|round| round.hello);
        let others = self.0.iter().map(|round| round.others).fold(0.0, f64::max);
        let line = |what: &str, of: fn(&Round) -> Sample| {
            let Sample { rate, cost } = self.median(of);
            let measured = format!("{rate:.0}/s, {cost:.1} µs of its core");
            let share = rate / hello.rate;
            let floor = format!(
                "{:.0}/s, {:.1} µs; {share:.2} of it",
                hello.rate, hello.cost
            );
            let line = Line::new(what, measured).floor(floor).others(others);
            (line, rate)
        };
        let gated =
            |(line, rate): (Line, f64)| line.gate(format!("at least {least:.0}/s"), rate >= least);
        vec![
            gated(line("execute", |round| round.execute)),
            gated(line("query", |round| round.query)),
            line("create", |round| round.create).0,
        ]
    }

    /// The middle one of each figure by itself.
    fn median(&self, of: fn(&Round) -> Sample) -> Sample {
        let middle = |figure: fn(&Sample) -> f64| {
            let mut figures: Vec<f64> = self.0.iter().map(|round| figure(&of(round))).collect();
            figures.sort_by(f64::total_cmp);
            figures.get(figures.len() / 2).copied().unwrap_or_default()
        };
        Sample {
            rate: middle(|sample| sample.rate),
            cost: middle(|sample| sample.cost),
        }
    }
}

/// What the simulator holds after the first tenth of so many queries, and after all of them, in MiB.
pub(crate) async fn memory_under_load(simulator: &Server, many: usize) -> Outcome<(f64, f64)> {
    let mut merchant = Merchant::new(simulator.address).await?;
    let payments = merchant.approved(many / 10).await?;
    let queries = merchant.queries(&payments);
    merchant.send(&queries).await?;
    let early = resident(simulator.id())?;
    for _ in 1..10 {
        merchant.send(&queries).await?;
    }
    Ok((early, resident(simulator.id())?))
}
