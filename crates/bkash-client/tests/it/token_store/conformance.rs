//! What every store must do, whoever keeps it.

use std::sync::Arc;
use std::time::Duration;

use bkash_client::token::{Begin, CallEnd, Finish, Intent, Permit};
use jiff::SignedDuration;
use secrecy::ExposeSecret as _;
use tokio::task::JoinSet;

use super::bench::Bench;
use super::{LEASE, account, account_at, go, intent, tokens};
use crate::harness::{Gateway, TestClock, builder, token};

const DAY: SignedDuration = SignedDuration::from_hours(24);

async fn an_empty_store_has_nothing_and_lets_the_first_one_go(bench: Bench) {
    let store = bench.open().await;
    assert!(store.load(&account()).await.unwrap().is_none());
    let permit = go(store.begin_call(&account(), &intent(0)).await.unwrap());
    assert_eq!(permit.seen_version, 0);
}

async fn tokens_come_back_whole_to_another_process(bench: Bench) {
    let store = bench.open().await;
    let permit = go(store.begin_call(&account(), &intent(0)).await.unwrap());
    let kept = tokens("1", permit.began_at);
    let finish = store
        .finish(&account(), permit, CallEnd::Tokens(kept.clone()))
        .await;
    assert!(matches!(finish.unwrap(), Finish::Kept(it) if it.version == 1));
    let stored = bench.open().await.load(&account()).await.unwrap().unwrap();
    assert_eq!(stored.version, 1);
    assert_eq!(stored.tokens.id_token.expose_secret(), "id-canary-1");
    let refresh_token = stored.tokens.refresh_token.as_ref().unwrap();
    assert_eq!(refresh_token.expose_secret(), "refresh-canary-1");
    assert_eq!(stored.tokens.issued_at, kept.issued_at);
    assert_eq!(stored.tokens.expires_at, kept.expires_at);
    assert_eq!(stored.tokens.refresh_issued_at, kept.refresh_issued_at);
    let elsewhere = account_at("http://127.0.0.1:2");
    assert!(store.load(&elsewhere).await.unwrap().is_none());
}

async fn a_second_process_waits_for_the_first_and_then_has_its_tokens(bench: Bench) {
    let (one, two) = (bench.open().await, bench.open().await);
    let permit = go(one.begin_call(&account(), &intent(0)).await.unwrap());
    let busy = two.begin_call(&account(), &intent(0)).await.unwrap();
    assert!(
        matches!(busy, Begin::Busy { retry_after } if retry_after <= LEASE),
        "{busy:?}"
    );
    let kept = tokens("1", permit.began_at);
    one.finish(&account(), permit, CallEnd::Tokens(kept))
        .await
        .unwrap();
    let newer = two.begin_call(&account(), &intent(0)).await.unwrap();
    assert!(matches!(newer, Begin::Newer(it) if it.version == 1));
}

async fn a_call_that_failed_frees_the_lease_and_stays_counted(bench: Bench) {
    let store = bench.open().await;
    for _ in 0..2 {
        let permit = go(store.begin_call(&account(), &intent(0)).await.unwrap());
        let finish = store
            .finish(&account(), permit, CallEnd::NoTokens)
            .await
            .unwrap();
        assert!(matches!(finish, Finish::Released));
    }
    let third = store.begin_call(&account(), &intent(0)).await.unwrap();
    assert!(matches!(
        third,
        Begin::Exhausted {
            next_allowed: Some(_)
        }
    ));
}

async fn a_call_that_never_left_gives_back_its_own_count_and_no_other_s(bench: Bench) {
    let (store, another) = (bench.open().await, bench.open().await);
    for _ in 0..5 {
        let permit = go(store.begin_call(&account(), &intent(0)).await.unwrap());
        let finish = store.finish(&account(), permit, CallEnd::NeverLeft).await;
        assert!(matches!(finish.unwrap(), Finish::Released));
    }
    let short = Intent {
        lease: Duration::from_millis(50),
        ..intent(0)
    };
    let late = go(store.begin_call(&account(), &short).await.unwrap());
    // Not by a leap, which would not leave its moment where the permit names it.
    let heir = loop {
        match another.begin_call(&account(), &intent(0)).await.unwrap() {
            Begin::Busy { retry_after } => tokio::time::sleep(retry_after).await,
            begin => break go(begin),
        }
    };
    let finish = store.finish(&account(), late, CallEnd::NeverLeft).await;
    assert!(matches!(finish.unwrap(), Finish::Released));
    let busy = store.begin_call(&account(), &intent(0)).await.unwrap();
    assert!(matches!(busy, Begin::Busy { .. }), "{busy:?}");
    another
        .finish(&account(), heir, CallEnd::NoTokens)
        .await
        .unwrap();
    go(store.begin_call(&account(), &intent(0)).await.unwrap()); // and dies
    bench.leap(SignedDuration::from_secs(40)).await;
    let third = store.begin_call(&account(), &intent(0)).await.unwrap();
    assert!(matches!(third, Begin::Exhausted { .. }), "{third:?}");
}

