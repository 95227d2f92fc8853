use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bkash_client::SystemClock;
use futures_util::future::try_join_all;
use payment_core::AccountId;
use payment_service::store::sqlite::{SqliteStore, WriteMode};
use payment_service::store::{KeyDigest, Store, World};

use crate::failure::Failure;
use crate::floor::{GroupWriter, commits_a_second, flushes_a_second};
use crate::options::Options;
use crate::rig::{self, Rig};
use crate::sample::{median, rate};
use crate::table::Line;
use crate::wal::Wal;
use crate::{host, quiet};

const CALLERS: [usize; 3] = [1, 16, 64];

pub fn measure(options: &Options) -> Result<Vec<Line>, Failure> {
    let mut lines = machine(options)?;
    for callers in CALLERS {
        lines.push(one_row_jobs(options, callers)?);
    }
    lines.push(of_a_checkout()?);
    Ok(lines)
}

fn machine(options: &Options) -> Result<Vec<Line>, Failure> {
    let folder = rig::folder()?;
    let rounds = quiet::rounds(options.rounds(), &[], || {
        Ok((
            flushes_a_second(folder.path(), options.span() / 2)?,
            commits_a_second(folder.path(), options.span() / 2)?,
        ))
    })?;
    let flushes = median(rounds.samples.iter().map(|round| round.0));
    let commits = median(rounds.samples.iter().map(|round| round.1));
    Ok(vec![
        Line::new(
            "machine: 4 KiB written and flushed",
            format!("{flushes:.0}/s"),
        )
        .others(rounds.others),
        Line::new(
            "machine: SQLite, one row a commit",
            format!("{commits:.0}/s"),
        )
        .others(rounds.others),
    ])
}

/// The service's store and the bare writer in turns; a job of the store is one row in a savepoint.
fn one_row_jobs(options: &Options, callers: usize) -> Result<Line, Failure> {
    let folder = rig::folder()?;
    let runtime = host::runtime()?;
    let store = folder.path().join("store.db");
    let store = SqliteStore::open(&store, Arc::new(SystemClock), WriteMode::Thread)?;
    let bare = GroupWriter::start(&folder.path().join("bare.db"))?;
    let jobs = Jobs {
        account: runtime.block_on(store.open_account(&World {
            gateway_origin: "http://127.0.0.1".to_owned(),
            app_key: "benchmark".to_owned(),
        }))?,
        store,
        next: AtomicU64::new(0),
    };
    let span = options.span() / 2;
    let rounds = quiet::rounds(options.rounds(), &[], || {
        runtime.block_on(async {
            Ok((
                jobs.a_second(callers, span).await?,
                bare.rows_a_second(callers, span).await?,
            ))
        })
    })?;
    let ours = median(rounds.samples.iter().map(|round| round.0));
    let floor = median(rounds.samples.iter().map(|round| round.1));
    let share = median(rounds.samples.iter().map(|round| round.0 / round.1));
    let plural = if callers == 1 { "" } else { "s" };
    Ok(Line::new(
        format!("store: durable one-row jobs, {callers} caller{plural}"),
        format!("{ours:.0}/s"),
    )
    .floor(format!("{floor:.0}/s bare group commit, {share:.2} of it"))
    .others(rounds.others))
}

struct Jobs {
    store: SqliteStore,
    account: AccountId,
    next: AtomicU64,
}

impl Jobs {
    async fn a_second(&self, callers: usize, span: Duration) -> Result<f64, Failure> {
        let start = Instant::now();
        let calls = (0..callers).map(|_| async {
            let mut jobs = 0;
            while start.elapsed() < span {
                let key = self.next.fetch_add(1, Ordering::Relaxed);
                let key = KeyDigest::of(&key.to_string());
                self.store.add_api_key(self.account, key).await?;
                jobs += 1;
            }
            Ok::<u64, Failure>(jobs)
        });
        let jobs: u64 = try_join_all(calls).await?.iter().sum();
        Ok(rate(jobs, start.elapsed()))
    }
}

/// Few enough that the log is not begun anew between the two readings.
const CHECKOUTS: u32 = 20;

/// Counted in the write-ahead log, one shopper after another, so that nothing is shared.
fn of_a_checkout() -> Result<Line, Failure> {
    let rig = Rig::start()?;
    let runtime = host::runtime()?;
    runtime.block_on(async {
        rig.shop.checkout().await?;
        let before = Wal::beside(&rig.database)?;
        for _ in 0..CHECKOUTS {
            rig.shop.checkout().await?;
        }
        let after = Wal::beside(&rig.database)?;
        if before.salt != after.salt {
            return Err(Failure::new("the write-ahead log was begun anew meanwhile"));
        }
        let each = |before, after| f64::from(after - before) / f64::from(CHECKOUTS);
        let commits = each(before.commits, after.commits);
        let pages = each(before.pages, after.pages);
        Ok(Line::new(
            "store: one checkout alone",
            format!("{commits:.1} durable commits, {pages:.1} pages"),
        ))
    })
}
