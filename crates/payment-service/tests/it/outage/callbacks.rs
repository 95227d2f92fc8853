//! Browsers of payers whose execute hangs.

use std::time::Duration;

use payment_service::engine::Visit;
use tokio::time::{Instant, sleep};

use super::gateway::Weather;
use super::stand::Stand;

/// How many browsers the engine lets wait.
const SEATS: usize = 256;

#[tokio::test(start_paused = true)]
async fn among_too_many_browsers_that_wait_the_next_has_its_progress_page_at_once() {
    let stand = Stand::new().await;
    let many = stand.approved("INV-1").await;
    let one = stand.approved("INV-2").await;
    stand.gateway.set(Weather::SlowExecute);
    let start = Instant::now();
    for _ in 0..SEATS {
        let (stand, many) = (stand.clone(), many.clone());
        tokio::spawn(async move { stand.come_back(&many).await });
    }
    sleep(Duration::from_millis(1)).await;

    let begun = Instant::now();
    assert_eq!(stand.come_back(&one).await, Visit::Wait);
    assert_eq!(stand.progress(&one).await, Visit::Wait);
    assert_eq!(begun.elapsed(), Duration::ZERO);
    sleep(Duration::from_secs(3)).await;
    let begun = Instant::now();
    assert_eq!(stand.progress(&one).await, Visit::Wait);
    assert_eq!(
        begun.elapsed(),
        Duration::from_secs(2),
        "there is room again"
    );

    sleep(Duration::from_secs(20)).await;
    for payer in [&many, &one] {
        let Visit::Return(address) = stand.progress(payer).await else {
            panic!("no result");
        };
        assert!(address.ends_with("status=completed"), "{address}");
    }
    assert_eq!(stand.gateway.calls_since("execute", start).len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_browser_waits_also_while_execute_has_no_token_yet() {
    let stand = Stand::new().await;
    let payer = stand.approved("INV-1").await;
    // The token dies, and the call for the next one hangs.
    sleep(Duration::from_secs(3600)).await;
    stand.gateway.set(Weather::Hanging);
    assert_eq!(stand.come_back(&payer).await, Visit::Wait);
    assert_eq!(stand.progress(&payer).await, Visit::Wait);
}

#[tokio::test(start_paused = true)]
async fn the_more_browsers_wait_the_less_often_each_asks() {
    let stand = Stand::new().await;
    let waits: Vec<_> = (0..2000).map(|_| stand.engine.progress_pace()).collect();
    assert_eq!((waits[0], waits[1999]), (2, 6));
    sleep(Duration::from_secs(20)).await;
    assert_eq!(stand.engine.progress_pace(), 2);
}
