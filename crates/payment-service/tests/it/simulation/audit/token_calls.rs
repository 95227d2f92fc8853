use std::time::Duration;

use super::Facts;

const HOUR: Duration = Duration::from_secs(3600);

/// Never more than two in any hour, whoever made them.
pub(super) fn within_budget(facts: &Facts) -> Vec<String> {
    let windows = facts.token_calls.windows(3);
    windows
        .filter(|window| window[2] - window[0] < HOUR)
        .map(|window| format!("three calls within an hour, at {window:?}"))
        .collect()
}
