//! Load, decide, commit, act: the service's work around the rules of `payment-core`.
//!
//! Every change goes through `record`: it loads the payment, asks the rules, and commits the decision
//! whole, guarded by the payment's version. Only what that commit permits is then sent to the gateway, and
//! the answer comes back as the next event. Work that may move money runs in tasks of its own, so that it
//! does not end when the browser or the shop hangs up.

mod attention;
mod callback;
mod create;
mod execute;
mod gates;
mod in_flight;
mod notification;
mod pace;
mod query;
mod read;
mod record;
mod record_refund;
mod recover;
mod refund;
mod refund_status;
mod reply;
mod translate;
mod webhooks;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use bkash_client::{Call, Client, Clock, RefundApi};
use payment_core::Timestamp;
use tokio::sync::Semaphore;
use tokio::time::Instant;
use tokio_util::task::TaskTracker;
use tracing::Instrument;
use url::Url;

pub use attention::{AttentionList, Decide};
pub use callback::Visit;
pub use recover::Backlog;
pub use reply::Reply;

use crate::problem::{Problem, ProblemKind};
use crate::random::Random;
use crate::store::Store;
use gates::Gates;
use in_flight::InFlight;
use pace::Pace;

/// So many browsers may hold their connection until their execute has ended; more than a busy instance has
/// on the way when the gateway answers within a second, few enough to leave files and memory to the executes
/// when it hangs. The others get their progress page at once.
const SEATS: usize = 256;

/// The service's work; cheap to clone.
#[derive(Clone, Debug)]
pub struct Engine(Arc<Shared>);

/// What an engine works with.
#[derive(Debug)]
pub struct EngineParts {
    /// Where everything is kept.
    pub store: Arc<dyn Store>,
    /// The gateway.
    pub client: Client,
    /// Wall-clock time of decisions; leases and ages are the database's.
    pub clock: Arc<dyn Clock>,
    /// Identifiers and callback secrets.
    pub random: Arc<dyn Random>,
    /// How it works.
    pub settings: EngineSettings,
}

/// How an engine works.
#[derive(Clone, Debug)]
pub struct EngineSettings {
    /// What the payer's browser can reach; callback addresses begin with it.
    pub public_url: Url,
    /// How long a payer may stay away; at most a day.
    pub payment_expiry: Duration,
    /// Which refund API the client speaks; it limits the refunds of a payment.
    pub refund_api: RefundApi,
    /// How long the shop waits for a create or a refund before it is told that no answer came.
    pub answer_wait: Duration,
    /// How long a callback waits for its result before it shows progress.
    pub settle_wait: Duration,
    /// Whether changes are told to the shop by webhook.
    pub webhooks: bool,
}

#[derive(Debug)]
struct Shared {
    store: Arc<dyn Store>,
    client: Client,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    settings: EngineSettings,
    executing: InFlight,
    /// Of browsers that may wait for their execute.
    seats: Semaphore,
    pace: Pace,
    gates: Gates,
    tasks: TaskTracker,
}

impl Engine {
    /// An engine without background work of its own: call [`Engine::tidy_one`] and
    /// [`Engine::resolve_aside`] from workers.
    #[must_use]
    pub fn new(parts: EngineParts) -> Self {
        let EngineParts {
            store,
            client,
            clock,
            random,
            settings,
        } = parts;
        let (executing, tasks) = (InFlight::default(), TaskTracker::new());
        let gates = Gates::new(&random);
        Self(Arc::new(Shared {
            store,
            client,
            clock,
            random,
            settings,
            executing,
            seats: Semaphore::new(SEATS),
            pace: Pace::new(Instant::now()),
            gates,
            tasks,
        }))
    }

    /// Waits until every call on its way has its outcome recorded. New work must have been stopped before.
    pub async fn drain(&self) {
        self.0.tasks.close();
        self.0.tasks.wait().await;
    }

    /// The gateway's calls that a breaker guards, and whether it is open in this process.
    #[must_use]
    pub fn breakers(&self) -> [(Call, bool); 4] {
        self.0.gates.all()
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.clock.now().as_millisecond())
    }

    fn random_bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.random.fill(&mut bytes);
        bytes
    }

    /// Runs `work` to its end even if the caller goes away.
    async fn finish<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, Problem>> + Send + 'static,
    ) -> Result<T, Problem> {
        let work = work.in_current_span();
        self.0.tasks.spawn(work).await.unwrap_or_else(|crash| {
            tracing::error!(%crash, "a task of the engine crashed");
            Err(Problem::new(
                ProblemKind::INTERNAL,
                "This request could not be completed.",
            ))
        })
    }
}
