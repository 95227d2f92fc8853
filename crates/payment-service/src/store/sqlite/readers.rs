//! The threads that read, each on a connection of its own; the write-ahead log keeps them out of the writer's way.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::connection;
use crate::store::StoreError;

/// Reads that may wait; more callers than this wait for a place.
const QUEUE: usize = 1024;

type Read = Box<dyn FnOnce(&Connection) + Send>;

/// Hands reads to the threads. Dropping it ends them.
#[derive(Debug)]
pub(super) struct Readers {
    queue: Option<mpsc::Sender<Read>>,
    threads: Vec<JoinHandle<()>>,
}

impl Readers {
    pub(super) fn start(path: &Path, count: usize) -> Result<Self, StoreError> {
        let (queue, reads) = mpsc::channel(QUEUE);
        let reads = Arc::new(Mutex::new(reads));
        let threads = (0..count)
            .map(|_| {
                let sql = connection::reader(path)?;
                let reads = Arc::clone(&reads);
                std::thread::Builder::new()
                    .name("sqlite-reader".to_owned())
                    .spawn(move || work(&sql, &reads))
                    .map_err(StoreError::unavailable)
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            queue: Some(queue),
            threads,
        })
    }

    pub(super) async fn read<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    {
        let ended = || StoreError::unavailable("the reader has ended");
        let (caller, answer) = oneshot::channel();
        let read: Read = Box::new(move |sql| {
            let result = catch_unwind(AssertUnwindSafe(|| work(sql)))
                .unwrap_or_else(|_| Err(StoreError::corrupt("the read panicked")));
            let _ = caller.send(result);
        });
        let queue = self.queue.as_ref().ok_or_else(ended)?;
        queue.send(read).await.map_err(|_| ended())?;
        answer.await.map_err(|_| ended())?
    }
}

fn work(sql: &Connection, queue: &Mutex<mpsc::Receiver<Read>>) {
    // The guard goes before the work starts: the next thread waits for the next read meanwhile.
    let next = || {
        queue
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .blocking_recv()
    };
    while let Some(read) = next() {
        read(sql);
    }
}

impl Drop for Readers {
    fn drop(&mut self) {
        self.queue = None;
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a reader thread panicked");
            }
        }
    }
}
