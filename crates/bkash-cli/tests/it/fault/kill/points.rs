use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use super::super::backend::Backend;
use super::audit::{Shown, audit};
use super::case::{self, Case};
use super::shop::WORKER;
use super::stage::Stage;

/// Cases under way at once: each mostly waits for a worker to look again.
const SIDE_BY_SIDE: usize = 10;

/// Runs the case of this name alone.
const ONLY: &str = "BKASH_KILL_CASE";

/// What passes until everything is settled: the lease of a webhook, the limit of a call, the half hours of
/// a refund that nobody lists, the life of a paymentID.
const PASSES: [i64; 8] = [0, 70, 130, 1900, 1900, 1900, 90_000, 90_000];

/// On a machine that is busy with other tests the workers are late.
const AT_LAST: Duration = Duration::from_secs(20);

#[test]
fn a_service_on_sqlite_that_is_killed_at_any_point_loses_and_doubles_nothing() {
    kill_at_every_point(|| Backend::Sqlite);
}

#[cfg(feature = "server-tests")]
#[test]
fn a_service_on_postgresql_that_is_killed_at_any_point_loses_and_doubles_nothing() {
    use super::super::postgres::{Database, server};
    kill_at_every_point(|| Backend::Postgres(Database::create(&server())));
}

fn kill_at_every_point(backend: impl Fn() -> Backend + Sync) {
    let only = std::env::var(ONLY).ok();
    let chosen = |case: &Case| only.as_ref().is_none_or(|only| case.to_string() == *only);
    let cases: Vec<Case> = case::all().into_iter().filter(chosen).collect();
    let count = cases.len();
    assert!(count > 0, "{ONLY} names no case");
    let (begun, waiting, failed) = (Instant::now(), Mutex::new(cases), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..SIDE_BY_SIDE {
            scope.spawn(|| {
                while let Some(case) = next(&waiting) {
                    let run = AssertUnwindSafe(|| live_twice(backend(), &case));
                    if let Err(panic) = catch_unwind(run) {
                        let why = format!("{ONLY}='{case}': {}", words(&*panic));
                        failed.lock().unwrap().push(why);
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap();
    let took = begun.elapsed().as_secs();
    println!("{count} deaths in {took} s, {} wrong", failed.len());
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

fn next(waiting: &Mutex<Vec<Case>>) -> Option<Case> {
    waiting.lock().unwrap().pop()
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|it| (*it).to_owned()))
        .unwrap_or_default()
}

/// Plays the story, sees the process die at the point, and lets a second one finish.
fn live_twice(backend: Backend, case: &Case) {
    let mut stage = Stage::new(backend, &case.point);
    case.story.play(&mut stage);
    let shown = settle(&mut stage, case);
    assert!(stage.killed(), "never came to the point{}", stage.log());
    let wrong = audit(&mut stage, case, &shown);
    assert!(wrong.is_empty(), "{}{}", wrong.join("; "), stage.log());
}

/// Lets time pass until it has died and nothing is open; or until there was time enough for all.
fn settle(stage: &mut Stage, case: &Case) -> Shown {
    let mut shown = Shown::read(stage);
    for (turn, seconds) in (1..).zip(PASSES) {
        if seconds > 0 {
            stage.let_pass(seconds);
        }
        let before = shown.versions();
        let is_last = turn == PASSES.len();
        let end = Instant::now() + if is_last { AT_LAST } else { 2 * WORKER };
        while Instant::now() < end {
            stage.look();
            shown = Shown::read(stage);
            if stage.killed() && shown.unfinished(stage, case).is_none() {
                return shown;
            }
            // What changed may need more time, of the other kind.
            if shown.versions() != before && Instant::now() + WORKER > end {
                break;
            }
            thread::sleep(Duration::from_millis(100));
        }
    }
    shown
}
