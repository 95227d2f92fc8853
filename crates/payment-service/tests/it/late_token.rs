//! A gateway that is slow with tokens, and creates payments of 11 taka whatever it is asked for.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use bkash_client::transport::{Request, Response};
use bkash_client::{
    Client, Credentials, Environment, RefundApi, SystemClock, Transport, TransportError,
};
use bytes::Bytes;
use payment_core::payment::Order;
use payment_core::refund::RefundOrder;
use payment_core::text::{Reason, Sku};
use payment_service::engine::{Engine, EngineParts, EngineSettings};
use payment_service::problem::ProblemKind;
use payment_service::random::SystemRandom;
use payment_service::store::sqlite::WriteMode;
use payment_service::store::{Fingerprint, KeyClaim, PaymentQuery, Route};

use crate::store::backend::Desk;
use crate::store::sample::{completed, payment, taka};

/// A gateway that takes its time for tokens and confirms every refund.
#[derive(Debug, Default)]
struct SlowTokens {
    refunds: Mutex<u32>,
}

const TOKEN_AFTER: Duration = Duration::from_secs(25);
const SHOP_WAITS: Duration = Duration::from_secs(20);

#[async_trait]
impl Transport for SlowTokens {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let body: &[u8] = if request.url.path().ends_with("/grant") {
            tokio::time::sleep(TOKEN_AFTER).await;
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

fn engine(desk: &Desk, gateway: Arc<SlowTokens>) -> Engine {
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
        store: Arc::clone(&desk.store),
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

#[tokio::test(start_paused = true)]
async fn a_refund_is_not_sent_after_the_shop_was_told_that_nothing_was() {
    let desk = Desk::sqlite(WriteMode::Inline).await;
    let payment = completed(&desk, "INV-1", "TRX1").await;
    let gateway = Arc::new(SlowTokens::default());
    let engine = engine(&desk, Arc::clone(&gateway));
    let ask = || {
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
        engine.create_refund(desk.account, payment.id, order, key)
    };
    let told = ask().await.unwrap_err();
    assert_eq!(told.kind, ProblemKind::GATEWAY_UNANSWERED);
    assert!(told.detail.contains("Nothing was sent"), "{}", told.detail);
    tokio::time::sleep(TOKEN_AFTER).await;
    assert_eq!(*gateway.refunds.lock().unwrap(), 0);
    assert_eq!(desk.store.refunds_of(payment.id).await.unwrap(), []);

    let again = ask().await.unwrap();
    assert!(again.body.contains("\"completed\""), "{}", again.body);
    assert_eq!(*gateway.refunds.lock().unwrap(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_payment_that_the_gateway_creates_with_another_amount_is_not_ours() {
    for (amount, status) in [("11", "awaiting_payer"), ("10", "failed")] {
        let desk = Desk::sqlite(WriteMode::Inline).await;
        let engine = engine(&desk, Arc::default());
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
