//! Several real processes with one store before one simulator: this program starts itself again, once for each.

mod gateway;
mod member;
mod process;

use std::time::{Duration, Instant};

use gateway::Gateway;
use process::{Fleet, Process};

/// Where a fleet keeps its tokens, as a member is told.
struct Shared {
    store: String,
    prefix: String,
    /// Removed with the test.
    _folder: Option<tempfile::TempDir>,
}

async fn sqlite() -> Shared {
    let folder = tempfile::tempdir().unwrap();
    Shared {
        store: folder.path().join("bkash.db").to_str().unwrap().to_owned(),
        prefix: String::new(),
        _folder: Some(folder),
    }
}

#[cfg(feature = "server-tests")]
async fn postgres() -> Shared {
    let database = super::postgres::Database::create().await;
    Shared {
        store: database.url().to_owned(),
        prefix: String::new(),
        _folder: None,
    }
}

#[cfg(feature = "server-tests")]
async fn redis() -> Shared {
    let corner = super::redis::Corner::new().await;
    Shared {
        store: super::redis::server(),
        prefix: corner.prefix().to_owned(),
        _folder: None,
    }
}

async fn four_processes_with_a_thousand_cold_callers_each_make_one_grant(shared: Shared) {
    let gateway = Gateway::start().await;
    gateway.delay_grant(1).await;
    let mut fleet = Fleet::start(4, &gateway, &shared, 2);
    fleet.tell_all("serve 1000");
    let answers = fleet.answers();
    assert!(
        answers
            .iter()
            .all(|it| it.starts_with("1000 callers, tokens [eyJ")),
        "{answers:?}"
    );
    assert!(answers.iter().all(|it| *it == answers[0]), "{answers:?}");
    assert_eq!(gateway.token_calls().await, ["token_grant"]);
}

async fn a_holder_that_is_killed_in_its_grant_is_taken_over_when_its_lease_ends(shared: Shared) {
    let gateway = Gateway::start().await;
    gateway.delay_grant(30).await;
    let mut dead = Process::start(&gateway, &shared, 2);
    let mut heir = Process::start(&gateway, &shared, 2);
    let began = Instant::now();
    dead.tell("serve 10");
    while gateway.token_calls().await.is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    dead.kill();
    heir.tell("serve 100");
    let answer = heir.answer();
    assert!(answer.starts_with("100 callers, tokens [eyJ"), "{answer}");
    let took = began.elapsed();
    assert!(took > member::LEASE - Duration::from_secs(1), "{took:?}");
    assert!(took < member::LEASE * 2, "{took:?}");
    assert_eq!(gateway.token_calls().await, ["token_grant", "token_grant"]);
    heir.tell("grant");
    let third = heir.answer();
    assert!(
        third.contains("no token call is allowed now"),
        "the dead one's call counts: {third}"
    );
}

async fn four_processes_that_want_new_tokens_share_a_budget_of_two(shared: Shared) {
    let gateway = Gateway::start().await;
    let mut fleet = Fleet::start(4, &gateway, &shared, 2);
    fleet.tell_all("grant");
    let answers = fleet.answers();
    let refused = answers
        .iter()
        .filter(|it| it.contains("no token call is allowed now"));
    assert_eq!(refused.count(), 2, "{answers:?}");
    assert_eq!(gateway.token_calls().await.len(), 2);
}

async fn a_gateway_that_forgot_its_tokens_gets_one_refresh_and_one_grant_from_the_fleet(
    shared: Shared,
) {
    let gateway = Gateway::start().await;
    let mut fleet = Fleet::start(4, &gateway, &shared, 3);
    fleet.tell_all("serve 10");
    fleet.answers();
    gateway.forget_everything().await;
    fleet.tell_all("search 250");
    let answers = fleet.answers();
    assert!(
        answers
            .iter()
            .all(|it| it == "250 searches reached the gateway"),
        "{answers:?}"
    );
    assert_eq!(
        gateway.token_calls().await,
        ["token_refresh", "token_grant"]
    );
}

macro_rules! suite {
    ($name:ident, $backend:ident: $($case:ident),* $(,)?) => {
        mod $name {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $case() {
                    super::$case(super::$backend().await).await;
                }
            )*
        }
    };
}

macro_rules! on_each_shared_store {
    ($($case:ident),* $(,)?) => {
        suite!(on_sqlite, sqlite: $($case),*);
        #[cfg(feature = "server-tests")]
        suite!(on_postgres, postgres: $($case),*);
        #[cfg(feature = "server-tests")]
        suite!(on_redis, redis: $($case),*);
    };
}

on_each_shared_store! {
    four_processes_with_a_thousand_cold_callers_each_make_one_grant,
    a_holder_that_is_killed_in_its_grant_is_taken_over_when_its_lease_ends,
    four_processes_that_want_new_tokens_share_a_budget_of_two,
    a_gateway_that_forgot_its_tokens_gets_one_refresh_and_one_grant_from_the_fleet,
}
