use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use crate::failure::Failure;
use crate::host;
use crate::shop::{Api, order};

/// Between one call and the next, whatever became of the one before.
const EVERY: Duration = Duration::from_millis(20);

/// The calls of a shop that goes on working, in turns.
pub const KINDS: [&str; 5] = ["create", "get", "list", "list by invoice", "ledger"];

/// How long one call took, and its place in [`KINDS`].
pub type Took = (usize, Duration);

/// A shop on a thread of its own that calls the API on a fixed beat, so that a slow answer holds up none of
/// the calls after it.
#[derive(Debug)]
pub struct Probe {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<Result<Vec<Took>, Failure>>,
}

impl Probe {
    /// `payment` is one that can be looked at.
    pub fn start(api: Api, payment: String) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let work = move || host::runtime()?.block_on(run(&api, &payment, &stopped));
        Self {
            stop,
            thread: std::thread::spawn(work),
        }
    }

    pub fn stop(self) -> Result<Vec<Took>, Failure> {
        self.stop.store(true, Ordering::Relaxed);
        let ended = self.thread.join();
        ended.map_err(|_| Failure::new("the probing shop panicked"))?
    }
}

async fn run(api: &Api, payment: &str, stop: &AtomicBool) -> Result<Vec<Took>, Failure> {
    let mut beat = tokio::time::interval(EVERY);
    let mut calls = JoinSet::new();
    let mut took = Vec::new();
    for number in 0_usize.. {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        beat.tick().await;
        let (api, payment, due) = (api.clone(), payment.to_owned(), Instant::now());
        calls.spawn(async move {
            let kind = number % KINDS.len();
            call(&api, kind, number, &payment).await?;
            Ok::<_, Failure>((kind, due.elapsed()))
        });
        while let Some(ended) = calls.try_join_next() {
            took.push(ended??);
        }
    }
    while let Some(ended) = calls.join_next().await {
        took.push(ended??);
    }
    Ok(took)
}

async fn call(api: &Api, kind: usize, number: usize, payment: &str) -> Result<(), Failure> {
    let invoice = format!("PROBE-{number}");
    let done = match kind {
        0 => {
            let order = order(&invoice, "75.00");
            api.post("/v1/payments", &invoice, &order).await
        }
        1 => api.get(&format!("/v1/payments/{payment}")).await,
        2 => api.get("/v1/payments?status=awaiting_payer").await,
        3 => {
            let list = "/v1/payments?merchant_invoice_number=INV-7";
            api.get(list).await
        }
        _ => api.get("/v1/ledger/entries?limit=50").await,
    };
    done.map(drop)
}
