//! Clocks that leap.

use jiff::SignedDuration;
use tokio::time::advance;

use super::{HOUR, all_tokens, exposed, settle};
use crate::harness::World;

#[tokio::test(start_paused = true)]
async fn a_clock_that_leaps_a_day_either_way_makes_no_stampede() {
    for leap in [
        SignedDuration::from_hours(24),
        SignedDuration::from_hours(-24),
    ] {
        let world = World::new();
        exposed(&world.client).await;
        world.clock.leap(leap);
        assert!(
            all_tokens(1000, &world.client)
                .await
                .iter()
                .all(Result::is_ok)
        );
        settle().await;
        assert!(
            world.token_calls() <= 2,
            "{} calls after {leap}",
            world.token_calls()
        );
        advance(HOUR).await;
        assert!(
            all_tokens(1000, &world.client)
                .await
                .iter()
                .all(Result::is_ok),
            "{leap}"
        );
        assert!(
            world.token_calls() <= 3,
            "{} calls after {leap}",
            world.token_calls()
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_leaps_back_does_not_lengthen_the_hour() {
    let world = World::new();
    exposed(&world.client).await;
    advance(HOUR).await;
    world.clock.leap(SignedDuration::from_hours(-1));
    assert_eq!(exposed(&world.client).await, "token-2");
}

#[tokio::test(start_paused = true)]
async fn a_machine_that_slept_for_two_hours_does_not_use_its_old_token() {
    let world = World::new();
    exposed(&world.client).await;
    world.clock.leap(SignedDuration::from_hours(2));
    assert_eq!(exposed(&world.client).await, "token-2");
}