async fn a_call_that_was_answered_counts_from_its_answer_not_from_the_end_of_its_lease(
    bench: Bench,
) {
    let store = bench.open().await;
    let permit = go(store.begin_call(&account(), &intent(0)).await.unwrap());
    let began_at = permit.began_at;
    let kept = tokens("1", began_at);
    store
        .finish(&account(), permit, CallEnd::Tokens(kept))
        .await
        .unwrap();
    let once_an_hour = Intent {
        calls_per_hour: 1,
        ..intent(1)
    };
    let second = store.begin_call(&account(), &once_an_hour).await.unwrap();
    let Begin::Exhausted { next_allowed } = second else {
        panic!("{second:?}");
    };
    let wait = next_allowed.unwrap().duration_since(began_at);
    assert!(wait < SignedDuration::from_secs(3600 + 30), "{wait}");
}

async fn an_early_renewal_leaves_one_call_for_the_end_of_the_token(bench: Bench) {
    let store = bench.open().await;
    let permit = go(store.begin_call(&account(), &intent(0)).await.unwrap());
    let dies_at = permit.began_at + SignedDuration::from_mins(10);
    let kept = tokens("1", permit.began_at);
    store
        .finish(&account(), permit, CallEnd::Tokens(kept))
        .await
        .unwrap();
    let early = Intent {
        spare_by: Some(dies_at),
        ..intent(1)
    };
    let early = store.begin_call(&account(), &early).await.unwrap();
    assert!(matches!(early, Begin::Exhausted { .. }), "{early:?}");
    go(store.begin_call(&account(), &intent(1)).await.unwrap());
}

async fn a_holder_that_died_is_taken_over_and_its_late_answer_changes_nothing(bench: Bench) {
    let store = bench.open().await;
    let dead = go(store.begin_call(&account(), &intent(0)).await.unwrap());
    bench.leap(SignedDuration::from_secs(36)).await;
    let heir = go(store.begin_call(&account(), &intent(0)).await.unwrap());
    let kept = tokens("heir", heir.began_at);
    store
        .finish(&account(), heir, CallEnd::Tokens(kept))
        .await
        .unwrap();
    let late = tokens("dead", dead.began_at);
    let late = store
        .finish(&account(), dead, CallEnd::Tokens(late))
        .await
        .unwrap();
    let Finish::Superseded(stored) = late else {
        panic!("{late:?}");
    };
    assert_eq!(stored.tokens.id_token.expose_secret(), "id-canary-heir");
    let third = store.begin_call(&account(), &intent(1)).await.unwrap();
    assert!(matches!(third, Begin::Exhausted { .. }), "{third:?}");
}

async fn a_crash_loop_cannot_exceed_the_budget(bench: Bench) {
    let mut went = 0;
    for _ in 0..5 {
        let store = bench.open().await;
        match store.begin_call(&account(), &intent(0)).await.unwrap() {
            Begin::Go(_) => went += 1, // and the process dies here
            Begin::Busy { .. } | Begin::Exhausted { .. } => {}
            Begin::Newer(_) => panic!("nothing was stored"),
        }
        bench.leap(SignedDuration::from_mins(1)).await; // the dead one's lease has ended
    }
    assert_eq!(went, 2);
    bench.leap(SignedDuration::from_hours(1)).await;
    go(bench
        .open()
        .await
        .begin_call(&account(), &intent(0))
        .await
        .unwrap());
}

