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
    // A job alone needs no savepoint: its changes are the transaction's.
    if let [job] = jobs {
        let stays = job.run(Tx { sql, now: now() });
        // SQLite itself may have rolled everything back, as on a full disk; then the commit says so.
        return match stays || sql.is_autocommit() {
            true => step(sql, "COMMIT"),
            false => step(sql, "ROLLBACK"),
        };
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    type Answer = oneshot::Receiver<Result<i64, StoreError>>;

    fn database() -> Connection {
        let sql = Connection::open_in_memory().unwrap();
        sql.execute_batch(
            "CREATE TABLE rows (n INTEGER PRIMARY KEY) STRICT;
             CREATE TABLE children (n INTEGER REFERENCES rows (n) DEFERRABLE INITIALLY DEFERRED) STRICT;
             PRAGMA foreign_keys = ON;",
        )
        .unwrap();
        sql
    }

    /// Writes a row and then ends as `end` says.
    fn job(n: i64, end: fn(i64) -> Result<i64, Rollback<i64>>) -> (Box<dyn Job>, Answer) {
        Waited::boxed(move |tx| {
            tx.sql.execute("INSERT INTO rows VALUES (?1)", [n])?;
            end(n)
        })
    }

    fn run_all(
        sql: &Connection,
        jobs: Vec<(Box<dyn Job>, Answer)>,
    ) -> Vec<Result<i64, StoreError>> {
        let (jobs, answers): (Vec<_>, Vec<_>) = jobs.into_iter().unzip();
        run(sql, || Timestamp::from_millis(0), jobs);
        let heard = |mut answer: Answer| answer.try_recv().unwrap();
        answers.into_iter().map(heard).collect()
    }

    fn rows(sql: &Connection) -> Vec<i64> {
        let mut statement = sql.prepare("SELECT n FROM rows ORDER BY n").unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    }

    #[test]
    fn a_job_that_panics_fails_or_rolls_back_takes_no_other_along() {
        let sql = database();
        let answers = run_all(
            &sql,
            vec![
                job(1, Ok),
                job(2, |_| panic!("a bug")),
                job(3, |_| Err(Rollback::Failed(StoreError::corrupt("no")))),
                job(4, |n| Err(Rollback::Answer(n))),
                job(1, Ok),
                job(5, Ok),
            ],
        );
        assert_eq!(rows(&sql), [1, 5]);
        let told: Vec<_> = answers.iter().map(|a| a.as_ref().ok().copied()).collect();
        assert_eq!(told, [Some(1), None, None, Some(4), None, Some(5)]);
    }

    #[test]
    fn when_the_commit_fails_nobody_is_told_of_success() {
        let sql = database();
        let orphan = Waited::boxed(|tx| {
            tx.sql.execute("INSERT INTO children VALUES (99)", [])?;
            Ok(0)
        });
        let jobs = vec![job(1, Ok), orphan, job(2, |n| Err(Rollback::Answer(n)))];
        for answer in run_all(&sql, jobs) {
            assert!(answer.unwrap_err().may_pass());
        }
        assert_eq!(rows(&sql), [] as [i64; 0]);
        assert!(run_all(&sql, vec![job(3, Ok)])[0].is_ok());
        assert_eq!(rows(&sql), [3]);
    }

    /// SQLite itself may roll back everything, as it can on a full disk; here a job does.
    #[test]
    fn when_the_transaction_is_lost_nobody_is_told_of_success() {
        let sql = database();
        let saboteur = Waited::boxed(|tx| {
            tx.sql.execute_batch("ROLLBACK")?;
            Err(Rollback::Failed(StoreError::unavailable("full")))
        });
        for answer in run_all(&sql, vec![job(1, Ok), saboteur, job(2, Ok)]) {
            assert!(answer.unwrap_err().may_pass());
        }
        assert_eq!(rows(&sql), [] as [i64; 0]);
    }

    #[test]
    fn a_caller_who_has_left_does_not_stop_its_job() {
        let sql = database();
        let (left, answer) = job(1, Ok);
        drop(answer);
        run(&sql, || Timestamp::from_millis(0), vec![left]);
        assert_eq!(rows(&sql), [1]);
    }
}
