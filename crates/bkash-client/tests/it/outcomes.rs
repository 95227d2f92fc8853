//! What a call is said to have done, for every way in which its reply can go wrong.

use std::time::Duration;

use bkash_client::{
    Call, CreatePayment, Executed, Expected, NotPerformedReason, OutcomeKind, RefundApi,
    RefundRequest, TransportError, UnansweredReason,
};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::harness::{
    PAYMENT_ID, Reply, TRX_ID, World, amount, approved, completed, create_payment, message,
    payment_id, refund, refusal,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Completed,
    Declined,
    NotPerformed,
    Unanswered,
}

fn lost() -> Reply {
    Reply::Fail(TransportError::Lost("reset".to_owned()))
}

async fn class_of_execute(reply: Reply) -> Class {
    let world = World::new();
    world.gateway.on("/execute", reply);
    let class = match world.client.execute(approved()).await {
        Executed::Completed(_) => Class::Completed,
        Executed::Declined(_) => Class::Declined,
        Executed::NotPerformed(_) => Class::NotPerformed,
        Executed::Unanswered(_) => Class::Unanswered,
    };
    assert_eq!(world.gateway.count("/execute"), 1, "never posted twice");
    class
}

#[tokio::test(start_paused = true)]
async fn an_execute_is_completed_declined_not_performed_or_unanswered_as_the_rules_say() {
    use Class::{Completed, Declined, NotPerformed, Unanswered};
    const CUT: &[u8] = br#"{"statusCode":"0000","paymentID":"TR00"#;
    const RAW_LINE_FEED: &[u8] =
        b"{\"statusCode\":\"9999\",\"statusMessage\":\"Invalid credentials.\n\"}";
    let cases = [
        (completed(), Completed),
        (Reply::Json(200, json!({"statusCode": "0000"})), Completed),
        (refusal("2023"), Declined),
        (refusal("2029"), Declined),
        (refusal("2037"), Declined),
        (refusal("2002"), Declined),
        (
            Reply::Json(400, json!({"externalCode": "2056", "errorMessageEn": "x"})),
            Declined,
        ),
        (
            Reply::Json(200, json!({"errorCode": "2001", "errorMessage": "x"})),
            Declined,
        ),
        (message(400, "Invalid request body"), NotPerformed),
        (message(403, "Forbidden"), NotPerformed),
        (message(429, "Too Many Requests"), NotPerformed),
        (
            Reply::Fail(TransportError::NotSent("refused".to_owned())),
            NotPerformed,
        ),
        (
            Reply::Fail(TransportError::TimedOut { connected: false }),
            NotPerformed,
        ),
        (Reply::Fail(TransportError::TooLate), NotPerformed),
        (
            Reply::Fail(TransportError::TimedOut { connected: true }),
            Unanswered,
        ),
        (lost(), Unanswered),
        (Reply::Never, Unanswered),
        (message(504, "Endpoint request timed out"), Unanswered),
        (message(500, "Internal server error"), Unanswered),
        (message(200, "no answer"), Unanswered),
        (message(404, "?"), Unanswered),
        (Reply::Json(500, json!({"statusCode": "0000"})), Unanswered),
        (Reply::Raw(502, b"<html>Bad Gateway</html>"), Unanswered),
        (Reply::Raw(403, b"<html>blocked</html>"), Unanswered),
        (Reply::Raw(200, b""), Unanswered),
        (Reply::Raw(200, CUT), Unanswered),
        (Reply::Raw(302, b""), Unanswered),
        (Reply::Raw(200, RAW_LINE_FEED), Unanswered),
        (
            Reply::Json(
                200,
                json!({"trxID": TRX_ID, "transactionStatus": "Completed"}),
            ),
            Unanswered,
        ),
    ];
    for (reply, expected) in cases {
        assert_eq!(class_of_execute(reply.clone()).await, expected, "{reply:?}");
    }
    for code in [
        "503", "2003", "2020", "2024", "2062", "2068", "2069", "2117", "9999", "7777",
    ] {
        assert_eq!(class_of_execute(refusal(code)).await, Unanswered, "{code}");
    }
}

#[tokio::test(start_paused = true)]
async fn thirty_seconds_are_the_end_of_any_exchange() {
    let world = World::new();
    world.gateway.on("/execute", Reply::Never);
    let start = Instant::now();
    let Executed::Unanswered(payment) = world.client.execute(approved()).await else {
        panic!("a time-out is never a failure");
    };
    assert_eq!(start.elapsed(), Duration::from_secs(30));
    assert_eq!(payment.unanswered().reason, UnansweredReason::TimedOut);
    assert_eq!(payment.payment_id().as_str(), PAYMENT_ID);
}

