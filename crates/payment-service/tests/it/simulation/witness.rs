//! Sees every change that is committed, whoever commits it and whether or not he lives to know.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use payment_core::payment::{Payment, PaymentState};
use payment_core::refund::Refund;

/// One committed change of a payment or a refund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// Of the payment or refund itself.
    pub(crate) id: String,
    /// The payment that it belongs to.
    pub(crate) payment: String,
    pub(crate) version: u64,
    pub(crate) status: &'static str,
    /// Whether the shop may try again with a new payment.
    pub(crate) retry_allowed: bool,
    /// Since when a person must look, in the words of the record.
    pub(crate) attention: Option<String>,
    /// The instance whose commit it was.
    pub(crate) by: &'static str,
    /// Since the schedule's start.
    pub(crate) at: Duration,
}

/// All changes in the order of their commits.
#[derive(Clone, Debug, Default)]
pub(crate) struct Witness(Arc<Mutex<Vec<Change>>>);

impl Witness {
    pub(crate) fn payment(&self, payment: &Payment, by: &'static str, at: Duration) {
        let retry_allowed =
            matches!(&payment.state, PaymentState::Unresolved(open) if open.retry_allowed);
        self.add(Change {
            id: payment.id.to_string(),
            payment: payment.id.to_string(),
            version: payment.version,
            status: payment.status().as_str(),
            retry_allowed,
            attention: payment.attention.as_ref().map(|it| format!("{it:?}")),
            by,
            at,
        });
    }

    pub(crate) fn refund(&self, refund: &Refund, by: &'static str, at: Duration) {
        self.add(Change {
            id: refund.id.to_string(),
            payment: refund.payment.to_string(),
            version: refund.version,
            status: refund.status().as_str(),
            retry_allowed: false,
            attention: refund.attention.as_ref().map(|it| format!("{it:?}")),
            by,
            at,
        });
    }

    pub(crate) fn all(&self) -> Vec<Change> {
        self.0.lock().unwrap().clone()
    }

    fn add(&self, change: Change) {
        self.0.lock().unwrap().push(change);
    }
}
