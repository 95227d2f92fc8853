//! A person who looks after the shop's endpoint.

use std::time::Duration;

use super::super::process::eventually;
use super::shop::{WORKER, list};
use super::stage::Stage;

/// Somewhat longer than each wait between two attempts.
const WAITS: [i64; 7] = [10, 400, 2000, 8000, 20_000, 40_000, 40_000];

/// After as many a webhook is given up.
pub(super) const ATTEMPTS: usize = WAITS.len() + 1;

/// Five failures in a row would have it wait by a clock that no test can put on, but not another process.
const RESTART_AFTER: usize = 4;

const PATIENCE: Duration = Duration::from_secs(30);

const FAILED: &str = "/v1/webhooks/deliveries?status=failed";

/// Waits until the endpoint is disabled, unless the word of it died with the process; then switches it on.
pub(super) fn enable(stage: &mut Stage) {
    wait(stage, |stage| {
        let shown = stage.ask("GET", "/v1/webhooks/endpoint", None, "").json();
        shown["status"] == "disabled" || stage.killed()
    });
    let enabled = stage
        .ask("POST", "/v1/webhooks/endpoint/enable", None, "")
        .json();
    assert_eq!(enabled["status"], "enabled", "{enabled}");
}

/// Lets days pass until the webhook is given up, unless the word of that died with the process; then has all
/// such sent again.
pub(super) fn send_failed_again(stage: &mut Stage) {
    for (attempts, wait) in (1..).zip(WAITS) {
        attempted(stage, attempts, wait);
        if attempts == RESTART_AFTER {
            stage.restart();
        }
        stage.let_pass(wait);
    }
    attempted(stage, ATTEMPTS, WAITS[ATTEMPTS - 2]);
    wait(stage, |stage| {
        !list(stage, FAILED).is_empty() || stage.killed()
    });
    let again = r#"{"status": "failed"}"#;
    let reply = stage.ask("POST", "/v1/webhooks/deliveries/redeliver", None, again);
    assert_eq!(reply.status, 200, "{reply:?}");
}

/// Has the first webhook that was delivered sent again.
pub(super) fn send_again(stage: &mut Stage) {
    let delivered = "/v1/webhooks/deliveries?status=delivered";
    wait(stage, |stage| !list(stage, delivered).is_empty());
    let id = list(stage, delivered)[0]["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/webhooks/deliveries/{id}/redeliver");
    // 409 if it is on its way already: the word of the first request died with the process.
    let reply = stage.ask("POST", &path, None, "");
    assert!([200, 409].contains(&reply.status), "{reply:?}");
}

/// Waits for so many attempts. Time passes once more if the outcome of the last was recorded after it had passed.
fn attempted(stage: &mut Stage, attempts: usize, seconds: i64) {
    let come = |stage: &Stage| stage.inbox.refusals_left() <= ATTEMPTS - attempts;
    for _ in 0..10 {
        if eventually(WORKER, || come(stage)) {
            return;
        }
        stage.let_pass(seconds);
    }
    panic!("no attempt number {attempts}: {}", stage.log());
}

fn wait(stage: &mut Stage, done: impl Fn(&mut Stage) -> bool) {
    assert!(eventually(PATIENCE, || done(stage)), "{}", stage.log());
}
