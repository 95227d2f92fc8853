//! The client against the simulator: two readings of the same evidence meet here.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::body::{Body, to_bytes};
use bkash_client::transport::{LONGEST_REPLY, Request, Response};
use bkash_client::{
    ApprovedPayment, Callback, Client, ClientBuilder, Clock, CreatePayment, CreatedPayment,
    Environment, Executed, Expected, MemoryTokenStore, NotPerformedReason, Observer, PaymentReport,
    RefundApi, RefundRequest, TokenStore, TransactionStatus, Transport, TransportError, TrxId,
};
use bkash_simulator::{ConnectionLost, Simulator};
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::time::Instant;
use tower::ServiceExt as _;

use crate::harness::{Reports, TestClock, amount, create_payment, credentials};

const POOR: &str = "01823074817";
const BLOCKED: &str = "01823074818";
const SEED: u64 = 20_251_211;

/// The simulator's router, called in process.
#[derive(Debug, Clone)]
struct InProcess(Router);

impl InProcess {
    async fn call(&self, path: &str, headers: http::HeaderMap, body: Body) -> Option<Response> {
        let mut request = http::Request::post(path)
            .header("host", "bkash.test")
            .body(body)
            .unwrap();
        request.headers_mut().extend(headers);
        let response = self.0.clone().oneshot(request).await.unwrap();
        if response.extensions().get::<ConnectionLost>().is_some() {
            return None;
        }
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), LONGEST_REPLY).await.unwrap();
        Some(Response { status, body })
    }

    async fn control(&self, path: &str, body: Value) -> Value {
        let body = Body::from(body.to_string());
        let reply = self
            .call(&format!("/_simulator/{path}"), http::HeaderMap::new(), body)
            .await;
        let reply = reply.unwrap();
        assert!(reply.status < 300, "{path}: {:?}", reply.body);
        serde_json::from_slice(&reply.body).unwrap_or(Value::Null)
    }
}

#[async_trait]
impl Transport for InProcess {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        if request.write_by.is_some_and(|by| Instant::now() > by) {
            return Err(TransportError::TooLate);
        }
        let reply = self
            .call(request.url.path(), request.headers, request.body.into())
            .await;
        reply.ok_or_else(|| TransportError::Lost("closed without an answer".to_owned()))
    }
}

/// The simulator reads the time that the client reads.
#[derive(Debug)]
struct SameClock(Arc<TestClock>);

impl bkash_simulator::Clock for SameClock {
    fn now(&self) -> Timestamp {
        self.0.now()
    }
}

struct Shop {
    client: Client,
    gateway: InProcess,
    reports: Arc<Reports>,
}

impl Shop {
    fn open() -> Self {
        Self::open_with(|builder| builder)
    }

    fn open_with(adjust: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Self {
        let clock = TestClock::start();
        let simulator = Simulator::builder().seed(SEED);
        let simulator = simulator.clock(Arc::new(SameClock(Arc::clone(&clock))));
        let gateway = InProcess(simulator.router());
        let store = MemoryTokenStore::with_clock(Arc::clone(&clock) as Arc<dyn Clock>);
        let reports = Arc::new(Reports::default());
        let environment = Environment::at("http://127.0.0.1:1").unwrap();
        let builder = Client::builder(environment, credentials())
            .transport(Arc::new(gateway.clone()))
            .clock(clock)
            .observer(Arc::clone(&reports) as Arc<dyn Observer>)
            .token_store(Arc::new(store) as Arc<dyn TokenStore>);
        Self {
            client: adjust(builder).build().unwrap(),
            gateway,
            reports,
        }
    }

    async fn create(&self) -> CreatedPayment {
        self.client.create_payment(&create_payment()).await.unwrap()
    }

    /// The payer at the hosted pages.
    async fn pay(&self, created: &CreatedPayment, how: Value) -> Callback {
        let path = format!("payments/{}/pay", created.payment_id);
        let paid = self.gateway.control(&path, how).await;
        let url = paid["callbackURL"].as_str().unwrap();
        Callback::parse(url.split_once('?').unwrap().1).unwrap()
    }

    async fn approved(&self, wallet: &str) -> (CreatedPayment, ApprovedPayment) {
        let created = self.create().await;
        match self.pay(&created, json!({ "wallet": wallet })).await {
            Callback::Approved(approved) => (created, approved),
            other => panic!("{other:?}"),
        }
    }

    async fn paid(&self) -> (CreatedPayment, PaymentReport) {
        let (created, approved) = self.approved("01770618575").await;
        match self.client.execute(approved).await {
            Executed::Completed(report) => (created, report),
            other => panic!("{other:?}"),
        }
    }

    async fn fault(&self, fault: Value) {
        self.gateway.control("faults", fault).await;
    }

    fn exchanges(&self) -> Vec<&'static str> {
        self.reports
            .all()
            .iter()
            .map(|report| report.call.name())
            .collect()
    }
}

