use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::disk::{insert, open};
use crate::failure::Failure;
use crate::sample::rate;

type Caller = oneshot::Sender<()>;

/// The least that commits in groups: one thread, one insert a caller, one commit for all who wait.
#[derive(Debug)]
pub struct GroupWriter {
    queue: Option<Sender<Caller>>,
    thread: Option<JoinHandle<Result<(), Failure>>>,
}

impl GroupWriter {
    pub fn start(database: &Path) -> Result<Self, Failure> {
        let sql = open(database)?;
        let (queue, callers) = channel();
        let thread = std::thread::Builder::new()
            .name("floor-writer".to_owned())
            .spawn(move || work(&sql, &callers))?;
        Ok(Self {
            queue: Some(queue),
            thread: Some(thread),
        })
    }

    /// Returns when a new row is durable.
    pub async fn row(&self) -> Result<(), Failure> {
        let ended = || Failure::new("the floor's writer has ended");
        let (caller, durable) = oneshot::channel();
        let queue = self.queue.as_ref().ok_or_else(ended)?;
        queue.send(caller).map_err(|_| ended())?;
        durable.await.map_err(|_| ended())
    }

    /// Durable rows with so many callers at once, each with one row at a time.
    pub async fn rows_a_second(&self, callers: usize, span: Duration) -> Result<f64, Failure> {
        let start = Instant::now();
        let calls = (0..callers).map(|_| async {
            let mut rows = 0;
            while start.elapsed() < span {
                self.row().await?;
                rows += 1;
            }
            Ok::<u64, Failure>(rows)
        });
        let rows: u64 = futures_util::future::try_join_all(calls)
            .await?
            .iter()
            .sum();
        Ok(rate(rows, start.elapsed()))
    }
}

fn work(sql: &Connection, callers: &Receiver<Caller>) -> Result<(), Failure> {
    while let Ok(first) = callers.recv() {
        let group: Vec<Caller> = std::iter::once(first).chain(callers.try_iter()).collect();
        sql.execute_batch("BEGIN IMMEDIATE")?;
        for _ in &group {
            insert(sql)?;
        }
        sql.execute_batch("COMMIT")?;
        for caller in group {
            // Whoever has left needs no answer.
            let _ = caller.send(());
        }
    }
    Ok(())
}

impl Drop for GroupWriter {
    fn drop(&mut self) {
        self.queue = None;
        match self.thread.take().map(JoinHandle::join) {
            Some(Ok(Err(failure))) => eprintln!("the floor's writer failed: {failure}"),
            Some(Err(_)) => eprintln!("the floor's writer panicked"),
            Some(Ok(Ok(()))) | None => {}
        }
    }
}
