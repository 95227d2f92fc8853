use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};

/// What a schedule has met, by kind and name, and how often.
#[derive(Clone, Debug, Default)]
pub(crate) struct Met(Arc<Mutex<Counts>>);

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts(BTreeMap<(&'static str, &'static str), u64>);

const VERBS: &[&str] = &[
    "begin of a token call",
    "claim_deliveries",
    "commit_payment",
    "commit_refund",
    "finish of a token call",
    "finish_deliveries",
    "load of tokens",
    "open_payment",
    "reserve_refund",
];

/// By kind, what every 10,000 schedules meet.
const MUST_BE_MET: &[(&str, &[&str])] = &[
    ("breaker", &["create", "query", "refund_status", "webhooks"]),
    ("dies before", VERBS),
    ("dies after", VERBS),
    ("stalls after", VERBS),
    ("fails before", VERBS),
    ("fails after", VERBS),
    (
        "callback",
        &[
            "contradicted",
            "forged",
            "given up waiting",
            "late",
            "led to the shop",
            "met by an error",
            "never",
            "not answered",
            "repeated",
            "typed success",
            "waited for",
        ],
    ),
    (
        "create answered",
        &[
            "201",
            "4xx",
            "5xx",
            "gateway-unanswered",
            "idempotency-key-in-flight",
            "invoice-busy",
            "unavailable",
            "what it was before",
        ],
    ),
    (
        "refund answered",
        &[
            "201",
            "gateway-not-reached",
            "gateway-unanswered",
            "idempotency-key-in-flight",
            "no-more-refunds",
            "payment-not-refundable",
            "refund-in-flight",
            "refund-too-much",
            "unavailable",
            "what it was before",
        ],
    ),
    ("instance", &["started again"]),
    ("outage", &["of the gateway", "of the token store"]),
    (
        "payment ended",
        &[
            "cancelled",
            "completed",
            "completed with attention",
            "declined",
            "expired",
            "failed",
        ],
    ),
    ("refund ended", &["completed", "declined", "with attention"]),
    (
        "person",
        &[
            "decides",
            "enables the endpoint",
            "has a webhook sent again",
            "is refused",
        ],
    ),
    (
        "race",
        &[
            "create replayed",
            "create still in flight",
            "invoice taken",
            "order paid meanwhile",
            "payment changed by another",
            "refund against refund",
            "refund changed by another",
            "refund refused by the rules",
            "refund still in flight",
            "superseded by a newer payment",
            "too late to write",
        ],
    ),
    (
        "shop",
        &[
            "is away",
            "is gone",
            "is told twice",
            "redirects it",
            "refuses it",
            "takes it",
            "takes it and fails",
            "takes it slowly",
        ],
    ),
    (
        "token",
        &[
            "a token call",
            "another's token",
            "another's token call",
            "budget exhausted",
        ],
    ),
    (
        "weather",
        &[
            "error after",
            "error before",
            "fair",
            "garbled",
            "lost after",
            "lost before",
            "much later",
            "no connection",
            "slow after",
            "slow before",
            "system error after",
            "unauthorized",
        ],
    ),
    (
        "webhook",
        &[
            "payment.cancelled",
            "payment.completed",
            "payment.declined",
            "payment.expired",
            "payment.failed",
            "payment.needs_attention",
            "payment.unresolved",
            "refund.completed",
            "refund.declined",
            "refund.needs_attention",
            "refund.unresolved",
        ],
    ),
];

impl Met {
    pub(crate) fn note(&self, kind: &'static str, name: &'static str) {
        *self.0.lock().unwrap().0.entry((kind, name)).or_default() += 1;
    }

    pub(crate) fn counts(&self) -> Counts {
        self.0.lock().unwrap().clone()
    }
}

impl Counts {
    pub(crate) fn add(&mut self, other: &Self) {
        for (what, times) in &other.0 {
            *self.0.entry(*what).or_default() += times;
        }
    }

    fn has(&self, kind: &str, name: &str) -> bool {
        self.0.keys().any(|met| *met == (kind, name))
    }

    /// What every 10,000 schedules must meet and these have not: a fault that never strikes tests nothing.
    pub(crate) fn missing(&self) -> Vec<String> {
        let all = MUST_BE_MET
            .iter()
            .flat_map(|(kind, names)| names.iter().map(move |name| (kind, name)));
        all.filter(|(kind, name)| !self.has(kind, name))
            .map(|(kind, name)| format!("{kind}: {name}"))
            .collect()
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut last = "";
        for ((kind, name), times) in &self.0 {
            if *kind != last {
                write!(f, "{}  {kind}: ", if last.is_empty() { "" } else { "\n" })?;
                last = kind;
            } else {
                f.write_str(", ")?;
            }
            write!(f, "{name} {times}")?;
        }
        Ok(())
    }
}
