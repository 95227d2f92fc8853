use bkash_client::{ExchangeReport, Observer, OutcomeKind};

use super::Metrics;

/// One line and one count for every exchange with the gateway.
#[derive(Debug)]
pub(crate) struct GatewayLog {
    pub(crate) metrics: Metrics,
}

impl Observer for GatewayLog {
    fn exchange(&self, report: &ExchangeReport) {
        let (call, outcome) = (report.call.name(), report.outcome.name());
        let took_ms = milliseconds(report.duration);
        let (attempt, status) = (report.attempt, report.status);
        let code = report.code.as_deref();
        match report.outcome {
            OutcomeKind::Unanswered if report.call.moves_money() => {
                tracing::error!(
                    call,
                    outcome,
                    attempt,
                    status,
                    code,
                    took_ms,
                    "gateway: money may have moved"
                );
            }
            OutcomeKind::Unanswered | OutcomeKind::NotPerformed => {
                tracing::warn!(call, outcome, attempt, status, code, took_ms, "gateway");
            }
            OutcomeKind::Success | OutcomeKind::Refused => {
                tracing::info!(call, outcome, attempt, status, code, took_ms, "gateway");
            }
        }
        self.metrics
            .gateway_exchange(call, outcome, report.duration);
    }

    fn token_store(&self, answered: bool) {
        self.metrics.token_store(answered);
    }
}

pub(super) fn milliseconds(took: std::time::Duration) -> u64 {
    u64::try_from(took.as_millis()).unwrap_or(u64::MAX)
}
