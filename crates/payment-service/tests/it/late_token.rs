//! A gateway that is slow with tokens, so that the shop is told that nothing was sent before a refund leaves; and that
//! creates payments of 11 taka whatever it is asked for.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use bkash_client::transport::{Request, Response};
use bkash_client::{
    Client, Credentials, Environment, RefundApi, SystemClock, Transport, TransportError,
};
use bytes::Bytes;
use payment_core::payment::{Order, Payment, SEND_WITHIN};
use payment_core::refund::{RefundOrder, RefundStatus};
use payment_core::text::{Reason, Sku};
use payment_service::engine::{Engine, EngineParts, EngineSettings, Reply};
use payment_service::problem::{Problem, ProblemKind};
use payment_service::random::SystemRandom;
use payment_service::store::sqlite::WriteMode;
use payment_service::store::{Fingerprint, KeyClaim, PaymentQuery, Route, Store};

use crate::simulation::crash::FragileStore;
use crate::store::backend::Desk;
use crate::store::sample::{completed, payment, taka};

/// A gateway that takes its time for tokens and confirms every refund.
#[derive(Debug)]
struct SlowTokens {
    token_after: Duration,
    refunds: Mutex<u32>,
}

const SHOP_WAITS: Duration = Duration::from_secs(20);
/// Longer than the shop waits.
const TOKEN_AFTER: Duration = Duration::from_secs(25);

impl SlowTokens {
    fn after(token_after: Duration) -> Arc<Self> {
        Arc::new(Self {
            token_after,
            refunds: Mutex::new(0),
        })
    }

    fn refunds(&self) -> u32 {
        *self.refunds.lock().unwrap()
    }
}

#[async_trait]
impl Transport for SlowTokens {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let body: &[u8] = if request.url.path().ends_with("/grant") {
            tokio::time::sleep(self.token_after).await;
            br#"{"statusCode":"0000","statusMessage":"Successful","id_token":"t","token_type":"Bearer","expires_in":3600,"refresh_token":"r"}"#
        } else if request.url.path().ends_with("/create") {
            br#"{"statusCode":"0000","statusMessage":"Successful","paymentID":"TR1","bkashURL":"https://pages.example/pay","amount":"11.00"}"#
        } else {
            *self.refunds.lock().unwrap() += 1;
            br#"{"originalTrxId":"TRX1","refundTrxId":"REF1","refundTransactionStatus":"Completed","refundAmount":"40.00","currency":"BDT","completedTime":"2026-11-23T12:00:00:000 GMT+0600"}"#
        };
        Ok(Response {
            status: 200,
            body: Bytes::from_static(body),
        })
    }
}

fn engine(store: Arc<dyn Store>, gateway: Arc<SlowTokens>) -> Engine {
    let credentials = Credentials {
        app_key: "app-key-of-tests".to_owned(),
        app_secret: "secret".to_owned().into(),
        username: "merchant".to_owned(),
        password: "password".to_owned().into(),
    };
    let environment = Environment::at("http://127.0.0.1:8600").unwrap();
    let client = Client::builder(environment, credentials)
        .transport(gateway)
        .build()
        .unwrap();
    Engine::new(EngineParts {
        store,
        client,
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandom),
        settings: EngineSettings {
            public_url: "http://127.0.0.1:8601".parse().unwrap(),
            payment_expiry: Duration::from_secs(3600),
            refund_api: RefundApi::V2,
            answer_wait: SHOP_WAITS,
            settle_wait: Duration::from_secs(2),
            webhooks: true,
        },
    })
}

/// The shop asks for its refund of 40.00, with the same key every time.
async fn ask(engine: &Engine, payment: &Payment) -> Result<Reply, Problem> {
    let order = RefundOrder {
        amount: taka("40.00"),
        sku: Sku::parse("shirt").unwrap(),
        reason: Reason::parse("too small").unwrap(),
    };
    let key = KeyClaim {
        route: Route::CreateRefund,
        key: "k".to_owned(),
        fingerprint: Fingerprint([1; 32]),
    };
    let refund = engine.create_refund(payment.account, payment.id, order, key);
    refund.await
}

