use std::time::Duration;

use crate::world::{Outcome, Payment};

/// How the way back differs from the straight one.
#[derive(Debug, Clone)]
pub(crate) enum Detour {
    Missing,
    Late(Duration),
    Duplicate,
    Forged(Forgery),
    Reordered,
}

/// What a forged address claims.
#[derive(Debug, Clone)]
pub(crate) struct Forgery {
    pub(super) status: Outcome,
    /// Stands in the place of the payment's own id.
    pub(super) payment_id: Option<String>,
}

/// Where the page sends the browser.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Callback {
    /// Visited before, without the payer's doing.
    pub(crate) first: Option<String>,
    /// None: the browser is never sent back, as from a payment of the iframe checkout.
    pub(crate) url: Option<String>,
    /// Waited for beyond the page's usual seconds.
    pub(crate) late: Duration,
}

impl Callback {
    /// The way back of a payment whose pages have come to this outcome.
    pub(crate) fn of(payment: &Payment, outcome: Outcome, detour: Option<&Detour>) -> Self {
        let url = payment.return_url(outcome);
        let straight = Self {
            first: None,
            url: url.clone(),
            late: Duration::ZERO,
        };
        match detour {
            None => straight,
            Some(Detour::Missing) => Self {
                url: None,
                ..straight
            },
            Some(Detour::Late(late)) => Self {
                late: *late,
                ..straight
            },
            Some(Detour::Duplicate) => Self {
                first: url,
                ..straight
            },
            Some(Detour::Reordered) => Self {
                first: payment.return_url(opposite(outcome)),
                ..straight
            },
            Some(Detour::Forged(forgery)) => Self {
                url: forgery.url(payment),
                ..straight
            },
        }
    }

    /// Every address that the browser visits, in order.
    pub(crate) fn visits(&self) -> Vec<&str> {
        let both = [&self.first, &self.url];
        both.into_iter().flatten().map(String::as_str).collect()
    }
}

impl Forgery {
    fn url(&self, payment: &Payment) -> Option<String> {
        let url = payment.return_url(self.status)?;
        Some(match &self.payment_id {
            Some(other) => url.replace(payment.id.as_str(), other),
            None => url,
        })
    }
}

fn opposite(outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Success => Outcome::Failure,
        Outcome::Failure | Outcome::Cancel => Outcome::Success,
    }
}
