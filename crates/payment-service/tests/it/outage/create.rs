//! A shop that creates payments while the gateway does not answer.

use std::time::Duration;

use payment_core::payment::PaymentStatus;
use payment_service::problem::ProblemKind;
use tokio::time::{Instant, sleep};

use super::gateway::Weather;
use super::stand::Stand;

async fn outage(stand: &Stand) {
    stand.gateway.set(Weather::Away);
    for number in 0..5 {
        let answer = stand.create(&format!("LOST-{number}")).await.unwrap();
        assert_eq!(answer.status, 502, "{}", answer.body);
    }
}

#[tokio::test(start_paused = true)]
async fn a_create_is_refused_at_once_and_without_a_trace_and_works_when_a_probe_was_answered() {
    let stand = Stand::new().await;
    stand.create("INV-1").await.unwrap();
    outage(&stand).await;
    let stored = stand.payments().await;

    sleep(Duration::from_millis(1)).await;
    let start = Instant::now();
    let problem = stand.create_again("INV-1").await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert_eq!(problem.kind, ProblemKind::GATEWAY_UNAVAILABLE);
    assert_eq!(problem.retry_after_seconds(), Some(1));
    assert!(stand.gateway.calls_since("create", start).is_empty());
    assert_eq!(
        stand.payments().await,
        stored,
        "nothing stored or superseded"
    );

    stand.gateway.set(Weather::Fair);
    sleep(Duration::from_secs(1)).await;
    let answer = stand.create("INV-2").await.unwrap();
    assert_eq!((answer.status, answer.replayed), (201, false));
    assert_eq!(stand.open_breakers(), [""; 0]);
    assert_eq!(stand.count(PaymentStatus::AwaitingPayer).await, 2);
}

#[tokio::test(start_paused = true)]
async fn a_repeat_is_told_its_first_answer_also_while_nothing_can_be_created() {
    let stand = Stand::new().await;
    let first = stand.create("INV-1").await.unwrap();
    outage(&stand).await;
    let repeat = stand.create("INV-1").await.unwrap();
    assert!(repeat.replayed);
    assert_eq!((repeat.status, repeat.body), (first.status, first.body));
}

#[tokio::test(start_paused = true)]
async fn the_key_of_a_refused_create_is_free() {
    let stand = Stand::new().await;
    stand.create("INV-1").await.unwrap();
    outage(&stand).await;
    stand.create("INV-2").await.unwrap_err();
    stand.gateway.set(Weather::Fair);
    sleep(Duration::from_secs(1)).await;
    let answer = stand.create("INV-2").await.unwrap();
    assert_eq!((answer.status, answer.replayed), (201, false));
}

#[tokio::test(start_paused = true)]
async fn one_shop_probes_while_the_others_are_refused() {
    let stand = Stand::new().await;
    stand.create("INV-1").await.unwrap();
    outage(&stand).await;
    sleep(Duration::from_secs(1)).await;
    stand.gateway.set(Weather::Hanging);
    let start = Instant::now();
    let creates = (0..20).map(|number| {
        let stand = stand.clone();
        tokio::spawn(async move { stand.create(&format!("SHOP-{number}")).await })
    });
    let creates: Vec<_> = creates.collect();
    let mut refused = 0;
    for create in creates {
        let answer = create.await.unwrap();
        let kind = answer.map_err(|problem| problem.kind);
        refused += usize::from(kind == Err(ProblemKind::GATEWAY_UNAVAILABLE));
    }
    assert_eq!(refused, 19);
    assert_eq!(stand.gateway.calls_since("create", start).len(), 1);
}
