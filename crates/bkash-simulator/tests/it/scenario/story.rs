//! Each shipped scenario does what its story says. Time is tokio's where answers take their time, and the
//! world's where the story goes on.

use std::time::Duration;

use bkash_simulator::Scenario;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::harness::{Merchant, REFUND_V2_STATUS, Reply, WALLET, builder};

async fn world_of(name: &str) -> Merchant {
    let scenario = Scenario::named(name).unwrap();
    Merchant::admitted(builder().scenario(scenario).router(), "key-1").await
}

async fn timed(call: impl Future<Output = Reply>) -> (Reply, Duration) {
    let started = Instant::now();
    (call.await, started.elapsed())
}

async fn is_paid(merchant: &Merchant, payment_id: &str) -> bool {
    let status = merchant.query(payment_id).await;
    status.body["transactionStatus"] == "Completed"
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

#[tokio::test(start_paused = true)]
async fn outage_at_lunch() {
    let merchant = world_of("outage-at-lunch").await;
    let mut payments = Vec::new();
    for amount in ["11", "12"] {
        payments.push(merchant.approved(amount, WALLET).await);
    }
    let (created, took) = timed(merchant.create("5")).await;
    assert_eq!(
        (created.code(), took),
        ("0000", Duration::ZERO),
        "all is well at first"
    );

    merchant.advance(60).await;
    let mut times = Vec::new();
    for _ in 0..41 {
        times.push(timed(merchant.create("5")).await.1);
    }
    let usual = median(times);
    assert!((1..6).contains(&usual.as_secs()), "{usual:?}");

    merchant.advance(240).await;
    for (payment_id, status) in payments.iter().zip([504, 200]) {
        let (answer, took) = timed(merchant.execute(payment_id)).await;
        assert_eq!((answer.status.as_u16(), took.as_secs()), (status, 35));
    }
    let (asked, took) = timed(merchant.query(&payments[0])).await;
    assert_eq!((asked.status.as_u16(), took.as_secs()), (504, 29));

    merchant.advance(420).await;
    assert_eq!(merchant.create("5").await.code(), "503");

    merchant.advance(180).await;
    assert!(!is_paid(&merchant, &payments[0]).await);
    assert!(is_paid(&merchant, &payments[1]).await);
}

#[tokio::test(start_paused = true)]
async fn the_slow_hour() {
    let merchant = world_of("the-slow-hour").await;
    let mut times = Vec::new();
    let mut hung = 0;
    for amount in 1..=80 {
        let (created, took) = timed(merchant.create(&amount.to_string())).await;
        times.push(took);
        let payment_id = created.text("paymentID");
        merchant.pay(payment_id, json!({ "wallet": WALLET })).await;
        let (executed, took) = timed(merchant.execute(payment_id)).await;
        assert_eq!(executed.code(), "0000");
        hung += u32::from(took == Duration::from_secs(33));
    }
    assert!((1..12).contains(&hung), "{hung} of 80");
    let usual = median(times);
    assert!((1..3).contains(&usual.as_secs()), "{usual:?}");
    merchant.advance(3600).await;
    assert_eq!(timed(merchant.create("5")).await.1, Duration::ZERO);
}

#[tokio::test]
async fn execute_in_the_dark() {
    let merchant = world_of("execute-in-the-dark").await;
    for amount in 1..=8 {
        let payment_id = merchant.approved(&amount.to_string(), WALLET).await;
        let executed = merchant.execute(&payment_id).await;
        assert!(
            executed.lost || executed.code() == "9999",
            "{}",
            executed.body
        );
        let asked = merchant.query(&payment_id).await;
        let asked = match asked.lost {
            true => merchant.query(&payment_id).await,
            false => asked,
        };
        assert_eq!(asked.text("transactionStatus"), "Completed");
    }
    let journal = merchant.journal().await;
    let met = |endpoint: &str| {
        let of = journal.iter().filter(|entry| entry["endpoint"] == endpoint);
        of.filter_map(|entry| entry["fault"].as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        met("execute")[..4],
        ["completed_but_9999", "half_body", "reset", "answer_lost"]
    );
    assert_eq!(met("query").len(), 3, "one query in three");
}

#[tokio::test(start_paused = true)]
async fn token_trouble() {
    let mut merchant = world_of("token-trouble").await;
    let granted = merchant.grant().await;
    assert_eq!(granted.body["expires_in"], 300);
    merchant.token = granted.text("id_token").to_owned();
    for call in 1..=10 {
        let status = merchant.create("5").await.status.as_u16();
        assert_eq!(status, if call == 10 { 401 } else { 200 }, "call {call}");
    }
    let refresh = json!({
        "app_key": "key-1", "app_secret": "secret-1", "refresh_token": granted.text("refresh_token"),
    });
    for code in ["0000", "2079"] {
        let refreshed = merchant.token_call(crate::harness::REFRESH, &refresh).await;
        assert_eq!(refreshed.code(), code);
    }
    let mut times = Vec::new();
    for _ in 0..3 {
        times.push(timed(merchant.grant()).await.1.as_secs());
    }
    assert_eq!(times, [0, 0, 10], "the third, fourth and fifth grant");
    merchant.advance(600).await;
    assert_eq!(merchant.grant().await.status, 429);
    merchant.advance(300).await;
    assert_eq!(merchant.grant().await.code(), "0000");
}

#[tokio::test]
async fn callbacks_gone_wild() {
    let merchant = world_of("callbacks-gone-wild").await;
    for _ in 0..2 {
        let mut left = Vec::new();
        for amount in 1..=6 {
            let payment_id = merchant.created(&amount.to_string()).await;
            let payer = match amount {
                3 => json!({ "outcome": "cancel" }),
                _ => json!({}),
            };
            left.push((merchant.pay(&payment_id, payer).await, payment_id));
        }
        let url = |index: usize| left[index].0.text("callbackURL");
        let visits = |index: usize| left[index].0.body["callbacks"].as_array().unwrap();
        assert_eq!(visits(0)[0], visits(0)[1]);
        assert!(visits(1)[0].as_str().unwrap().contains("status=failure"));
        assert!(visits(1)[1].as_str().unwrap().contains("status=success"));
        assert_eq!(left[2].0.text("status"), "cancel");
        assert!(url(2).contains("status=success"));
        assert!(!url(3).contains(&left[3].1) && url(3).contains("TR0011stranger"));
        assert_eq!(left[4].0.body["late_seconds"], 120.0);
        assert_eq!(left[5].0.body["callbackURL"], Value::Null);
        merchant.advance(300).await;
    }
}

#[tokio::test(start_paused = true)]
async fn eid_rush() {
    let merchant = world_of("eid-rush").await;
    assert_eq!(merchant.balance("01619777283").await, "20.00");
    let (mut throttled, mut bad, mut times) = (0, 0, Vec::new());
    for _ in 0..300 {
        let (created, took) = timed(merchant.create("5")).await;
        match created.status.as_u16() {
            429 => throttled += 1,
            502 => bad += 1,
            _ => times.push(took),
        }
    }
    assert!((15..50).contains(&throttled), "{throttled} of 300");
    assert!((1..16).contains(&bad), "{bad} of 300");
    let usual = median(times);
    assert!((1..4).contains(&usual.as_secs()), "{usual:?}");
    merchant.advance(7200).await;
    assert_eq!(timed(merchant.create("5")).await.1, Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn refunds_unanswered() {
    let merchant = world_of("refunds-unanswered").await;
    let (payment_id, trx_id) = merchant.paid("10").await;
    let mut seen = Vec::new();
    for amount in ["1", "2", "3", "4"] {
        let (answer, took) = timed(merchant.refund(&payment_id, &trx_id, amount)).await;
        let status = if answer.lost {
            0
        } else {
            answer.status.as_u16()
        };
        seen.push((status, took.as_secs()));
    }
    assert_eq!(seen, [(400, 0), (200, 35), (504, 29), (0, 0)]);
    let ids = json!({ "paymentId": payment_id, "trxId": trx_id });
    let status = merchant.call(REFUND_V2_STATUS, &ids).await;
    assert_eq!(status.status, 503);
    merchant.advance(120).await;
    let status = merchant.call(REFUND_V2_STATUS, &ids).await;
    let made: Vec<&str> = status.body["refundTransactions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|refund| refund["refundAmount"].as_str().unwrap())
        .collect();
    assert_eq!(made, ["1.00", "2.00", "4.00"], "all but the third");
}

#[tokio::test(start_paused = true)]
async fn half_broken() {
    let mut merchant = world_of("half-broken").await;
    let mut wrong = 0;
    for _ in 0..400 {
        let created = merchant.create("5").await;
        if created.status == 401 {
            let granted = merchant.grant().await;
            merchant.token = granted.text("id_token").to_owned();
        }
        wrong += u32::from(created.lost || created.code() != "0000");
    }
    assert!((20..70).contains(&wrong), "{wrong} of 400");
}
