//! Many pieces of work in one commit.

use std::panic::{AssertUnwindSafe, catch_unwind};

use payment_core::Timestamp;
use rusqlite::Connection;
use tokio::sync::oneshot;

use super::error::Rollback;
use crate::store::StoreError;

/// What a piece of work sees of the database.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tx<'a> {
    pub(super) sql: &'a Connection,
    /// The database's clock.
    pub(super) now: Timestamp,
}

/// A piece of work of any type.
pub(super) trait Job: Send {
    /// Works inside a savepoint of its own; `false` when its changes must go.
    fn run(&mut self, tx: Tx<'_>) -> bool;

    /// Answers the caller, once it is known whether the group was committed.
    fn answer(self: Box<Self>, group: Result<(), &str>);
}

/// A job whose caller waits, or has left: the work is the same.
pub(super) struct Waited<T, F> {
    work: Option<F>,
    result: Option<Result<T, Rollback<T>>>,
    caller: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, F> Waited<T, F>
where
    T: Send + 'static,
    F: FnOnce(Tx<'_>) -> Result<T, Rollback<T>> + Send + 'static,
{
    pub(super) fn boxed(work: F) -> (Box<dyn Job>, oneshot::Receiver<Result<T, StoreError>>) {
        let (caller, answer) = oneshot::channel();
        let job = Self {
            work: Some(work),
            result: None,
            caller,
        };
        (Box::new(job), answer)
    }
}

impl<T, F> Job for Waited<T, F>
where
    T: Send,
    F: FnOnce(Tx<'_>) -> Result<T, Rollback<T>> + Send,
{
    fn run(&mut self, tx: Tx<'_>) -> bool {
        let Some(work) = self.work.take() else {
            return false;
        };
        let result = catch_unwind(AssertUnwindSafe(|| work(tx)))
            .unwrap_or_else(|_| Err(Rollback::Failed(StoreError::corrupt("the work panicked"))));
        let stays = result.is_ok();
        self.result = Some(result);
        stays
    }

    fn answer(self: Box<Self>, group: Result<(), &str>) {
        let answer = match (group, self.result) {
            (Ok(()), Some(Ok(answer) | Err(Rollback::Answer(answer)))) => Ok(answer),
            (Ok(()), Some(Err(Rollback::Failed(error)))) => Err(error),
            (Ok(()), None) => Err(StoreError::unavailable("the work was not begun")),
            (Err(why), _) => Err(StoreError::unavailable(why)),
        };
        // A caller that has left asks again, or never.
        let _ = self.caller.send(answer);
    }
}

/// Runs every job in a savepoint of its own and commits them together; callers hear only after that.
pub(super) fn run(sql: &Connection, now: impl Fn() -> Timestamp, mut jobs: Vec<Box<dyn Job>>) {
    let committed = commit(sql, now, &mut jobs);
    if let Err(error) = &committed {
        tracing::error!(%error, jobs = jobs.len(), "a group of changes was not committed");
        if !sql.is_autocommit()
            && let Err(error) = sql.execute_batch("ROLLBACK")
        {
            tracing::error!(%error, "the transaction could not be rolled back");
        }
    }
    let told = committed.map_err(|error| error.to_string());
    for job in jobs {
        job.answer(told.as_ref().copied().map_err(String::as_str));
    }
}

fn commit(
    sql: &Connection,
    now: impl Fn() -> Timestamp,
    jobs: &mut [Box<dyn Job>],
) -> rusqlite::Result<()> {
    step(sql, "BEGIN IMMEDIATE")?;
    for job in jobs {
        step(sql, "SAVEPOINT job")?;
        if !job.run(Tx { sql, now: now() }) {
            // Fails when SQLite has rolled back everything, as on a full disk: then nobody's work stands.
            step(sql, "ROLLBACK TO job")?;
        }
        step(sql, "RELEASE job")?;
    }
    step(sql, "COMMIT")
}

fn step(sql: &Connection, statement: &str) -> rusqlite::Result<()> {
    sql.prepare_cached(statement)?.execute([]).map(drop)
}
