use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use bkash_client::{Client, Credentials, Environment, MemoryTokenStore, RefundApi};
use bkash_simulator::Simulator;
use payment_core::payment::{
    Order, PayerOutcome, Payment, PaymentEvent, PaymentStatus, Verdict, transition,
};
use payment_core::refund::RefundOrder;
use payment_core::text::{MerchantInvoiceNumber, PayerReference, Reason, Sku};
use payment_core::{AccountId, PaymentId, Taka};
use payment_service::digest;
use payment_service::engine::{Backlog, Engine, EngineParts, EngineSettings, Reply, Visit};
use payment_service::problem::Problem;
use payment_service::store::sqlite::SqliteStore;
use payment_service::store::{
    Committed, Fingerprint, KeyClaim, KeyOutcome, PaymentChange, PaymentQuery, Route, Store, World,
};
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use super::gateway::Gateway;
use crate::simulation::clock::{SeededRandom, SimulatedClock};

const APP_KEY: &str = "app-key-of-outages";

/// One engine before a gateway that can be taken away.
#[derive(Clone)]
pub(crate) struct Stand {
    pub(crate) engine: Engine,
    pub(crate) gateway: Arc<Gateway>,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) account: AccountId,
    orders: Arc<AtomicI64>,
}

#[derive(Debug)]
struct Behind(Arc<SimulatedClock>, Duration);

impl bkash_client::Clock for Behind {
    fn now(&self) -> jiff::Timestamp {
        bkash_client::Clock::now(&*self.0) - self.1
    }
}

/// A payment whose payer is about to come back.
#[derive(Clone)]
pub(crate) struct Approved {
    pub(crate) id: PaymentId,
    secret: String,
    query: String,
}

impl Stand {
    pub(crate) async fn new() -> Self {
        Self::with_database_behind(Duration::ZERO).await
    }

    /// Before a database whose clock is behind the engine's.
    pub(crate) async fn with_database_behind(behind: Duration) -> Self {
        let clock = Arc::new(SimulatedClock::starting_now());
        let of_database = Arc::new(Behind(clock.clone(), behind));
        let store: Arc<dyn Store> = Arc::new(SqliteStore::open_in_memory(of_database).unwrap());
        let world = World {
            gateway_origin: "http://127.0.0.1:8600".to_owned(),
            app_key: APP_KEY.to_owned(),
        };
        let account = store.open_account(&world).await.unwrap();
        let router = Simulator::builder().clock(clock.clone()).router();
        let gateway = Arc::new(Gateway::new(router));
        let credentials = Credentials {
            app_key: APP_KEY.to_owned(),
            app_secret: "secret".to_owned().into(),
            username: "merchant".to_owned(),
            password: "password".to_owned().into(),
        };
        let environment = Environment::at("http://127.0.0.1:8600").unwrap();
        let client = Client::builder(environment, credentials)
            .transport(gateway.clone())
            .token_store(Arc::new(MemoryTokenStore::with_clock(clock.clone())))
            .clock(clock.clone())
            .build()
            .unwrap();
        let engine = Engine::new(EngineParts {
            store: Arc::clone(&store),
            client,
            clock,
            random: Arc::new(SeededRandom::new(7)),
            settings: EngineSettings {
                public_url: "http://127.0.0.1:8601".parse().unwrap(),
                payment_expiry: Duration::from_secs(24 * 3600),
                refund_api: RefundApi::V2,
                answer_wait: Duration::from_secs(30),
                settle_wait: Duration::from_secs(2),
                webhooks: true,
            },
        });
        Self {
            engine,
            gateway,
            store,
            account,
            orders: Arc::new(AtomicI64::new(1_000)),
        }
    }

    pub(crate) async fn create(&self, invoice: &str) -> Result<Reply, Problem> {
        self.create_under(invoice, invoice).await
    }

    /// Another payment of an invoice, under a key of its own.
    pub(crate) async fn create_again(&self, invoice: &str) -> Result<Reply, Problem> {
        self.create_under(invoice, "again").await
    }

