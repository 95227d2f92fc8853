//! How often a payment makes the service wait for the database, counted on the wire.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use payment_core::payment::PayerOutcome;
use payment_service::store::postgres::PostgresStore;
use payment_service::store::{
    Attempt, ClaimOrder, DeliveryOutcome, EndpointDigest, KeyDigest, Opened, Reserved, Route,
    ShopAnswer, Store,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

use crate::store::backend::Desk;
use crate::store::sample::{
    created, decided, delivery, key, opening, paid, payment, refund_decided, reserving, returned,
    went_back,
};

/// Stands between a store and its server, and counts how often an answer is waited for.
struct Wire {
    port: u16,
    waits: Arc<AtomicUsize>,
}

impl Wire {
    async fn to(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let waits = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&waits);
        tokio::spawn(async move {
            loop {
                let (near, _) = listener.accept().await.unwrap();
                let far = TcpStream::connect(&server).await.unwrap();
                let (from_store, mut to_store) = near.into_split();
                let (mut from_server, to_server) = far.into_split();
                tokio::spawn(async move { copy(&mut from_server, &mut to_store).await });
                tokio::spawn(forward(from_store, to_server, Arc::clone(&counted)));
            }
        });
        Self { port, waits }
    }

    /// Since it was asked last.
    fn waits(&self) -> usize {
        self.waits.swap(0, Ordering::SeqCst)
    }
}

/// After a start-up message each has a letter and its length; a sync or a simple query asks for an answer.
async fn forward(mut store: OwnedReadHalf, mut server: OwnedWriteHalf, waits: Arc<AtomicUsize>) {
    let mut is_first = true;
    loop {
        let mut head = vec![0; if is_first { 4 } else { 5 }];
        if store.read_exact(&mut head).await.is_err() {
            return;
        }
        let (letter, length) = head.split_at(head.len() - 4);
        if !is_first && matches!(letter, b"S" | b"Q") {
            waits.fetch_add(1, Ordering::SeqCst);
        }
        let length = u32::from_be_bytes(length.try_into().unwrap());
        let mut body = vec![0; length as usize - 4];
        store.read_exact(&mut body).await.unwrap();
        server.write_all(&[head, body].concat()).await.unwrap();
        is_first = false;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payment_waits_for_the_database_as_often_as_its_rules_ask() {
    let desk = Desk::postgres().await;
    let address = desk.database().address();
    let (user, place) = address.split_once('@').unwrap();
    let (server, database) = place.split_once('/').unwrap();
    let wire = Wire::to(server.to_owned()).await;
    let through = format!("{user}@127.0.0.1:{}/{database}", wire.port);
    let store = PostgresStore::connect(&through.parse().unwrap())
        .await
        .unwrap();
    store.open_endpoint(EndpointDigest([1; 32])).await.unwrap();
    let first = a_life(&desk, &store, &wire, "INV-1").await;
    // What was prepared in the first life is known in the second.
    let second = a_life(&desk, &store, &wire, "INV-2").await;
    assert_eq!(
        second,
        [
            ("the shop's key", 1),
            ("create: open", 1),
            ("create: record", 1),
            ("callback: load", 1),
            ("callback: claim the execute", 1),
            ("execute: record", 1),
            ("webhook: claim", 1),
            ("webhook: finish", 1),
            ("refund: reserve", 2),
            ("refund: record", 1),
        ]
    );
    assert!(
        first
            .iter()
            .zip(second)
            .all(|(first, second)| first.1 >= second.1)
    );
}

async fn a_life(
    desk: &Desk,
    store: &PostgresStore,
    wire: &Wire,
    invoice: &str,
) -> [(&'static str, usize); 10] {
    let shop = KeyDigest::of("a shop's key");
    wire.waits();
    assert_eq!(store.account_of_key(shop).await.unwrap(), None);
    let shop_key = wire.waits();

    let newcomer = payment(desk, invoice);
    let mut asked = opening(&newcomer);
    asked.key = Some(key(Route::CreatePayment, invoice, 1));
    let opened = store.open_payment(asked).await.unwrap();
    assert!(matches!(opened, Opened::Fresh));
    let open = wire.waits();

    let created = decided(&newcomer, created(&newcomer), desk.now());
    let awaiting = created.next.clone();
    store.commit_payment(created).await.unwrap();
    let record = wire.waits();

    let awaiting = store.payment(awaiting.id).await.unwrap().unwrap();
    let load = wire.waits();

    let back = returned(&awaiting, PayerOutcome::Success);
    let claimed = decided(&awaiting, back, desk.now());
    let executing = claimed.next.clone();
    store.commit_payment(claimed).await.unwrap();
    let claim = wire.waits();

    let mut done = decided(&executing, paid(&executing, invoice), desk.now());
    done.deliveries = vec![delivery(&executing)];
    let completed = done.next.clone();
    store.commit_payment(done).await.unwrap();
    let result = wire.waits();

    let taken = store
        .claim_deliveries(9, Duration::from_secs(60), ClaimOrder::LongestOverdue)
        .await
        .unwrap();
    assert_eq!(taken.len(), 1);
    let take = wire.waits();
    let attempt = Attempt {
        id: taken[0].id.clone(),
        number: taken[0].attempt,
        outcome: DeliveryOutcome::Delivered,
        answer: ShopAnswer::Status(200),
    };
    let endpoint = EndpointDigest([1; 32]);
    store
        .finish_deliveries(endpoint, vec![attempt])
        .await
        .unwrap();
    let finish = wire.waits();

    let asked = reserving(desk, &completed, "1.00", invoice);
    let Reserved::Fresh(refund) = store.reserve_refund(asked).await.unwrap() else {
        panic!("not reserved");
    };
    let reserve = wire.waits();
    let back = went_back(&refund, &completed, &format!("REF-{invoice}"));
    let change = refund_decided(&refund, &completed, back, desk.now());
    store.commit_refund(change).await.unwrap();
    [
        ("the shop's key", shop_key),
        ("create: open", open),
        ("create: record", record),
        ("callback: load", load),
        ("callback: claim the execute", claim),
        ("execute: record", result),
        ("webhook: claim", take),
        ("webhook: finish", finish),
        ("refund: reserve", reserve),
        ("refund: record", wire.waits()),
    ]
}
