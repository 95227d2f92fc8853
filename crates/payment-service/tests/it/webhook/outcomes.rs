use std::sync::Arc;
use std::time::Duration;

use payment_service::store::DisabledReason;
use payment_service::webhook::Carrier;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::in_process::InProcess;
use super::shop::Outbox;

#[tokio::test(start_paused = true)]
async fn eight_attempts_are_made_and_each_wait_is_the_schedule_s() {
    let (outbox, shop) = (Outbox::with(1).await, InProcess::answering(503));
    let courier = outbox.courier(Arc::clone(&shop) as Arc<dyn Carrier>);
    let millisecond = Duration::from_millis(1);
    assert_eq!(courier.deliver_due().await.unwrap(), 1);
    for seconds in [5, 300, 1800, 7200, 18_000, 36_000, 36_000] {
        outbox
            .wait(Duration::from_secs(seconds) - millisecond)
            .await;
        assert_eq!(courier.deliver_due().await.unwrap(), 0, "{seconds}");
        outbox.wait(millisecond).await;
        assert_eq!(courier.deliver_due().await.unwrap(), 1, "{seconds}");
    }
    outbox.wait(Duration::from_secs(30 * 24 * 3600)).await;
    assert_eq!(courier.deliver_due().await.unwrap(), 0);
    assert_eq!(shop.posts(), 8);
}

#[tokio::test]
async fn every_2xx_takes_the_webhook() {
    for status in [200, 201, 202, 204, 299] {
        let (outbox, shop) = (Outbox::with(1).await, InProcess::answering(status));
        let courier = outbox.courier(Arc::clone(&shop) as Arc<dyn Carrier>);
        courier.deliver_due().await.unwrap();
        outbox.desk.wait(Duration::from_secs(30 * 24 * 3600));
        assert_eq!(courier.deliver_due().await.unwrap(), 0, "{status}");
        assert_eq!(shop.posts(), 1, "{status}");
    }
}

#[tokio::test]
async fn a_410_stops_everything_until_somebody_enables_the_endpoint() {
    let (outbox, gone) = (Outbox::with(20).await, InProcess::answering(410));
    let courier = outbox.courier(Arc::clone(&gone) as Arc<dyn Carrier>);
    assert_eq!(courier.deliver_due().await.unwrap(), 16);
    outbox.desk.wait(Duration::from_secs(30 * 24 * 3600));
    assert_eq!(courier.deliver_due().await.unwrap(), 0);
    let store = &outbox.desk.store;
    let endpoint = store.endpoint().await.unwrap().unwrap();
    let reason = endpoint.disabled.map(|disabled| disabled.reason);
    assert_eq!(reason, Some(DisabledReason::Gone));

    store.enable_endpoint().await.unwrap();
    let shop = InProcess::answering(200);
    let courier = outbox.courier(Arc::clone(&shop) as Arc<dyn Carrier>);
    assert_eq!(courier.deliver_due().await.unwrap(), 16);
    assert_eq!(courier.deliver_due().await.unwrap(), 4);
    assert_eq!(shop.posts(), 20);
}

#[tokio::test]
async fn every_other_status_is_tried_again() {
    for status in [
        100, 199, 300, 301, 307, 400, 401, 404, 409, 411, 429, 500, 503,
    ] {
        let outbox = Outbox::with(1).await;
        let courier = outbox.courier(InProcess::answering(status));
        courier.deliver_due().await.unwrap();
        outbox.desk.wait(Duration::from_secs(5));
        assert_eq!(courier.deliver_due().await.unwrap(), 1, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_does_not_come_is_waited_for_15_seconds() {
    let outbox = Outbox::with(1).await;
    let courier = outbox.courier(InProcess::answering(0));
    let start = Instant::now();
    courier.deliver_due().await.unwrap();
    assert_eq!(start.elapsed(), Duration::from_secs(15));
    outbox.desk.wait(Duration::from_secs(5));
    assert_eq!(courier.deliver_due().await.unwrap(), 1);
}

/// Sixteen meet at the barrier; one after another they would wait there for ever.
#[tokio::test(start_paused = true)]
async fn sixteen_are_under_way_side_by_side() {
    let outbox = Outbox::with(17).await;
    let shop = InProcess::answering_together(16);
    let courier = outbox.courier(Arc::clone(&shop) as Arc<dyn Carrier>);
    let start = Instant::now();
    assert_eq!(courier.deliver_due().await.unwrap(), 16);
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert_eq!(shop.posts(), 16);
}

#[tokio::test(start_paused = true)]
async fn a_running_courier_finds_new_webhooks_until_it_is_stopped() {
    let (outbox, shop) = (Outbox::with(40).await, InProcess::answering(200));
    let courier = outbox.courier(Arc::clone(&shop) as Arc<dyn Carrier>);
    let stop = CancellationToken::new();
    let shopper = async {
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert_eq!(shop.posts(), 40);
        outbox.put("INV-late").await;
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert_eq!(shop.posts(), 41);
        stop.cancel();
    };
    tokio::join!(courier.run(&stop), shopper);
    outbox.put("INV-too-late").await;
    assert_eq!(shop.posts(), 41);
}

#[tokio::test(start_paused = true)]
async fn a_courier_that_is_stopped_ends_what_it_began() {
    let (outbox, shop) = (Outbox::with(1).await, InProcess::answering(0));
    let courier = outbox.courier(Arc::clone(&shop) as Arc<dyn Carrier>);
    let stop = CancellationToken::new();
    let start = Instant::now();
    let stopper = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        stop.cancel();
    };
    tokio::join!(courier.run(&stop), stopper);
    assert_eq!(start.elapsed(), Duration::from_secs(15));
    outbox.desk.wait(Duration::from_secs(5));
    let due = outbox.due().await;
    assert_eq!(due.len(), 1);
    assert_eq!(due[0].attempt, 2);
}
