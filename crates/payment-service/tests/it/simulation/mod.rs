//! Whole lives of payments under seeded faults: the real engine on several instances, the real client and
//! token keeper, the simulator's router in process, the real SQLite store, and tokio's paused clock.
//!
//! A schedule is one seed. It plays some shoppers with payments, refunds, doubled, forged and missing
//! callbacks, over a wire that delays, loses and garbles, on instances that stall and crash around their
//! commits; then it lets more than a day pass, and an auditor that shares no code with the service compares
//! the gateway's books with ours.
//!
//! `BKASH_SCHEDULES=10000` runs more of them (from `BKASH_FIRST_SEED`, which is 1 unless said), `BKASH_SEED=42`
//! replays one with its trace.

mod auditor;
pub(crate) mod clock;
mod crash;
mod instance;
mod outage;
mod person;
mod schedule;
mod shopper;
mod trace;
mod wire;

const SCHEDULES: u64 = 400;

#[test]
fn no_schedule_of_faults_loses_or_doubles_money() {
    if let Some(seed) = number("BKASH_SEED") {
        let end = schedule::run(seed);
        println!("{}", end.trace);
        assert!(
            end.findings.is_empty(),
            "seed {seed}:\n{}",
            end.findings.join("\n")
        );
        return;
    }
    let first = number("BKASH_FIRST_SEED").unwrap_or(1);
    let last = first + number("BKASH_SCHEDULES").unwrap_or(SCHEDULES) - 1;
    println!("schedules {first} to {last}; replay one with BKASH_SEED=<seed>");
    let mut tally = schedule::Tally::default();
    for seed in first..=last {
        let end = schedule::run(seed);
        tally.add(&end);
        assert!(
            end.findings.is_empty(),
            "seed {seed}:\n{}\n\n{}\nreplay: BKASH_SEED={seed} cargo test -p payment-service --test it simulation -- --nocapture",
            end.findings.join("\n"),
            end.trace,
        );
    }
    println!("{tally}");
    tally.assert_that_everything_was_met();
}

#[test]
fn a_seed_gives_the_same_life_twice() {
    for seed in [3, 17, 90] {
        assert_eq!(
            schedule::run(seed).trace,
            schedule::run(seed).trace,
            "seed {seed}"
        );
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}
