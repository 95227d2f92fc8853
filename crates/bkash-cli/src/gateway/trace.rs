//! `--verbose`: each exchange, as it ends.

use bkash_client::{ExchangeReport, Observer};

use crate::output::{Style, talk};

/// Tells exchanges on stderr.
#[derive(Debug)]
pub(super) struct Trace;

impl Observer for Trace {
    fn exchange(&self, report: &ExchangeReport) {
        let status = report
            .status
            .map_or_else(|| "no status".to_owned(), |status| status.to_string());
        let code = report.code.as_deref().unwrap_or_default();
        let line = format!(
            "{:<13} {status:>3}  {:>5} ms  {} {code}",
            report.call.name(),
            report.duration.as_millis(),
            report.outcome.name(),
        );
        talk(Style::stderr().dim(line.trim_end()));
    }
}