fn expected(created: &CreatedPayment) -> Expected<'_> {
    Expected {
        payment_id: &created.payment_id,
        amount: amount("500.00"),
        merchant_invoice_number: "INV-1001",
    }
}

#[tokio::test(start_paused = true)]
async fn a_payment_is_created_approved_executed_and_settled_with_one_token() {
    let shop = Shop::open();
    let (created, report) = shop.paid().await;
    report.settles(&expected(&created)).unwrap();
    let found = shop
        .client
        .search(report.trx_id.as_ref().unwrap())
        .await
        .unwrap();
    assert_eq!(found.amount, Some(amount("500.00")));
    assert_eq!(found.status, TransactionStatus::Completed);
    assert_eq!(shop.exchanges(), ["grant", "create", "execute", "search"]);
}

#[tokio::test(start_paused = true)]
async fn what_the_payer_did_not_approve_is_no_approved_payment() {
    let shop = Shop::open();
    let created = shop.create().await;
    let cancelled = shop.pay(&created, json!({ "outcome": "cancel" })).await;
    assert!(matches!(cancelled, Callback::Cancelled(_)), "{cancelled:?}");
    let created = shop.create().await;
    let failed = shop.pay(&created, json!({ "otp": "000000" })).await;
    assert!(matches!(failed, Callback::Failed(_)), "{failed:?}");
    let declined = shop.client.out_of_flow().execute(&created.payment_id).await;
    let Executed::Declined(refusal) = declined else {
        panic!("{declined:?}")
    };
    assert_eq!(refusal.code.as_str(), "2056");
}

#[tokio::test(start_paused = true)]
async fn poor_and_blocked_wallets_and_repeats_are_declined_in_the_words_of_the_gateway() {
    let shop = Shop::open();
    for (wallet, codes) in [(POOR, &["2023"][..]), (BLOCKED, &["2037", "2038"])] {
        let (_, approved) = shop.approved(wallet).await;
        let executed = shop.client.execute(approved).await;
        let Executed::Declined(refusal) = executed else {
            panic!("{executed:?}")
        };
        assert!(
            codes.contains(&refusal.code.as_str()),
            "{wallet}: {refusal}"
        );
        assert!(!refusal.message.is_empty());
    }
    shop.paid().await;
    let (_, again) = shop.approved("01770618575").await;
    let executed = shop.client.execute(again).await;
    let Executed::Declined(refusal) = executed else {
        panic!("{executed:?}")
    };
    assert_eq!(refusal.code.as_str(), "2029");
}

