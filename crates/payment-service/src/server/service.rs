use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use bkash_client::token::TokenAccount;
use bkash_client::{Client, Clock, SystemClock, TokenStore};
use payment_core::AccountId;
use secrecy::ExposeSecret;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use url::Url;

use super::error::StartError;
use super::token_store::open_token_store;
use super::{connections, workers};
use crate::api::{App, router};
use crate::engine::{Backlog, Engine, EngineParts, EngineSettings};
#[cfg(feature = "kill-points")]
use crate::kill_points::{self, MortalCarrier, MortalStore, MortalTokenStore, MortalTransport};
use crate::notification::{Desk, HttpFetcher, Receiver, ReceiverParts};
use crate::random::SystemRandom;
use crate::settings::{Database, ServiceSettings, WebhookSettings};
use crate::store::postgres::PostgresStore;
use crate::store::sqlite::{SqliteStore, WriteMode};
use crate::store::{KeyDigest, Store, World};
use crate::telemetry::{GatewayLog, Metrics};
use crate::webhook::{Courier, CourierParts, HttpCarrier};

/// A callback shows progress after a tenth of the gateway's time, and after two seconds at most.
const SETTLE_WAIT_MAX: Duration = Duration::from_secs(2);
/// A stopping service waits this much longer than the gateway's time for answers to be read.
const GRACE: Duration = Duration::from_secs(10);

/// A service that runs until it is shut down or dropped.
#[derive(Debug)]
pub struct Service {
    addr: SocketAddr,
    url: Url,
    router: Router,
    engine: Engine,
    stop: CancellationToken,
    workers: TaskTracker,
    connections: TaskTracker,
    grace: Duration,
}

impl Service {
    /// Opens the database, stamps it with its world, listens, and starts the workers. Calls nobody.
    pub async fn start(settings: ServiceSettings) -> Result<Self, StartError> {
        let (listener, addr) = listen(settings.listen).await?;
        let url = public_url(&settings, addr)?;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        #[cfg(feature = "kill-points")]
        let clock = kill_points::begin(clock)?;
        let store = open_store(&settings.database, Arc::clone(&clock)).await?;
        let tokens = open_tokens(&settings, Arc::clone(&clock)).await?;
        #[cfg(feature = "kill-points")]
        let (store, tokens): (Arc<dyn Store>, Arc<dyn TokenStore>) = (
            Arc::new(MortalStore(store)),
            Arc::new(MortalTokenStore(tokens)),
        );
        let account = admit(&*store, &settings).await?;

        let metrics = Metrics::new();
        let courier = match settings.webhook.clone() {
            Some(webhook) => Some(courier(webhook, &store, &clock, &metrics).await?),
            None => None,
        };
        let notifications = notifications(&settings, account, &clock)?;
        let client = client(&settings, tokens, &metrics, Arc::clone(&clock))?;
        let engine = Engine::new(EngineParts {
            store: Arc::clone(&store),
            client: client.clone(),
            clock,
            random: Arc::new(SystemRandom),
            settings: engine_settings(&settings, url.clone()),
        });
        let app = App {
            engine: engine.clone(),
            store,
            metrics,
            amount_max: settings.amount_max,
            endpoint: settings.webhook.as_ref().map(WebhookSettings::endpoint),
            notifications,
            client,
        };
        let service = Self {
            addr,
            url,
            router: router(app.clone()),
            engine,
            stop: CancellationToken::new(),
            workers: TaskTracker::new(),
            connections: TaskTracker::new(),
            grace: settings.gateway_deadline + GRACE,
        };
        service.workers.spawn(workers::watch_attention(
            Arc::clone(&app.store),
            account,
            app.metrics.clone(),
            service.stop.clone(),
        ));
        service.work(listener, &app, courier);
        Ok(service)
    }

    /// Where it listens; the port is a real one also when 0 was asked for.
    #[must_use]
    pub const fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// What payers' browsers call it.
    #[must_use]
    pub const fn url(&self) -> &Url {
        &self.url
    }

    /// All that it answers, for a caller in the same process; a dropped future is a caller that hung up.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// Takes no more requests, lets those on their way end, and waits until every call to the gateway has
    /// its outcome recorded.
    pub async fn shutdown(self) {
        self.stop.cancel();
        self.workers.close();
        self.connections.close();
        self.workers.wait().await;
        // A caller that never reads its answer is not waited for.
        let _ = tokio::time::timeout(self.grace, self.connections.wait()).await;
        self.engine.drain().await;
    }

