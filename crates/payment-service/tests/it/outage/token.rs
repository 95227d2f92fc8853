//! The token dies while the gateway is away.

use std::time::Duration;

use payment_core::payment::PaymentStatus;
use payment_service::engine::Visit;
use tokio::time::{Instant, sleep};

use super::gateway::Weather;
use super::stand::Stand;

const HOUR: Duration = Duration::from_secs(3600);
/// More than open the breaker of query.
const LOST: usize = 20;

/// Payments for the workers to ask about, and one whose payer has not come back yet; then an outage in which
/// the token dies, and how many token calls were tried in it.
async fn token_died(stand: &Stand, outage: Weather, length: Duration) -> (Visit, usize) {
    let payer = stand.approved("WAITS").await;
    let mut lost = Vec::new();
    for number in 0..LOST {
        lost.push(stand.approved(&format!("LOST-{number}")).await);
    }
    stand.gateway.set(Weather::Hanging);
    for payer in lost {
        stand.come_back(&payer).await;
    }
    assert_eq!(stand.count(PaymentStatus::Unresolved).await, LOST);
    stand.gateway.set(outage);
    let start = Instant::now();
    stand.work(Duration::from_secs(5));
    sleep(length).await;
    let tried = stand.gateway.calls_since("token", start).len();
    stand.gateway.set(Weather::Fair);
    (stand.come_back(&payer).await, tried)
}

fn assert_completed(visit: Visit, told: &str) {
    let Visit::Return(address) = visit else {
        panic!("no result {told}");
    };
    assert!(address.ends_with("status=completed"), "{address} {told}");
}

#[tokio::test(start_paused = true)]
async fn a_payer_pays_as_soon_as_the_gateway_is_back_though_the_token_died_in_its_silence() {
    // The workers' call for a token is made in the outage, and again once its hour is over.
    for (minutes, tried_at_most) in [(61, 1), (100, 1), (125, 2), (190, 3)] {
        let stand = Stand::new().await;
        let length = Duration::from_secs(minutes * 60);
        let (visit, tried) = token_died(&stand, Weather::Hanging, length).await;
        let told = format!("after {minutes} minutes and {tried} token calls");
        assert!((1..=tried_at_most).contains(&tried), "{told}");
        assert_completed(visit, &told);
        sleep(HOUR).await;
        let completed = stand.count(PaymentStatus::Completed).await;
        assert_eq!(
            completed,
            LOST + 1,
            "the workers have its token too, {told}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_payer_pays_as_soon_as_the_gateway_is_back_though_the_token_died_without_a_connection() {
    let stand = Stand::new().await;
    let (visit, tried) = token_died(&stand, Weather::Away, 3 * HOUR).await;
    assert!(tried > 2, "{tried} tries that never left cost nothing");
    assert_completed(visit, "after three hours");
}