    async fn create_under(&self, invoice: &str, key: &str) -> Result<Reply, Problem> {
        let key = KeyClaim {
            route: Route::CreatePayment,
            key: key.to_owned(),
            fingerprint: Fingerprint([1; 32]),
        };
        // The gateway takes a second payment of the same amount within minutes for a doubled one.
        let poisha = self.orders.fetch_add(1, Ordering::Relaxed);
        let order = Order {
            amount: Taka::from_poisha(poisha).unwrap(),
            merchant_invoice_number: MerchantInvoiceNumber::parse(invoice).unwrap(),
            payer_reference: PayerReference::parse("payer").unwrap(),
            return_url: "https://shop.example/return".to_owned(),
            metadata: BTreeMap::new(),
        };
        self.engine
            .create_payment(self.account, order, Some(key))
            .await
    }

    pub(crate) async fn approved(&self, invoice: &str) -> Approved {
        self.approved_by(invoice, &json!({})).await
    }

    /// By a payer who does something of his own on the hosted pages.
    pub(crate) async fn approved_by(&self, invoice: &str, payer: &Value) -> Approved {
        let created = self.create(invoice).await.unwrap();
        let created: Value = serde_json::from_str(&created.body).unwrap();
        let gateway_payment = created["gateway_payment_id"].as_str().unwrap();
        let back = self.gateway.approve(gateway_payment, payer).await;
        Approved {
            id: created["id"].as_str().unwrap().parse().unwrap(),
            secret: back.path().rsplit('/').next().unwrap().to_owned(),
            query: back.query().unwrap().to_owned(),
        }
    }

    pub(crate) async fn come_back(&self, payer: &Approved) -> Visit {
        let visit = self
            .engine
            .payer_returned(payer.id, &payer.secret, &payer.query);
        visit.await.unwrap()
    }

    /// The payer came back, and the process died between its commit and execute.
    pub(crate) async fn leave_executing(&self, payer: &Approved) {
        let payment = self.store.payment(payer.id).await.unwrap().unwrap();
        let event = PaymentEvent::PayerReturned {
            secret: digest::callback_secret(&payer.secret),
            gateway_payment: payment.state.gateway_payment().unwrap().clone(),
            outcome: PayerOutcome::Success,
        };
        let Verdict::Change(decision) = transition(&payment, event, payment.updated_at) else {
            panic!("not permitted");
        };
        let change = PaymentChange {
            next: decision.next,
            entries: Vec::new(),
            deliveries: Vec::new(),
            key: KeyOutcome::Keep,
            evidence: None,
        };
        let committed = self.store.commit_payment(change).await.unwrap();
        assert_eq!(committed, Committed::Done);
    }

    pub(crate) async fn progress(&self, payer: &Approved) -> Visit {
        self.engine.progress(payer.id, &payer.secret).await.unwrap()
    }

    pub(crate) async fn refund(&self, payment: PaymentId) -> Reply {
        let order = RefundOrder {
            amount: "5".parse().unwrap(),
            sku: Sku::parse("SKU").unwrap(),
            reason: Reason::parse("wish").unwrap(),
        };
        let key = KeyClaim {
            route: Route::CreateRefund,
            key: payment.to_string(),
            fingerprint: Fingerprint([1; 32]),
        };
        let refund = self.engine.create_refund(self.account, payment, order, key);
        refund.await.unwrap()
    }

    /// Works as the service's workers do, until the test ends, and looks again after `pause`.
    pub(crate) fn work(&self, pause: Duration) {
        for backlog in [Backlog::Payments, Backlog::Refunds] {
            let engine = self.engine.clone();
            tokio::spawn(async move {
                let places = Arc::new(Semaphore::new(64));
                loop {
                    let place = Arc::clone(&places).acquire_owned().await.unwrap();
                    if !engine.resolve_aside(backlog, place).await.unwrap() {
                        tokio::time::sleep(pause).await;
                    }
                }
            });
        }
    }

    pub(crate) async fn payments(&self) -> Vec<Payment> {
        let query = PaymentQuery {
            limit: 10_000,
            ..PaymentQuery::default()
        };
        let page = self.store.payments(self.account, &query).await;
        page.unwrap().items
    }

    pub(crate) async fn count(&self, status: PaymentStatus) -> usize {
        let payments = self.payments().await;
        let alike = payments.iter().filter(|it| it.status() == status);
        alike.count()
    }

    /// The calls whose breaker is open.
    pub(crate) fn open_breakers(&self) -> Vec<&'static str> {
        let all = self.engine.breakers();
        let open = all.iter().filter(|(_, is_open)| *is_open);
        open.map(|(call, _)| call.name()).collect()
    }
}
