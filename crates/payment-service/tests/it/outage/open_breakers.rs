//! What nobody may hold back.

use std::time::Duration;

use payment_core::payment::PaymentStatus;
use payment_service::engine::Visit;
use tokio::time::sleep;

use super::gateway::Weather;
use super::stand::Stand;

/// Five calls of every kind without an answer.
async fn open_all(stand: &Stand) {
    let mut paid = Vec::new();
    for number in 0..10 {
        paid.push(stand.approved(&format!("PAID-{number}")).await);
    }
    let lost = paid.split_off(5);
    for payer in &paid {
        stand.come_back(payer).await;
    }
    stand.gateway.set(Weather::Hanging);
    for payer in paid {
        let stand = stand.clone();
        // One after the other, or the cap leaves their reads to the workers.
        sleep(Duration::from_millis(50)).await;
        tokio::spawn(async move { stand.refund(payer.id).await });
    }
    for payer in lost {
        sleep(Duration::from_millis(50)).await;
        stand.come_back(&payer).await;
    }
    for number in 0..5 {
        let (one, other) = (stand.clone(), stand.clone());
        let invoice = format!("LOST-{number}");
        tokio::spawn(async move { one.create(&invoice).await });
        tokio::spawn(async move { other.engine.search("DLB50AAAA1").await });
    }
    sleep(Duration::from_secs(31)).await;
}

#[tokio::test(start_paused = true)]
async fn execute_and_refund_go_through_while_every_breaker_is_open() {
    let stand = Stand::new().await;
    let payer = stand.approved("INV-1").await;
    open_all(&stand).await;
    let all = ["create", "query", "refund_status", "search"];
    assert_eq!(stand.open_breakers(), all);

    stand.gateway.set(Weather::Fair);
    let Visit::Return(address) = stand.come_back(&payer).await else {
        panic!("no result");
    };
    assert!(address.ends_with("status=completed"), "{address}");
    let refund = stand.refund(payer.id).await;
    assert!(refund.body.contains("\"completed\""), "{}", refund.body);
    assert_eq!(stand.open_breakers(), all, "nothing has probed yet");
}

#[tokio::test(start_paused = true)]
async fn a_refund_without_an_answer_is_read_when_its_turn_comes() {
    let stand = Stand::new().await;
    let payer = stand.approved("INV-1").await;
    let other = stand.approved("INV-2").await;
    for payer in [&payer, &other] {
        stand.come_back(payer).await;
    }
    open_all(&stand).await;
    // The read that follows the other refund is the probe, and hangs: nobody else may ask.
    let probe = stand.clone();
    tokio::spawn(async move { probe.refund(other.id).await });
    sleep(Duration::from_millis(1)).await;
    let refund = stand.refund(payer.id).await;
    assert!(refund.body.contains("\"unresolved\""), "{}", refund.body);
    stand.gateway.set(Weather::Fair);
    stand.work(Duration::from_secs(1));
    sleep(Duration::from_secs(200)).await;
    let refunds = stand.store.refunds_of(payer.id).await.unwrap();
    assert_eq!(refunds[0].status().as_str(), "completed");
    assert_eq!(stand.count(PaymentStatus::Unresolved).await, 0);
}
