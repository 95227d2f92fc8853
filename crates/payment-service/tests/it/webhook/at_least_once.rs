use std::sync::Arc;
use std::time::Duration;

use payment_service::store::ClaimOrder;
use payment_service::webhook::Carrier;
use tokio::net::TcpListener;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::in_process::InProcess;
use super::shop::{Outbox, Shop, carrier_to};

const LEASE: Duration = Duration::from_secs(60);

/// The first courier took the webhook and died before it recorded that the shop has it.
#[tokio::test]
async fn a_webhook_whose_courier_died_comes_again_with_the_same_id() {
    let (outbox, shop) = (Outbox::empty().await, Shop::answering(200).await);
    let sent = outbox.put("INV-1").await;
    let courier = outbox.courier(shop.carrier());
    let dead = outbox
        .desk
        .store
        .claim_deliveries(1, LEASE, ClaimOrder::LongestOverdue)
        .await
        .unwrap();
    assert_eq!(dead[0].attempt, 1);

    assert_eq!(courier.deliver_due().await.unwrap(), 0);
    outbox.desk.wait(LEASE);
    assert_eq!(courier.deliver_due().await.unwrap(), 1);
    let [received] = shop.received().try_into().unwrap();
    assert_eq!(received.header("webhook-id"), sent.id.0);
}

/// Eight attempts are the whole schedule, but these were not made.
#[tokio::test]
async fn a_webhook_over_which_eight_couriers_died_is_not_given_up() {
    let (outbox, shop) = (Outbox::with(1).await, Shop::answering(503).await);
    for _ in 0..8 {
        let dead = outbox
            .desk
            .store
            .claim_deliveries(1, LEASE, ClaimOrder::LongestOverdue)
            .await
            .unwrap();
        assert_eq!(dead.len(), 1);
        outbox.desk.wait(LEASE);
    }
    let courier = outbox.courier(shop.carrier());
    assert_eq!(courier.deliver_due().await.unwrap(), 1);
    assert_eq!(shop.received().len(), 1);
    assert_eq!(outbox.desk.store.pending_deliveries(10).await.unwrap(), 1);
}

/// The courier's future is dropped while the shop has the webhook in hand.
#[tokio::test]
async fn a_courier_that_is_cut_off_in_mid_send_loses_nothing() {
    let outbox = Outbox::with(1).await;
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let shop = Shop::answering(200).await;
    let courier = outbox.courier(carrier_to(silent.local_addr().unwrap()));
    tokio::select! {
        _ = courier.deliver_due() => panic!("nobody answered"),
        accepted = silent.accept() => drop(accepted.unwrap()),
    }
    outbox.desk.wait(LEASE);
    let courier = outbox.courier(shop.carrier());
    assert_eq!(courier.deliver_due().await.unwrap(), 1);
    assert_eq!(shop.received().len(), 1);
}

/// The database takes no outcome for ten seconds. A courier that asked it again and again without a pause would
/// keep paused time from passing.
#[tokio::test(start_paused = true)]
async fn what_could_not_be_recorded_stays_in_hand_and_is_not_sent_again() {
    let (outbox, shop) = (Outbox::with(16).await, InProcess::answering(200));
    let sql = rusqlite::Connection::open(outbox.desk.path()).unwrap();
    sql.execute_batch(
        "CREATE TRIGGER no_outcome BEFORE UPDATE OF status ON deliveries
         BEGIN SELECT RAISE(ABORT, 'full'); END",
    )
    .unwrap();
    let courier = outbox.courier(Arc::clone(&shop) as Arc<dyn Carrier>);
    let stop = CancellationToken::new();
    let pending = async || outbox.desk.store.pending_deliveries(100).await.unwrap();
    let trouble = async {
        sleep(Duration::from_secs(10)).await;
        assert_eq!((shop.posts(), pending().await), (16, 16));
        sql.execute_batch("DROP TRIGGER no_outcome").unwrap();
        sleep(Duration::from_secs(1)).await;
        assert_eq!((shop.posts(), pending().await), (16, 0));
        stop.cancel();
    };
    tokio::join!(courier.run(&stop), trouble);
}

#[tokio::test]
async fn two_couriers_never_take_one_webhook_together() {
    let (outbox, shop) = (Outbox::with(10).await, Shop::answering(200).await);
    let (one, two) = (
        outbox.courier(shop.carrier()),
        outbox.courier(shop.carrier()),
    );
    let (first, second) = tokio::join!(one.deliver_due(), two.deliver_due());
    assert_eq!(first.unwrap() + second.unwrap(), 10);
    assert_eq!(shop.received().len(), 10);
}