#[tokio::test(start_paused = true)]
async fn an_execute_whose_answer_is_lost_is_found_completed_by_query() {
    for fault in [
        json!({ "fault": "answer_lost" }),
        json!({ "fault": "delay", "seconds": 31, "after_effect": true }),
        json!({ "fault": "status", "status": 504, "after_effect": true }),
        json!({ "fault": "code", "code": "9999", "after_effect": true }),
    ] {
        let shop = Shop::open();
        let (created, approved) = shop.approved("01770618575").await;
        let mut execute_fault = fault.clone();
        execute_fault["endpoint"] = json!("execute");
        shop.fault(execute_fault).await;
        let executed = shop.client.execute(approved).await;
        let Executed::Unanswered(payment) = executed else {
            panic!("{fault}: {executed:?}")
        };
        let report = shop.client.query(&payment).await.unwrap();
        report.settles(&expected(&created)).unwrap();
        let executes = shop
            .exchanges()
            .iter()
            .filter(|call| **call == "execute")
            .count();
        assert_eq!(executes, 1, "{fault}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_execute_that_never_arrived_is_unanswered_and_reads_initiated() {
    let shop = Shop::open();
    let (_, approved) = shop.approved("01770618575").await;
    shop.fault(json!({ "endpoint": "execute", "fault": "dropped" }))
        .await;
    let executed = shop.client.execute(approved).await;
    let Executed::Unanswered(payment) = executed else {
        panic!("{executed:?}")
    };
    let report = shop.client.query(&payment).await.unwrap();
    assert_eq!(report.transaction_status, TransactionStatus::Initiated);
    assert_eq!(report.trx_id, None);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_throttled_is_not_performed() {
    let shop = Shop::open();
    let (_, approved) = shop.approved("01770618575").await;
    shop.fault(json!({ "endpoint": "execute", "fault": "status", "status": 429 }))
        .await;
    let executed = shop.client.execute(approved).await;
    let Executed::NotPerformed(not_performed) = executed else {
        panic!("{executed:?}")
    };
    assert_eq!(not_performed.reason, NotPerformedReason::Throttled);
}

#[tokio::test(start_paused = true)]
async fn a_token_that_the_gateway_lets_die_early_is_renewed_and_the_execute_repeated() {
    let shop = Shop::open();
    let (created, approved) = shop.approved("01770618575").await;
    shop.fault(json!({ "endpoint": "execute", "fault": "status", "status": 401 }))
        .await;
    let executed = shop.client.execute(approved).await;
    let Executed::Completed(report) = executed else {
        panic!("{executed:?}")
    };
    report.settles(&expected(&created)).unwrap();
    assert_eq!(
        shop.exchanges(),
        ["grant", "create", "execute", "refresh", "execute"]
    );
}

#[tokio::test(start_paused = true)]
async fn three_days_of_trade_need_one_grant() {
    let shop = Shop::open();
    for _ in 0..3 * 24 {
        shop.create().await;
        tokio::time::sleep(Duration::from_secs(3600)).await;
    }
    let grants = shop
        .exchanges()
        .iter()
        .filter(|call| **call == "grant")
        .count();
    assert_eq!(grants, 1);
    assert!(
        shop.reports
            .all()
            .iter()
            .all(|report| report.status == Some(200))
    );
}

fn refund_of(created: &CreatedPayment, trx_id: &TrxId, taka: &str) -> RefundRequest {
    RefundRequest {
        payment_id: created.payment_id.clone(),
        trx_id: trx_id.clone(),
        amount: amount(taka),
        sku: "SKU-1".to_owned(),
        reason: "customer request".to_owned(),
    }
}

#[tokio::test(start_paused = true)]
async fn partial_refunds_are_made_and_listed_and_never_exceed_the_payment() {
    let shop = Shop::open();
    let (created, report) = shop.paid().await;
    let trx_id = report.trx_id.unwrap();
    let none = shop
        .client
        .refund_status(&created.payment_id, &trx_id)
        .await
        .unwrap();
    assert!(none.refunds.is_empty());
    let mut made = Vec::new();
    for taka in ["100.00", "25.50"] {
        let receipt = shop
            .client
            .refund(&refund_of(&created, &trx_id, taka))
            .await
            .unwrap();
        assert_eq!(receipt.amount, Some(amount(taka)));
        assert_eq!(receipt.original_trx_id.as_ref(), Some(&trx_id));
        made.push((receipt.refund_trx_id, amount(taka)));
    }
    let status = shop
        .client
        .refund_status(&created.payment_id, &trx_id)
        .await
        .unwrap();
    let listed: Vec<_> = status
        .refunds
        .into_iter()
        .map(|refund| (refund.refund_trx_id, refund.amount))
        .collect();
    assert_eq!(listed, made);
    let error = shop
        .client
        .refund(&refund_of(&created, &trx_id, "374.51"))
        .await
        .unwrap_err();
    assert!(error.refusal().is_some(), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_refund_whose_answer_is_lost_is_found_in_the_refund_status() {
    let shop = Shop::open();
    let (created, report) = shop.paid().await;
    let trx_id = report.trx_id.unwrap();
    shop.fault(json!({ "endpoint": "refund", "fault": "answer_lost" }))
        .await;
    let error = shop
        .client
        .refund(&refund_of(&created, &trx_id, "100.00"))
        .await
        .unwrap_err();
    assert!(error.outcome_is_unknown(), "{error}");
    let status = shop
        .client
        .refund_status(&created.payment_id, &trx_id)
        .await
        .unwrap();
    let [refund] = status.refunds.as_slice() else {
        panic!("{status:?}")
    };
    assert_eq!(refund.amount, amount("100.00"));
    assert!(refund.completed_at.is_some());
}

#[tokio::test(start_paused = true)]
async fn version_1_makes_its_one_refund() {
    let shop = Shop::open_with(|builder| builder.refund_api(RefundApi::V1));
    let (created, report) = shop.paid().await;
    let trx_id = report.trx_id.unwrap();
    let none = shop
        .client
        .refund_status(&created.payment_id, &trx_id)
        .await
        .unwrap();
    assert!(none.refunds.is_empty());
    let receipt = shop
        .client
        .refund(&refund_of(&created, &trx_id, "500.00"))
        .await
        .unwrap();
    let status = shop
        .client
        .refund_status(&created.payment_id, &trx_id)
        .await
        .unwrap();
    let [refund] = status.refunds.as_slice() else {
        panic!("{status:?}")
    };
    assert_eq!(refund.refund_trx_id, receipt.refund_trx_id);
}

#[tokio::test]
async fn over_a_real_socket_it_is_the_same() {
    let simulator = Simulator::start().await.unwrap();
    let environment = Environment::at(simulator.url()).unwrap();
    let client = Client::builder(environment, credentials()).build().unwrap();
    let payment = CreatePayment {
        merchant_invoice_number: "INV-2".to_owned(),
        ..create_payment()
    };
    let created = client.create_payment(&payment).await.unwrap();
    assert!(
        created.bkash_url.starts_with(simulator.url()),
        "{}",
        created.bkash_url
    );
    let executed = client.out_of_flow().execute(&created.payment_id).await;
    assert!(
        matches!(executed, Executed::Declined(_)),
        "nobody approved it: {executed:?}"
    );
    simulator.shutdown().await;
}