fn says_that_nothing_was_sent(told: &Problem) {
    assert_eq!(told.kind, ProblemKind::GATEWAY_UNANSWERED);
    assert!(told.detail.contains("Nothing was sent"), "{}", told.detail);
}

#[tokio::test(start_paused = true)]
async fn a_refund_is_not_sent_after_the_shop_was_told_that_nothing_was() {
    let desk = Desk::sqlite(WriteMode::Inline).await;
    let payment = completed(&desk, "INV-1", "TRX1").await;
    let gateway = SlowTokens::after(TOKEN_AFTER);
    let engine = engine(Arc::clone(&desk.store), Arc::clone(&gateway));
    says_that_nothing_was_sent(&ask(&engine, &payment).await.unwrap_err());
    tokio::time::sleep(TOKEN_AFTER).await;
    assert_eq!(gateway.refunds(), 0);
    assert_eq!(desk.store.refunds_of(payment.id).await.unwrap(), []);

    let again = ask(&engine, &payment).await.unwrap();
    assert!(again.body.contains("\"completed\""), "{}", again.body);
    assert_eq!(gateway.refunds(), 1);
}

/// The token comes in time and the reserve is made in time, but the word of it comes a second after the shop's answer:
/// soon enough to be written, and too late to be true.
#[tokio::test(start_paused = true)]
async fn a_refund_whose_reserve_ends_after_the_shop_s_answer_is_given_up_and_never_sent() {
    const TOKEN_IN_TIME: Duration = Duration::from_secs(15);
    const RESERVE_TAKES: Duration = Duration::from_secs(6);
    assert!(TOKEN_IN_TIME < SHOP_WAITS && SHOP_WAITS < TOKEN_IN_TIME + RESERVE_TAKES);
    assert!(RESERVE_TAKES < SEND_WITHIN);

    let desk = Desk::sqlite(WriteMode::Inline).await;
    let payment = completed(&desk, "INV-1", "TRX1").await;
    let (store, outage) = FragileStore::calm(Arc::clone(&desk.store));
    let gateway = SlowTokens::after(TOKEN_IN_TIME);
    let engine = engine(Arc::new(store), Arc::clone(&gateway));
    outage.stall(RESERVE_TAKES);
    says_that_nothing_was_sent(&ask(&engine, &payment).await.unwrap_err());
    let reserved = desk.store.refunds_of(payment.id).await.unwrap();
    assert_eq!(reserved[0].status(), RefundStatus::Pending);

    engine.drain().await;
    assert_eq!(gateway.refunds(), 0);
    let [given_up] = &desk.store.refunds_of(payment.id).await.unwrap()[..] else {
        panic!("one refund");
    };
    assert_eq!(given_up.status(), RefundStatus::Declined);
    let again = ask(&engine, &payment).await.unwrap();
    assert!(again.body.contains("not_performed"), "{}", again.body);
    assert_eq!(gateway.refunds(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_payment_that_the_gateway_creates_with_another_amount_is_not_ours() {
    for (amount, status) in [("11", "awaiting_payer"), ("10", "failed")] {
        let desk = Desk::sqlite(WriteMode::Inline).await;
        let engine = engine(Arc::clone(&desk.store), SlowTokens::after(TOKEN_AFTER));
        let order = Order {
            amount: taka(amount),
            ..payment(&desk, "INV-1").order
        };
        let _ = engine.create_payment(desk.account, order, None).await;
        tokio::time::sleep(TOKEN_AFTER).await;
        let query = PaymentQuery {
            limit: 2,
            ..PaymentQuery::default()
        };
        let stored = desk.store.payments(desk.account, &query).await.unwrap();
        assert_eq!(stored.items[0].status().as_str(), status, "{amount}");
    }
}
