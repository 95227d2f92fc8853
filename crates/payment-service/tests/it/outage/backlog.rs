//! What an outage has left open drains when it is over, and not before.

use std::time::Duration;

use payment_core::payment::{PaymentState, PaymentStatus};
use tokio::time::{Instant, sleep};

use super::gateway::Weather;
use super::stand::Stand;

const HOUR: Duration = Duration::from_secs(3600);
/// The engine's cap.
const CALLS_A_SECOND: usize = 50;

/// Payments whose execute was performed and whose answer was lost, all at once.
async fn unresolved(stand: &Stand, many: usize) {
    let mut payers = Vec::new();
    for number in 0..many {
        payers.push(stand.approved(&format!("INV-{number}")).await);
    }
    stand.gateway.set(Weather::Hanging);
    for payer in payers {
        let stand = stand.clone();
        tokio::spawn(async move { stand.come_back(&payer).await });
    }
    sleep(Duration::from_secs(1)).await;
    assert_eq!(stand.count(PaymentStatus::Unresolved).await, many);
}

fn most_in_a_second(calls: &[Duration]) -> usize {
    let within = |(index, first): (usize, &Duration)| {
        let end = *first + Duration::from_secs(1);
        calls[index..].iter().take_while(|at| **at < end).count()
    };
    calls.iter().enumerate().map(within).max().unwrap_or(0)
}

#[tokio::test(start_paused = true)]
async fn an_hour_without_the_gateway_costs_few_calls_and_nobody_s_queries_and_then_all_settle() {
    const MANY: usize = 200;
    for outage in [Weather::Hanging, Weather::Away] {
        let stand = Stand::new().await;
        let start = Instant::now();
        unresolved(&stand, MANY).await;
        stand.gateway.set(outage);
        stand.work(Duration::from_secs(5));
        sleep(HOUR).await;

        // Before it is noticed, what is on its way side by side; then one in 22 s at least.
        let during = stand.gateway.calls_since("query", start);
        let most = 64 + 3600 / 22 + 10;
        assert!(during.len() < most, "{outage:?}: {} queries", during.len());
        assert_eq!(stand.open_breakers(), ["query"]);
        for payment in stand.payments().await {
            let PaymentState::Unresolved(open) = payment.state else {
                panic!("{outage:?}: {payment:?}");
            };
            assert!(open.queries <= 2, "{outage:?}: {} queries", open.queries);
        }

        stand.gateway.set(Weather::Fair);
        let mut waited = Duration::ZERO;
        while stand.count(PaymentStatus::Completed).await < MANY {
            // Two token calls an hour: the outage may have used them up.
            assert!(waited < 2 * HOUR, "{outage:?}: not settled");
            waited += Duration::from_secs(20);
            sleep(Duration::from_secs(20)).await;
        }
        assert_eq!(stand.open_breakers(), [""; 0]);
        let all = stand.gateway.calls_since("query", start);
        let most = most_in_a_second(&all);
        assert!((2..=CALLS_A_SECOND).contains(&most), "{most} in a second");
        // One each, but for those that the outage has swallowed.
        assert!(all.len() <= during.len() + MANY, "{} queries", all.len());
    }
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_asked_for_want_of_a_token_is_not_counted() {
    let stand = Stand::new().await;
    unresolved(&stand, 20).await;
    stand.gateway.set(Weather::NoTokens);
    sleep(2 * HOUR).await;
    let counts = |stand: Stand| async move {
        let queries = |state| match state {
            PaymentState::Unresolved(open) => open.queries,
            other => panic!("{other:?}"),
        };
        let payments = stand.payments().await.into_iter();
        let counts = payments.map(|payment| queries(payment.state));
        counts.collect::<Vec<_>>()
    };
    let before = counts(stand.clone()).await;
    stand.work(Duration::from_secs(60));
    sleep(HOUR).await;
    assert_eq!(counts(stand.clone()).await, before);
    stand.gateway.set(Weather::Fair);
    sleep(2 * HOUR).await;
    assert_eq!(stand.count(PaymentStatus::Completed).await, 20);
}

#[tokio::test(start_paused = true)]
async fn what_a_crash_left_in_an_outage_is_unresolved_in_time_and_asked_about_after_it() {
    /// More than a worker looks at.
    const BACKLOG: usize = 100;
    let stand = Stand::new().await;
    let crashed = stand.approved("CRASHED").await;
    unresolved(&stand, BACKLOG).await;
    stand.leave_executing(&crashed).await;
    stand.gateway.set(Weather::Away);
    stand.work(Duration::from_secs(1));
    sleep(Duration::from_secs(125)).await;
    assert_eq!(stand.open_breakers(), ["query"]);
    assert_eq!(stand.count(PaymentStatus::Unresolved).await, BACKLOG + 1);
    let payment = stand.store.payment(crashed.id).await.unwrap().unwrap();
    let PaymentState::Unresolved(open) = payment.state else {
        panic!("{payment:?}");
    };
    assert_eq!(open.queries, 0, "it waits for its turn with all of them");
    stand.gateway.set(Weather::Fair);
    sleep(Duration::from_secs(60)).await;
    let asked = stand.store.payment(crashed.id).await.unwrap().unwrap();
    let PaymentState::Unresolved(open) = asked.state else {
        panic!("the gateway never saw its execute: {asked:?}");
    };
    assert!(open.initiated_answers > 0);
}

#[tokio::test(start_paused = true)]
async fn a_payment_whose_payment_id_dies_in_an_outage_ends_without_the_gateway() {
    let stand = Stand::new().await;
    unresolved(&stand, 20).await;
    stand.gateway.set(Weather::Away);
    stand.work(Duration::from_secs(60));
    sleep(25 * HOUR).await;
    assert_eq!(stand.count(PaymentStatus::Failed).await, 20);
    let marked = |payment: &payment_core::payment::Payment| payment.attention.is_some();
    assert!(
        stand.payments().await.iter().all(marked),
        "nobody was answered, so a person looks"
    );
}

#[tokio::test(start_paused = true)]
async fn what_is_due_by_the_database_s_clock_is_over_though_the_instance_s_is_ahead() {
    let stand = Stand::with_database_behind(HOUR).await;
    stand.create("INV-1").await.unwrap();
    sleep(24 * HOUR - Duration::from_secs(1)).await;
    assert!(!stand.engine.tidy_one().await.unwrap());
    sleep(Duration::from_secs(2)).await;
    assert!(stand.engine.tidy_one().await.unwrap());
    assert_eq!(stand.count(PaymentStatus::Expired).await, 1);
}