async fn a_clock_that_leaps_a_day_back_blocks_for_an_hour_and_makes_no_token_eternal(bench: Bench) {
    let store = bench.open().await;
    let permit = go(store.begin_call(&account(), &intent(0)).await.unwrap());
    let kept = tokens("1", permit.began_at);
    store
        .finish(&account(), permit, CallEnd::Tokens(kept))
        .await
        .unwrap();
    go(store.begin_call(&account(), &intent(1)).await.unwrap()); // and dies
    bench.leap(-DAY).await;
    let stored = store.load(&account()).await.unwrap().unwrap();
    assert_eq!(stored.tokens.remaining(stored.as_of), Duration::ZERO);
    let busy = store.begin_call(&account(), &intent(1)).await.unwrap();
    assert!(
        matches!(busy, Begin::Busy { retry_after } if retry_after <= LEASE),
        "{busy:?}"
    );
    bench.leap(SignedDuration::from_secs(36)).await;
    let blocked = store.begin_call(&account(), &intent(1)).await.unwrap();
    assert!(matches!(blocked, Begin::Exhausted { .. }), "{blocked:?}");
    bench.leap(SignedDuration::from_secs(3700)).await;
    go(store.begin_call(&account(), &intent(1)).await.unwrap());
}

async fn a_clock_that_leaps_a_day_ahead_kills_the_token_and_lets_one_go(bench: Bench) {
    let store = bench.open().await;
    let permit = go(store.begin_call(&account(), &intent(0)).await.unwrap());
    let kept = tokens("1", permit.began_at);
    store
        .finish(&account(), permit, CallEnd::Tokens(kept))
        .await
        .unwrap();
    bench.leap(DAY).await;
    let stored = store.load(&account()).await.unwrap().unwrap();
    assert_eq!(stored.tokens.remaining(stored.as_of), Duration::ZERO);
    go(store.begin_call(&account(), &intent(1)).await.unwrap());
    let busy = store.begin_call(&account(), &intent(1)).await.unwrap();
    assert!(matches!(busy, Begin::Busy { .. }), "{busy:?}");
}

async fn of_many_that_ask_at_once_one_goes(bench: Bench) {
    for seen_version in [0, 1] {
        let permit = one_of_many(&bench, seen_version).await;
        let kept = tokens("1", permit.began_at);
        let store = bench.open().await;
        store
            .finish(&account(), permit, CallEnd::Tokens(kept))
            .await
            .unwrap();
    }
}

async fn one_of_many(bench: &Bench, seen_version: i64) -> Permit {
    let mut set = JoinSet::new();
    for _ in 0..4 {
        let store = bench.open().await;
        for _ in 0..16 {
            let store = Arc::clone(&store);
            let intent = intent(seen_version);
            set.spawn(async move { store.begin_call(&account(), &intent).await.unwrap() });
        }
    }
    let answers = set.join_all().await;
    let count = |is: fn(&Begin) -> bool| answers.iter().filter(|it| is(it)).count();
    assert_eq!(count(|it| matches!(it, Begin::Go(_))), 1);
    assert_eq!(count(|it| matches!(it, Begin::Busy { .. })), 63);
    let went = answers.into_iter().find(|it| matches!(it, Begin::Go(_)));
    go(went.unwrap())
}

async fn racing_processes_never_exceed_the_budget(bench: Bench) {
    let mut set = JoinSet::new();
    for _ in 0..4 {
        let store = bench.open().await;
        set.spawn(async move {
            let mut went = 0;
            for _ in 0..25 {
                if let Begin::Go(permit) = store.begin_call(&account(), &intent(0)).await.unwrap() {
                    went += 1;
                    store
                        .finish(&account(), permit, CallEnd::NoTokens)
                        .await
                        .unwrap();
                }
            }
            went
        });
    }
    assert_eq!(set.join_all().await.into_iter().sum::<i32>(), 2);
}

async fn eight_processes_and_thousands_of_callers_make_one_grant(bench: Bench) {
    let clock = TestClock::start();
    let gateway = Arc::new(Gateway::default());
    let slow = Duration::from_millis(200);
    gateway.on_after("/token/grant", slow, token("token-1", "r"));
    let mut set = JoinSet::new();
    for _ in 0..8 {
        let client = builder(&gateway, &clock, bench.open().await)
            .build()
            .unwrap();
        for _ in 0..500 {
            let client = client.clone();
            set.spawn(async move { client.token().await.unwrap().expose().to_owned() });
        }
    }
    assert!(set.join_all().await.iter().all(|token| token == "token-1"));
    assert_eq!(gateway.count("/token/grant"), 1);
}

