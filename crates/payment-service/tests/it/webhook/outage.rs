use std::sync::Arc;
use std::time::Duration;

use payment_service::store::{DeliveryQuery, DeliveryRecord};
use payment_service::webhook::Carrier;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::in_process::InProcess;
use super::shop::Outbox;

const LEASE: Duration = Duration::from_secs(60);
const LONGEST_PAUSE: Duration = Duration::from_secs(5 * 60);

async fn all(outbox: &Outbox) -> Vec<DeliveryRecord> {
    let query = DeliveryQuery {
        limit: 1000,
        ..DeliveryQuery::default()
    };
    let account = outbox.desk.account;
    let page = outbox.desk.store.deliveries(account, &query).await;
    page.unwrap().items
}

/// Sixteen find out together that the shop is down. In an hour sixteen more probe it, after pauses of 5, 10, 20, 40,
/// 80, 160 and then 300 seconds.
#[tokio::test(start_paused = true)]
async fn during_an_outage_few_are_attempted_and_after_it_all_arrive() {
    let (outbox, shop) = (Outbox::with(100).await, InProcess::answering(503));
    let courier = outbox.courier(Arc::clone(&shop) as Arc<dyn Carrier>);
    let stop = CancellationToken::new();
    let outage = async {
        sleep(Duration::from_secs(3600)).await;
        assert_eq!(shop.posts(), 16 + 16);
        let untouched = all(&outbox).await;
        let untouched = untouched.iter().filter(|it| it.attempts == 0).count();
        assert_eq!(untouched, 100 - 32, "what waits loses no attempt");

        shop.answer(200);
        sleep(LONGEST_PAUSE).await;
        assert_eq!(shop.posts(), 100);
        outbox.desk.wait(Duration::from_secs(5));
        sleep(Duration::from_secs(1)).await;
        assert_eq!(shop.posts(), 100 + 32);
        stop.cancel();
    };
    tokio::join!(courier.run(&stop), outage);
    let pending = outbox.desk.store.pending_deliveries(1000).await.unwrap();
    assert_eq!(pending, 0);
}

#[tokio::test(start_paused = true)]
async fn a_few_failures_among_successes_hold_nothing_back() {
    let (outbox, shop) = (Outbox::empty().await, InProcess::answering(200));
    let courier = outbox.courier(Arc::clone(&shop) as Arc<dyn Carrier>);
    for n in 0..40 {
        outbox.put(&format!("INV-{n}")).await;
        shop.answer(if n % 5 == 4 { 200 } else { 400 });
        assert_eq!(courier.deliver_due().await.unwrap(), 1, "{n}");
    }
}

/// Five that the shop chokes on open the breaker and are due again before the others are there: as probes they would
/// hold these up for five minutes.
#[tokio::test(start_paused = true)]
async fn webhooks_that_the_shop_cannot_take_do_not_hold_up_the_others_as_probes() {
    let (outbox, shop) = (Outbox::empty().await, InProcess::answering(200));
    for n in 0..5 {
        shop.chokes_on(&outbox.put(&format!("POISON-{n}")).await.id);
    }
    let courier = outbox.courier(Arc::clone(&shop) as Arc<dyn Carrier>);
    assert_eq!(courier.deliver_due().await.unwrap(), 5);
    outbox.wait(Duration::from_secs(6)).await;
    for n in 0..10 {
        outbox.put(&format!("INV-{n}")).await;
    }
    assert_eq!(courier.deliver_due().await.unwrap(), 1, "the probe");
    let pending = async || outbox.desk.store.pending_deliveries(100).await.unwrap();
    assert_eq!(
        pending().await,
        5 + 9,
        "it was one of those that it can take"
    );
    assert_eq!(courier.deliver_due().await.unwrap(), 5 + 9);
    assert_eq!(pending().await, 5);
}

/// The probe's future is dropped while the shop has the webhook in hand.
#[tokio::test(start_paused = true)]
async fn a_probe_that_is_cut_off_does_not_keep_the_others_back_for_ever() {
    let (outbox, shop) = (Outbox::with(10).await, InProcess::answering(503));
    let courier = outbox.courier(Arc::clone(&shop) as Arc<dyn Carrier>);
    assert_eq!(courier.deliver_due().await.unwrap(), 10);
    outbox.wait(LEASE).await;
    shop.answer(0);
    tokio::select! {
        biased;
        _ = courier.deliver_due() => panic!("nobody answered"),
        () = sleep(Duration::from_secs(1)) => {}
    }
    assert_eq!(shop.posts(), 11);
    shop.answer(200);
    assert_eq!(courier.deliver_due().await.unwrap(), 1, "the next probe");
    assert_eq!(courier.deliver_due().await.unwrap(), 8);
    outbox.wait(LEASE).await;
    assert_eq!(courier.deliver_due().await.unwrap(), 1, "the one cut off");
}