#[tokio::test(start_paused = true)]
async fn the_refund_follows_the_same_rules() {
    for (reply, refused, not_performed, unknown) in [
        (refusal("2072"), true, false, false),
        (message(400, "Invalid request body"), false, true, false),
        (refusal("9999"), false, false, true),
        (lost(), false, false, true),
        (Reply::Never, false, false, true),
        (Reply::Json(200, json!({})), false, false, true),
        (
            Reply::Json(
                200,
                json!({"refundTrxId": "X", "refundTransactionStatus": "Initiated"}),
            ),
            false,
            false,
            true,
        ),
        (
            Reply::Json(200, json!({"refundTransactionStatus": "Completed"})),
            false,
            false,
            true,
        ),
    ] {
        let world = World::new();
        world
            .gateway
            .on("/refund/payment/transaction", reply.clone());
        let error = world.client.refund(&refund()).await.unwrap_err();
        assert_eq!(error.refusal().is_some(), refused, "{reply:?}");
        assert_eq!(error.is_not_performed(), not_performed, "{reply:?}");
        assert_eq!(error.outcome_is_unknown(), unknown, "{reply:?}");
        assert_eq!(world.gateway.count("/refund/payment/transaction"), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_code_that_settles_nothing_still_refuses_a_call_that_moves_no_money() {
    let world = World::new();
    world.gateway.on("/create", refusal("9999"));
    let error = world
        .client
        .create_payment(&create_payment())
        .await
        .unwrap_err();
    assert_eq!(error.refusal().unwrap().code.as_str(), "9999");
    assert!(!error.outcome_is_unknown());
}

#[tokio::test(start_paused = true)]
async fn a_create_without_its_payment_or_address_is_unanswered() {
    for reply in [
        json!({"statusCode": "0000", "paymentID": PAYMENT_ID}),
        json!({"statusCode": "0000", "paymentID": PAYMENT_ID, "bkashURL": null}),
        json!({"statusCode": "0000", "paymentID": PAYMENT_ID, "bkashURL": "javascript:alert(1)"}),
        json!({"statusCode": "0000", "paymentID": PAYMENT_ID, "bkashURL": "https://pay.example/\r\nX: y"}),
        json!({"statusCode": "0000", "bkashURL": "https://pay.example/"}),
    ] {
        let world = World::new();
        world.gateway.on("/create", Reply::Json(200, reply.clone()));
        let error = world
            .client
            .create_payment(&create_payment())
            .await
            .unwrap_err();
        assert!(error.outcome_is_unknown(), "{reply}");
    }
}

#[tokio::test(start_paused = true)]
async fn input_that_breaks_a_rule_is_never_sent() {
    let world = World::new();
    let good = create_payment();
    let long = "x".repeat(256);
    let bad = [
        CreatePayment {
            amount: bkash_client::Amount::ZERO,
            ..good.clone()
        },
        CreatePayment {
            merchant_invoice_number: String::new(),
            ..good.clone()
        },
        CreatePayment {
            merchant_invoice_number: "  ".to_owned(),
            ..good.clone()
        },
        CreatePayment {
            merchant_invoice_number: "a&b".to_owned(),
            ..good.clone()
        },
        CreatePayment {
            merchant_invoice_number: long.clone(),
            ..good.clone()
        },
        CreatePayment {
            payer_reference: "<b>".to_owned(),
            ..good.clone()
        },
        CreatePayment {
            payer_reference: String::new(),
            ..good.clone()
        },
        CreatePayment {
            callback_url: "/callback".to_owned(),
            ..good.clone()
        },
        CreatePayment {
            callback_url: "ftp://shop.example".to_owned(),
            ..good
        },
    ];
    for payment in bad {
        let error = world.client.create_payment(&payment).await.unwrap_err();
        let reason = error.not_performed().unwrap().reason;
        assert_eq!(reason, NotPerformedReason::InvalidRequest, "{payment:?}");
    }
    for refund in [
        RefundRequest {
            sku: " ".to_owned(),
            ..refund()
        },
        RefundRequest {
            reason: String::new(),
            ..refund()
        },
        RefundRequest {
            reason: long,
            ..refund()
        },
        RefundRequest {
            amount: bkash_client::Amount::ZERO,
            ..refund()
        },
    ] {
        assert!(
            world
                .client
                .refund(&refund)
                .await
                .unwrap_err()
                .is_not_performed()
        );
    }
    assert!(
        world.reports.all().is_empty(),
        "not even a token was asked for"
    );
}

#[tokio::test(start_paused = true)]
async fn no_refund_is_an_empty_list_in_both_versions() {
    let world = World::with(|builder| builder.refund_api(RefundApi::V1));
    world.gateway.on("/payment/refund", refusal("2033"));
    let status = world
        .client
        .refund_status(&PAYMENT_ID.into(), &TRX_ID.into())
        .await
        .unwrap();
    assert!(status.refunds.is_empty());

    for list in [json!([]), json!(null)] {
        let world = World::new();
        let body = json!({"originalTrxId": TRX_ID, "refundTransactions": list});
        world
            .gateway
            .on("/refund/payment/status", Reply::Json(200, body));
        let status = world
            .client
            .refund_status(&PAYMENT_ID.into(), &TRX_ID.into())
            .await
            .unwrap();
        assert!(status.refunds.is_empty());
    }
    let world = World::new();
    world.gateway.on("/refund/payment/status", refusal("2033"));
    let error = world
        .client
        .refund_status(&PAYMENT_ID.into(), &TRX_ID.into())
        .await
        .unwrap_err();
    assert_eq!(
        error.refusal().unwrap().code.as_str(),
        "2033",
        "version 2 has a real list"
    );
}

#[tokio::test(start_paused = true)]
async fn half_a_list_of_refunds_is_no_answer() {
    let entry =
        json!({"refundTrxId": "A", "refundAmount": "1.00", "refundTransactionStatus": "Completed"});
    for broken in [
        json!({"refundTrxId": "B"}),
        json!({"refundAmount": "1"}),
        json!("B"),
    ] {
        let world = World::new();
        let body = json!({"originalTrxId": TRX_ID, "refundTransactions": [entry, broken]});
        world
            .gateway
            .on("/refund/payment/status", Reply::Json(200, body));
        let status = world
            .client
            .refund_status(&PAYMENT_ID.into(), &TRX_ID.into())
            .await;
        assert!(status.unwrap_err().outcome_is_unknown(), "{broken}");
    }
}

#[tokio::test(start_paused = true)]
async fn every_exchange_is_reported_once_token_calls_included() {
    let world = World::new();
    world.gateway.on("/execute", message(401, "Unauthorized"));
    world
        .gateway
        .on_after("/execute", Duration::from_secs(3), refusal("2023"));
    world.client.execute(approved()).await;
    let told: Vec<_> = world
        .reports
        .all()
        .into_iter()
        .map(|report| {
            (
                report.call,
                report.attempt,
                report.outcome,
                report.code,
                report.duration.as_secs(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (Call::Grant, 1, OutcomeKind::Success, None, 0),
            (Call::Execute, 1, OutcomeKind::NotPerformed, None, 0),
            (Call::Refresh, 1, OutcomeKind::Success, None, 0),
            (
                Call::Execute,
                2,
                OutcomeKind::Refused,
                Some("2023".to_owned()),
                3
            ),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn an_answer_settles_a_payment_only_if_every_member_is_as_expected() {
    let good = json!({
        "statusCode": "0000", "paymentID": PAYMENT_ID, "trxID": TRX_ID, "currency": "BDT",
        "transactionStatus": "Completed", "amount": "500", "merchantInvoiceNumber": "INV-1001",
    });
    let payment_id = payment_id();
    let expected = Expected {
        payment_id: &payment_id,
        amount: amount("500.00"),
        merchant_invoice_number: "INV-1001",
    };
    let settled = async |body: Value| {
        let world = World::new();
        world.gateway.on("/execute", Reply::Json(200, body));
        match world.client.execute(approved()).await {
            Executed::Completed(report) => report.settles(&expected),
            other => panic!("{other:?}"),
        }
    };
    settled(good.clone()).await.unwrap();
    for (member, wrong) in [
        ("transactionStatus", json!("Initiated")),
        ("trxID", json!("")),
        ("paymentID", json!("TR0011other")),
        ("amount", json!("500.01")),
        ("amount", json!("five hundred")),
        ("currency", json!("USD")),
        ("merchantInvoiceNumber", json!("INV-1002")),
    ] {
        for wrong in [wrong, Value::Null] {
            let mut body = good.clone();
            body[member] = wrong;
            let mismatch = settled(body).await.unwrap_err();
            assert_eq!(mismatch.members(), [member]);
        }
    }
}