async fn a_refused_refresh_makes_one_grant_over_all_processes(bench: Bench) {
    let clock = TestClock::start();
    let gateway = Arc::new(Gateway::default());
    let mut clients = Vec::new();
    for _ in 0..4 {
        let builder = builder(&gateway, &clock, bench.open().await);
        clients.push(builder.build().unwrap());
    }
    clients[0].token().await.unwrap();
    bench.leap(SignedDuration::from_mins(61)).await;
    gateway.on("/token/refresh", crate::harness::refusal("2079"));
    let mut set = JoinSet::new();
    for client in clients.iter().skip(1) {
        for _ in 0..100 {
            let client = client.clone();
            set.spawn(async move { client.token().await.unwrap().expose().to_owned() });
        }
    }
    assert!(set.join_all().await.iter().all(|token| token == "token-2"));
    assert_eq!(gateway.count("/token/refresh"), 1);
    assert_eq!(gateway.count("/token/grant"), 2);
}

async fn a_fleet_whose_store_clock_leaps_a_day_makes_no_stampede(bench: Bench) {
    for (round, leap) in [DAY, -DAY].into_iter().enumerate() {
        let origin = format!("http://127.0.0.1:{}", round + 1);
        let clock = TestClock::start();
        let gateway = Arc::new(Gateway::default());
        let mut set = JoinSet::new();
        for fresh in [false, true] {
            for _ in 0..4 {
                let environment = bkash_client::Environment::at(&origin).unwrap();
                let client =
                    bkash_client::Client::builder(environment, crate::harness::credentials())
                        .transport(Arc::clone(&gateway) as Arc<_>)
                        .clock(Arc::clone(&clock) as Arc<_>)
                        .token_store(bench.open().await)
                        .build()
                        .unwrap();
                if !fresh {
                    client.token().await.unwrap();
                }
                for _ in 0..50 {
                    let client = client.clone();
                    set.spawn(async move { client.token().await.is_ok() });
                }
            }
            if !fresh {
                bench.leap(leap).await;
            }
        }
        assert!(set.join_all().await.into_iter().all(|served| served));
        let calls = gateway.count("/token/grant") + gateway.count("/token/refresh");
        assert_eq!(calls, 2, "after a leap of {leap}");
    }
}

macro_rules! suite {
    ($backend:ident: $($case:ident),* $(,)?) => {
        mod $backend {
            $(
                #[tokio::test]
                async fn $case() {
                    super::$case(super::Bench::$backend().await).await;
                }
            )*
        }
    };
}

macro_rules! for_each_store {
    ($($case:ident),* $(,)?) => {
        suite!(memory: $($case),*);
                suite!(sqlite: $($case),*);
        #[cfg(feature = "server-tests")]
        suite!(postgres: $($case),*);
        #[cfg(feature = "server-tests")]
        suite!(redis: $($case),*);
    };
}

for_each_store! {
    an_empty_store_has_nothing_and_lets_the_first_one_go,
    tokens_come_back_whole_to_another_process,
    a_second_process_waits_for_the_first_and_then_has_its_tokens,
    a_call_that_failed_frees_the_lease_and_stays_counted,
    a_call_that_never_left_gives_back_its_own_count_and_no_other_s,
    a_call_that_was_answered_counts_from_its_answer_not_from_the_end_of_its_lease,
    an_early_renewal_leaves_one_call_for_the_end_of_the_token,
    a_holder_that_died_is_taken_over_and_its_late_answer_changes_nothing,
    a_crash_loop_cannot_exceed_the_budget,
    a_clock_that_leaps_a_day_back_blocks_for_an_hour_and_makes_no_token_eternal,
    a_clock_that_leaps_a_day_ahead_kills_the_token_and_lets_one_go,
    of_many_that_ask_at_once_one_goes,
    racing_processes_never_exceed_the_budget,
    eight_processes_and_thousands_of_callers_make_one_grant,
    a_refused_refresh_makes_one_grant_over_all_processes,
    a_fleet_whose_store_clock_leaps_a_day_makes_no_stampede,
}