    fn work(&self, listener: TcpListener, app: &App, courier: Option<Courier>) {
        self.workers
            .spawn(workers::tidy(self.engine.clone(), self.stop.clone()));
        for backlog in [Backlog::Payments, Backlog::Refunds] {
            let (engine, stop) = (self.engine.clone(), self.stop.clone());
            self.workers.spawn(workers::resolve(engine, backlog, stop));
        }
        self.workers.spawn(workers::watch_token_store(
            app.client.clone(),
            self.stop.clone(),
        ));
        self.workers.spawn(workers::keep_metrics(
            app.metrics.clone(),
            self.stop.clone(),
        ));
        if let Some(desk) = &app.notifications {
            self.workers.spawn(workers::confirm(
                self.engine.clone(),
                desk.account,
                app.metrics.clone(),
                self.stop.clone(),
            ));
        }
        if let Some(courier) = courier {
            self.workers
                .spawn(workers::deliver(courier, self.stop.clone()));
            self.workers.spawn(workers::watch_webhooks(
                Arc::clone(&app.store),
                app.metrics.clone(),
                self.stop.clone(),
            ));
        }
        let (stop, connections) = (self.stop.clone(), self.connections.clone());
        self.workers.spawn(connections::accept(
            listener,
            self.router.clone(),
            stop,
            connections,
        ));
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let failed = |source| StartError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let bound = listener.local_addr().map_err(failed)?;
    Ok((listener, bound))
}

fn public_url(settings: &ServiceSettings, address: SocketAddr) -> Result<Url, StartError> {
    let own = || {
        format!("http://{address}")
            .parse()
            .ok()
            .filter(|_| address.ip().is_loopback())
    };
    let url = settings.public_url.clone().or_else(own);
    url.ok_or(StartError::PublicUrlMissing { address })
}

async fn open_store(
    database: &Database,
    clock: Arc<dyn Clock>,
) -> Result<Arc<dyn Store>, StartError> {
    match database {
        Database::Sqlite(path) => match SqliteStore::open(path, clock, WriteMode::Thread) {
            Ok(store) => Ok(Arc::new(store)),
            Err(source) if source.has_moved() => Err(StartError::World(source.into())),
            Err(source) => Err(StartError::Database {
                path: path.to_owned(),
                source,
            }),
        },
        Database::Postgres(url) => match PostgresStore::connect(url).await {
            Ok(store) => Ok(Arc::new(store)),
            Err(source) => Err(StartError::Postgres {
                url: url.clone(),
                source,
            }),
        },
    }
}

/// A store whose tokens cannot be read is told now, not when the first payer comes back.
async fn open_tokens(
    settings: &ServiceSettings,
    clock: Arc<dyn Clock>,
) -> Result<Arc<dyn TokenStore>, StartError> {
    let keys = settings.encryption_keys.clone();
    let store = open_token_store(&settings.token_store, &settings.database, keys, clock).await?;
    let credentials = &settings.credentials;
    let account = TokenAccount::new(
        settings.environment.origin(),
        &credentials.app_key,
        &credentials.username,
    );
    store.load(&account).await?;
    Ok(store)
}

/// Stamps the database with its world, and lets the shop in.
async fn admit(store: &dyn Store, settings: &ServiceSettings) -> Result<AccountId, StartError> {
    let world = World {
        gateway_origin: settings.environment.origin().origin().ascii_serialization(),
        app_key: settings.credentials.app_key.clone(),
    };
    let account = store.open_account(&world).await?;
    if let Some(key) = &settings.api_key {
        let added = store
            .add_api_key(account, KeyDigest::of(key.expose_secret()))
            .await;
        added.map_err(crate::store::OpenError::from)?;
    }
    Ok(account)
}

fn client(
    settings: &ServiceSettings,
    tokens: Arc<dyn TokenStore>,
    metrics: &Metrics,
    clock: Arc<dyn Clock>,
) -> Result<Client, StartError> {
    let client = Client::builder(settings.environment.clone(), settings.credentials.clone())
        .token_store(tokens)
        .clock(clock)
        .deadline(settings.gateway_deadline)
        .refund_api(settings.refund_api)
        .token_calls_per_hour(settings.token_calls_per_hour)
        .observer(Arc::new(GatewayLog {
            metrics: metrics.clone(),
        }));
    #[cfg(feature = "kill-points")]
    let client = client.transport(Arc::new(MortalTransport::to(&settings.environment)?));
    Ok(client.build()?)
}

async fn courier(
    webhook: WebhookSettings,
    store: &Arc<dyn Store>,
    clock: &Arc<dyn Clock>,
    metrics: &Metrics,
) -> Result<Courier, StartError> {
    let endpoint = webhook.endpoint();
    let carrier = HttpCarrier::to(webhook.url)?;
    #[cfg(feature = "kill-points")]
    let carrier = MortalCarrier(carrier);
    let opened = store.open_endpoint(endpoint).await;
    opened.map_err(crate::store::OpenError::from)?;
    Ok(Courier::new(CourierParts {
        store: Arc::clone(store),
        endpoint,
        carrier: Arc::new(carrier),
        clock: Arc::clone(clock),
        random: Arc::new(SystemRandom),
        secrets: webhook.secrets,
        metrics: metrics.clone(),
    }))
}

/// Where bKash's notifications are taken, if a topic is set.
fn notifications(
    settings: &ServiceSettings,
    account: AccountId,
    clock: &Arc<dyn Clock>,
) -> Result<Option<Desk>, StartError> {
    let Some(topic) = settings.notification_topic.clone() else {
        return Ok(None);
    };
    let receiver = Receiver::new(ReceiverParts {
        topic,
        gateway: &settings.environment,
        fetcher: Arc::new(HttpFetcher::beside(&settings.environment)?),
        clock: Arc::clone(clock),
    });
    Ok(Some(Desk {
        receiver: Arc::new(receiver),
        account,
    }))
}

fn engine_settings(settings: &ServiceSettings, public_url: Url) -> EngineSettings {
    EngineSettings {
        public_url,
        payment_expiry: settings.payment_expiry,
        refund_api: settings.refund_api,
        answer_wait: settings.gateway_deadline,
        settle_wait: (settings.gateway_deadline / 10).min(SETTLE_WAIT_MAX),
        webhooks: settings.webhook.is_some(),
    }
}
