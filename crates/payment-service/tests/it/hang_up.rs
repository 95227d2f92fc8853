//! The caller hangs up: the future of its request is dropped after one poll, after two, and so on to the end.
//! Whatever it was, nothing stays half done or locked, and the caller who comes again gets the one outcome.
//!
//! There are few polls: what writes or calls runs in tasks that no caller can drop.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use http::{Request, StatusCode};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::world::{API_KEY, GOOD_WALLET, World, order, text};

/// How often each request is swept: when its parts are ready differs from one time to the next.
const SWEEPS: usize = 12;

/// A service on a database that can be looked into.
struct Ground {
    world: World,
    #[cfg(feature = "server-tests")]
    database: Option<crate::postgres::Database>,
}

impl Ground {
    async fn sqlite() -> Self {
        Self {
            world: World::start().await,
            #[cfg(feature = "server-tests")]
            database: None,
        }
    }

    #[cfg(feature = "server-tests")]
    async fn postgres() -> Self {
        use payment_service::settings::Database;
        let database = crate::postgres::Database::new().await;
        let url = database.url.clone();
        Self {
            world: World::with(|settings| settings.database = Database::Postgres(url)).await,
            database: Some(database),
        }
    }

    /// No transaction was left open: another program can write at once, and no session idles in one.
    async fn nothing_is_open(&self) {
        #[cfg(feature = "server-tests")]
        if let Some(database) = &self.database {
            return nothing_idles(&database.client().await).await;
        }
        let sql = rusqlite::Connection::open(self.world.folder().join("bkash.db")).unwrap();
        // The service's own commits take some milliseconds.
        sql.busy_timeout(Duration::from_secs(2)).unwrap();
        sql.execute_batch("BEGIN IMMEDIATE; ROLLBACK").unwrap();
    }
}

