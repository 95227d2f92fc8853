//! The thread that writes.

use std::sync::Arc;
use std::thread::JoinHandle;

use bkash_client::Clock;
use rusqlite::Connection;
use tokio::sync::mpsc;

use super::clock::timestamp;
use super::group::{self, Job};
use crate::store::StoreError;

/// Jobs that may wait; more callers than this wait for a place.
const QUEUE: usize = 1024;

/// Jobs that share one commit at most, so that the first of them is not kept waiting for ever.
const GROUP: usize = 256;

/// Hands jobs to the thread. Dropping it ends the thread after the jobs it was given.
#[derive(Debug)]
pub(super) struct Writer {
    queue: Option<mpsc::Sender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start(sql: Connection, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        let (queue, jobs) = mpsc::channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || work(&sql, &*clock, jobs))
            .map_err(StoreError::unavailable)?;
        Ok(Self {
            queue: Some(queue),
            thread: Some(thread),
        })
    }

    /// From here on the job runs to its end, whatever becomes of the caller.
    pub(super) async fn hand_over(&self, job: Box<dyn Job>) -> Result<(), StoreError> {
        let ended = || StoreError::unavailable("the writer has ended");
        let queue = self.queue.as_ref().ok_or_else(ended)?;
        queue.send(job).await.map_err(|_| ended())
    }
}

fn work(sql: &Connection, clock: &dyn Clock, mut queue: mpsc::Receiver<Box<dyn Job>>) {
    while let Some(first) = queue.blocking_recv() {
        let mut jobs = vec![first];
        while jobs.len() < GROUP
            && let Ok(job) = queue.try_recv()
        {
            jobs.push(job);
        }
        group::run(sql, || timestamp(clock), jobs);
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the writer thread panicked");
        }
    }
}
