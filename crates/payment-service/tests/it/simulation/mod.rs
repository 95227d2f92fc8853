//! Whole lives of payments under seeded faults: the real engine and courier on several instances, the real
//! client and token keeper, the simulator's router in process, the real SQLite store, and tokio's paused
//! clock.
//!
//! A schedule is one seed. It plays some shoppers with payments, refunds, doubled, reordered, forged, late and
//! missing callbacks, over a wire that delays, loses and garbles, on instances that stall and crash around
//! their commits, with a gateway, a token store and a shop that are away for a while; then it lets more than a
//! day pass, and an auditor that shares no code with the service compares what the gateway, the wire and the
//! shop have seen with what we have stored.
//!
//! `BKASH_SCHEDULES=1000000` runs more of them (from `BKASH_FIRST_SEED`, which is 1 unless said), `BKASH_SEED=42`
//! replays one with its trace.

mod audit;
mod bell;
mod browser;
mod campaign;
pub(crate) mod clock;
pub(crate) mod crash;
mod deeds;
mod dice;
mod instance;
mod luck;
mod met;
mod outage;
mod person;
mod refunds;
mod sabotage;
mod schedule;
mod shop;
mod shopper;
mod storm;
mod tokens;
mod trace;
mod weather;
mod wire;
mod witness;
mod workers;

const SCHEDULES: u64 = 400;

/// So many meet everything.
const MANY: u64 = 10_000;

#[test]
fn no_schedule_of_faults_loses_or_doubles_money() {
    if let Some(seed) = number("BKASH_SEED") {
        let end = schedule::run(seed);
        println!("{}\n{}", end.trace, end.met);
        let findings = end.findings.join("\n");
        assert!(end.findings.is_empty(), "seed {seed}:\n{findings}");
        return;
    }
    let first = number("BKASH_FIRST_SEED").unwrap_or(1);
    let last = first + number("BKASH_SCHEDULES").unwrap_or(SCHEDULES) - 1;
    println!("schedules {first} to {last}; replay one with BKASH_SEED=<seed>");
    let campaign = campaign::play(first..=last);
    if let Some((seed, end)) = campaign.failed.first_key_value() {
        panic!(
            "{}\nseed {seed}:\n{}\n\nreplay: BKASH_SEED={seed} cargo test -p payment-service --test it no_schedule -- --nocapture",
            end.trace,
            end.findings.join("\n"),
        );
    }
    println!("{campaign}");
    if campaign.played >= MANY {
        let missing = campaign.met.missing();
        assert!(missing.is_empty(), "never met: {missing:#?}");
    }
}

#[test]
fn a_seed_gives_the_same_life_on_every_thread() {
    for seed in [3, 17, 90, 205] {
        let elsewhere = std::thread::spawn(move || schedule::run(seed));
        let here = schedule::run(seed);
        let elsewhere = elsewhere.join().unwrap();
        assert_eq!(here.trace, elsewhere.trace, "seed {seed}");
        assert_eq!(here.met, elsewhere.met, "seed {seed}");
    }
}

fn number(name: &str) -> Option<u64> {
    let value = std::env::var(name).ok()?;
    let number = value.parse();
    Some(number.unwrap_or_else(|_| panic!("{name} is a whole number, not `{value}`")))
}
