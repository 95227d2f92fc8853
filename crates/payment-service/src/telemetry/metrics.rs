use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use metrics::{counter, gauge, histogram, with_local_recorder};
use metrics_exporter_prometheus::{
    Matcher, PrometheusBuilder, PrometheusHandle, PrometheusRecorder,
};

use crate::store::DeliveryOutcome;

const HTTP_REQUESTS: &str = "bkash_http_requests_total";
const HTTP_SECONDS: &str = "bkash_http_request_duration_seconds";
const GATEWAY_EXCHANGES: &str = "bkash_gateway_exchanges_total";
const GATEWAY_SECONDS: &str = "bkash_gateway_exchange_duration_seconds";
const GATEWAY_BREAKER: &str = "bkash_gateway_breaker_open";
const TOKEN_STORE: &str = "bkash_token_store_available";
const CALLBACK_REFUSALS: &str = "bkash_callback_refusals_total";
const WEBHOOK_ATTEMPTS: &str = "bkash_webhook_attempts_total";
const WEBHOOKS_PENDING: &str = "bkash_webhook_deliveries_pending";
const WEBHOOK_BREAKER_OPEN: &str = "bkash_webhook_breaker_open";
const NOTIFICATIONS: &str = "bkash_notifications_total";
const NOTIFICATION_REFUSALS: &str = "bkash_notification_refusals_total";
const ATTENTION_PENDING: &str = "bkash_attention_pending";
const WEBHOOK_ENDPOINT_DISABLED: &str = "bkash_webhook_endpoint_disabled";

/// Upper bounds in seconds; the last but one is the gateway's limit for every call.
const BUCKETS: [f64; 13] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 10.0, 30.0, 60.0,
];

/// One service's metrics, with a recorder of its own: several services may run in one process.
///
/// Labels are route templates and fixed words, never identifiers, so their number is bounded.
#[derive(Clone)]
pub struct Metrics(Arc<Inner>);

/// Payments or refunds that are not settled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Waiting {
    /// Held or marked: somebody must look.
    pub(crate) person: u32,
    /// Unresolved: we still ask.
    pub(crate) gateway: u32,
}

struct Inner {
    recorder: PrometheusRecorder,
    handle: PrometheusHandle,
}

impl Metrics {
    /// Nothing is counted yet.
    #[must_use]
    pub fn new() -> Self {
        // Only an empty list of buckets is refused.
        let builder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &BUCKETS)
            .unwrap_or_default();
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        Self(Arc::new(Inner { recorder, handle }))
    }

    /// In the text format of Prometheus.
    pub(super) fn render(&self) -> String {
        self.0.handle.render()
    }

    /// Folds samples away that nobody has read yet; without it they pile up.
    pub(crate) fn upkeep(&self) {
        self.0.handle.run_upkeep();
    }

    pub(super) fn http_request(
        &self,
        route: &str,
        method: &'static str,
        status: u16,
        took: Duration,
    ) {
        with_local_recorder(&self.0.recorder, || {
            let labels = [
                ("route", route.to_owned()),
                ("method", method.to_owned()),
                ("status", status.to_string()),
            ];
            counter!(HTTP_REQUESTS, &labels).increment(1);
            histogram!(HTTP_SECONDS, "route" => route.to_owned()).record(took);
        });
    }

    pub(super) fn gateway_exchange(
        &self,
        call: &'static str,
        outcome: &'static str,
        took: Duration,
    ) {
        with_local_recorder(&self.0.recorder, || {
            counter!(GATEWAY_EXCHANGES, "call" => call, "outcome" => outcome).increment(1);
            histogram!(GATEWAY_SECONDS, "call" => call).record(took);
        });
    }

    /// 1 while calls are held back, else 0.
    pub(super) fn gateway_breaker(&self, call: &'static str, is_open: bool) {
        with_local_recorder(&self.0.recorder, || {
            gauge!(GATEWAY_BREAKER, "call" => call).set(if is_open { 1.0 } else { 0.0 });
        });
    }

    /// Whether the token store answered when it was last asked.
    pub(super) fn token_store(&self, answered: bool) {
        with_local_recorder(&self.0.recorder, || {
            gauge!(TOKEN_STORE).set(if answered { 1.0 } else { 0.0 });
        });
    }

    /// A callback that is not what we gave to the gateway; someone may be trying.
    pub(crate) fn callback_refused(&self, reason: &'static str) {
        with_local_recorder(&self.0.recorder, || {
            counter!(CALLBACK_REFUSALS, "reason" => reason).increment(1);
        });
    }

    /// What became of a message of bKash's, at its coming or later.
    pub(crate) fn notification(&self, outcome: &'static str) {
        with_local_recorder(&self.0.recorder, || {
            counter!(NOTIFICATIONS, "outcome" => outcome).increment(1);
        });
    }

    /// A notification that bKash has not sent, or that cannot be read; someone may be trying.
    pub(crate) fn notification_refused(&self, reason: &'static str) {
        with_local_recorder(&self.0.recorder, || {
            counter!(NOTIFICATION_REFUSALS, "reason" => reason).increment(1);
        });
    }

    pub(crate) fn webhook_attempt(&self, outcome: DeliveryOutcome) {
        let outcome = match outcome {
            DeliveryOutcome::Delivered => "delivered",
            DeliveryOutcome::Retry(_) => "retry",
            DeliveryOutcome::GaveUp => "gave_up",
            DeliveryOutcome::Gone(_) => "gone",
        };
        with_local_recorder(&self.0.recorder, || {
            counter!(WEBHOOK_ATTEMPTS, "outcome" => outcome).increment(1);
        });
    }

    /// Whether this instance only probes the shop's endpoint.
    pub(crate) fn webhook_breaker(&self, is_open: bool) {
        with_local_recorder(&self.0.recorder, || {
            gauge!(WEBHOOK_BREAKER_OPEN).set(u8::from(is_open));
        });
    }

    /// The whole fleet's: every instance tells the same. `kind` is `payment` or `refund`.
    pub(crate) fn attention(&self, kind: &'static str, of: Waiting) {
        with_local_recorder(&self.0.recorder, || {
            let waiting = [("person", of.person), ("gateway", of.gateway)];
            for (waits_for, count) in waiting {
                gauge!(ATTENTION_PENDING, "kind" => kind, "waits_for" => waits_for).set(count);
            }
        });
    }

    /// Both are the whole fleet's: every instance tells the same.
    pub(crate) fn webhooks(&self, pending: u32, is_disabled: bool) {
        with_local_recorder(&self.0.recorder, || {
            gauge!(WEBHOOKS_PENDING).set(pending);
            gauge!(WEBHOOK_ENDPOINT_DISABLED).set(u8::from(is_disabled));
        });
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_services_in_one_process_count_apart() {
        let (one, two) = (Metrics::new(), Metrics::new());
        one.callback_refused("wrong_secret");
        one.http_request("/v1/payments", "POST", 201, Duration::from_millis(3));
        let text = one.render();
        assert!(
            text.contains(r#"bkash_callback_refusals_total{reason="wrong_secret"} 1"#),
            "{text}"
        );
        assert!(
            text.contains(r#"_seconds_bucket{route="/v1/payments",le="0.005"} 1"#),
            "{text}"
        );
        assert!(!two.render().contains("bkash_"));
    }
}