/// What a worker has begun just now ends within milliseconds; what was left open stays.
#[cfg(feature = "server-tests")]
async fn nothing_idles(client: &tokio_postgres::Client) {
    let open = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
                AND state LIKE 'idle in transaction%'";
    for _ in 0..200 {
        if client.query_one(open, &[]).await.unwrap().get::<_, i64>(0) == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("a transaction is open for two seconds");
}

/// An answer, read whole.
struct Answer {
    status: StatusCode,
    body: Vec<u8>,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

fn request(method: &str, path: &str, key: &str, body: &Value) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", format!("Bearer {API_KEY}"))
        .header("content-type", "application/json")
        .header("idempotency-key", key)
        .body(Body::from(body.to_string()))
        .unwrap()
}

async fn answer(router: Router, request: Request<Body>) -> Answer {
    let response = router.oneshot(request).await.unwrap();
    let status = response.status();
    let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    let body = body.to_vec();
    Answer { status, body }
}

/// `None` if the caller hung up after `polls` polls, before there was an answer.
async fn hanging_up_after(polls: usize, work: impl Future<Output = Answer>) -> Option<Answer> {
    let mut work = pin!(work);
    let mut done = 0;
    poll_fn(|context| {
        done += 1;
        match work.as_mut().poll(context) {
            Poll::Ready(answer) => Poll::Ready(Some(answer)),
            Poll::Pending if done == polls => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// Repeats a request until its first try is no longer in flight.
async fn insist(router: &Router, ask: impl Fn() -> Request<Body>, done: StatusCode) -> Answer {
    for _ in 0..200 {
        let answer = answer(router.clone(), ask()).await;
        if answer.status == done {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("never {done}");
}

/// Amounts differ, or the gateway would take one payment for another repeated.
fn amount(n: usize) -> String {
    format!("{}.00", 100 + n)
}

/// Hangs up after one poll, then after two, until there is an answer; again and again. `ask` makes the request
/// number `n`, `check` sees what became of it. Returns how many requests there were.
async fn sweep<A, C>(ask: impl Fn(usize) -> A, check: impl Fn(usize, Option<Answer>) -> C) -> usize
where
    A: Future<Output = Answer>,
    C: Future<Output = ()>,
{
    let mut requests = 0;
    for _ in 0..SWEEPS {
        for polls in 1.. {
            requests += 1;
            let first = hanging_up_after(polls, ask(requests)).await;
            let answered = first.is_some();
            check(requests, first).await;
            if answered {
                break;
            }
        }
    }
    assert!(requests >= 2 * SWEEPS, "it never hung up");
    requests
}

/// Each story on each database.
macro_rules! on_every_database {
    ($($story:ident)*) => {
        mod sqlite {
            use super::Ground;
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                super::$story(Ground::sqlite().await).await;
            })*
        }

        #[cfg(feature = "server-tests")]
        mod postgres {
            use super::Ground;
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                super::$story(Ground::postgres().await).await;
            })*
        }
    };
}

on_every_database! {
    a_shop_that_hangs_up_on_its_create_gets_the_same_payment_when_it_repeats
    a_browser_that_hangs_up_on_its_callback_is_charged_once_all_the_same
    a_shop_that_hangs_up_on_its_refund_gets_the_same_refund_when_it_repeats
}

async fn a_shop_that_hangs_up_on_its_create_gets_the_same_payment_when_it_repeats(ground: Ground) {
    let world = &ground.world;
    let router = world.service.router();
    let create = |n: usize| {
        let order = order(&format!("INV-{n}"), &amount(n));
        request("POST", "/v1/payments", &format!("order-{n}"), &order)
    };
    let ask = |n| answer(router.clone(), create(n));
    let check = async |n, first: Option<Answer>| {
        let again = insist(&router, || create(n), StatusCode::CREATED).await;
        let payment = again.json();
        assert_eq!(payment["status"], "awaiting_payer");
        if let Some(first) = first {
            assert_eq!(first.json()["id"], payment["id"]);
        }
        ground.nothing_is_open().await;
    };
    let requests = sweep(ask, check).await;
    let payments = world.get("/v1/payments?limit=100").await.json();
    assert_eq!(payments["data"].as_array().unwrap().len(), requests);
    assert_eq!(world.count("create").await, requests);
}

async fn a_browser_that_hangs_up_on_its_callback_is_charged_once_all_the_same(ground: Ground) {
    let world = &ground.world;
    let router = world.service.router();
    let mut paths = Vec::new();
    let mut payments = Vec::new();
    for n in 0..4 * SWEEPS {
        let payment = world.create(&format!("INV-{n}"), &amount(n)).await;
        let back = world.approve(&payment, GOOD_WALLET).await;
        let back = url::Url::parse(&back).unwrap();
        paths.push(format!("{}?{}", back.path(), back.query().unwrap()));
        payments.push(payment);
    }
    let visit = |n: usize| Request::get(&paths[n]).body(Body::empty()).unwrap();
    let ask = |n| answer(router.clone(), visit(n));
    let check = async |n, _| {
        insist(&router, || visit(n), StatusCode::SEE_OTHER).await;
        assert_eq!(world.payment(&payments[n]).await["status"], "completed");
        ground.nothing_is_open().await;
    };
    let requests = sweep(ask, check).await;
    assert_eq!(world.count("execute").await, requests);
    assert_eq!(world.count("query").await, 0);
    assert_eq!(world.merchant_balance().await, world.ledger_balance().await);
}

async fn a_shop_that_hangs_up_on_its_refund_gets_the_same_refund_when_it_repeats(ground: Ground) {
    let world = &ground.world;
    let router = world.service.router();
    let mut payments = Vec::new();
    for n in 0..4 * SWEEPS {
        payments.push(world.paid(&format!("INV-{n}"), &amount(n)).await);
    }
    let refund = |n: usize| {
        let path = format!("/v1/payments/{}/refunds", text(&payments[n], "id"));
        let body = json!({"amount": "50.00", "sku": "TSHIRT", "reason": "damaged"});
        request("POST", &path, &format!("refund-{n}"), &body)
    };
    let ask = |n| answer(router.clone(), refund(n));
    let check = async |n, first: Option<Answer>| {
        let again = insist(&router, || refund(n), StatusCode::CREATED)
            .await
            .json();
        assert_eq!(again["status"], "completed", "{again}");
        if let Some(first) = first {
            assert_eq!(first.json()["id"], again["id"]);
        }
        ground.nothing_is_open().await;
    };
    let requests = sweep(ask, check).await;
    assert_eq!(world.count("refund").await, requests);
    assert_eq!(world.count("refund_status").await, 0);
    assert_eq!(world.merchant_balance().await, world.ledger_balance().await);
}
