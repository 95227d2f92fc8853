use std::collections::HashSet;

use serde_json::Value;

use super::Entry;
use super::about;

/// Which exchanges a reader wants; what is None or empty wants all.
#[derive(Debug, Default)]
pub(crate) struct Filter {
    pub(crate) endpoints: Vec<String>,
    pub(crate) status: Option<Status>,
    /// Ids above this one.
    pub(crate) since: Option<u64>,
    /// New or changed after this revision.
    pub(crate) changed_since: Option<u64>,
    pub(crate) about: Option<About>,
    /// Somewhere in the exchange, in either case.
    pub(crate) text: Option<String>,
}

/// How an exchange ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Exactly(u16),
    /// The first digit of the status.
    Class(u16),
    /// The connection closed without an answer.
    Lost,
    /// Still worked on.
    Open,
}

/// One payment, or all of an invoice.
#[derive(Debug, Default)]
pub(crate) struct About {
    pub(crate) payment_ids: HashSet<String>,
    pub(crate) trx_ids: HashSet<String>,
    pub(crate) invoice: Option<String>,
}

impl Status {
    /// `200`, `4xx`, `lost` or `open`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "lost" => Some(Self::Lost),
            "open" => Some(Self::Open),
            _ => match text.strip_suffix("xx") {
                Some(class) => class
                    .parse()
                    .ok()
                    .filter(|class| (1..=5).contains(class))
                    .map(Self::Class),
                None => text
                    .parse()
                    .ok()
                    .filter(|status| (100..=599).contains(status))
                    .map(Self::Exactly),
            },
        }
    }

    fn fits(self, entry: &Entry) -> bool {
        let answered = entry.answered.as_ref().map(|answered| answered.status);
        match (self, answered) {
            (Self::Exactly(wanted), Some(status)) => status == wanted,
            (Self::Class(class), Some(status)) => status / 100 == class,
            (Self::Lost, None) => entry.duration_ms.is_some(),
            (Self::Open, None) => entry.duration_ms.is_none(),
            _ => false,
        }
    }
}

impl Filter {
    /// What can be seen without reading the bodies.
    pub(crate) fn admits(&self, entry: &Entry) -> bool {
        let endpoint = entry.exchange.endpoint;
        self.since.is_none_or(|since| entry.id > since)
            && self
                .changed_since
                .is_none_or(|since| entry.revision > since)
            && (self.endpoints.is_empty() || self.endpoints.iter().any(|wanted| wanted == endpoint))
            && self.status.is_none_or(|status| status.fits(entry))
    }

    /// The rest, of an exchange as it is told.
    pub(crate) fn admits_value(&self, value: &Value) -> bool {
        self.about.as_ref().is_none_or(|about| about.covers(value))
            && self
                .text
                .as_ref()
                .is_none_or(|wanted| contains(value, &wanted.to_lowercase()))
    }
}

impl About {
    fn covers(&self, value: &Value) -> bool {
        let bodies = || [&value["request"]["body"], &value["response"]["body"]];
        let named = about::text(value, "paymentID")
            .is_some_and(|payment| self.payment_ids.contains(payment));
        let by_trx_id = || {
            bodies().into_iter().any(|body| {
                ["trxID", "trxId"].into_iter().any(|field| {
                    about::text(body, field).is_some_and(|trx_id| self.trx_ids.contains(trx_id))
                })
            })
        };
        let by_invoice = || {
            self.invoice.as_deref().is_some_and(|invoice| {
                let sent = |body| about::text(body, "merchantInvoiceNumber") == Some(invoice);
                bodies().into_iter().any(sent)
            })
        };
        named || by_trx_id() || by_invoice()
    }
}

fn contains(value: &Value, wanted: &str) -> bool {
    match value {
        Value::String(text) => text.to_lowercase().contains(wanted),
        Value::Number(number) => number.to_string().contains(wanted),
        Value::Array(values) => values.iter().any(|value| contains(value, wanted)),
        Value::Object(fields) => fields.values().any(|value| contains(value, wanted)),
        Value::Null | Value::Bool(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_a_number_a_class_or_a_word() {
        assert_eq!(Status::parse("404"), Some(Status::Exactly(404)));
        assert_eq!(Status::parse("5xx"), Some(Status::Class(5)));
        assert_eq!(Status::parse("lost"), Some(Status::Lost));
        assert_eq!(Status::parse("open"), Some(Status::Open));
        for wrong in ["", "6xx", "99", "600", "ok", "-1"] {
            assert_eq!(Status::parse(wrong), None, "{wrong}");
        }
    }
}
