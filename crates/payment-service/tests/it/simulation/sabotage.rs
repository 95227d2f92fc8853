//! A fleet that is broken on purpose: the auditor must find each break within a few schedules.

use std::collections::BTreeSet;

use async_trait::async_trait;
use bkash_client::transport::{Request, Response};
use bkash_client::{Transport, TransportError};
use payment_service::store::{PaymentChange, RefundChange};

use super::schedule;
use super::wire::Wire;

/// What is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sabotage {
    /// Execute and refund are sent again when their answer is lost.
    Resends,
    /// Changes are committed without their webhooks.
    TellsNothing,
    /// Changes are committed without their ledger entries.
    BooksNothing,
    /// Every instance counts its own token calls.
    OwnTokens,
    /// Nobody works on what is due.
    NoWorkers,
}

impl Sabotage {
    pub(crate) fn spoil_payment(self, change: &mut PaymentChange) {
        match self {
            Self::TellsNothing => change.deliveries.clear(),
            Self::BooksNothing => change.entries.clear(),
            Self::Resends | Self::OwnTokens | Self::NoWorkers => {}
        }
    }

    pub(crate) fn spoil_refund(self, change: &mut RefundChange) {
        match self {
            Self::TellsNothing => change.deliveries.clear(),
            Self::BooksNothing => change.entries.clear(),
            Self::Resends | Self::OwnTokens | Self::NoWorkers => {}
        }
    }
}

/// Believes that what had no answer was not done.
#[derive(Debug)]
pub(crate) struct ResendingWire(pub(crate) Wire);

#[async_trait]
impl Transport for ResendingWire {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let again = Request {
            method: request.method.clone(),
            url: request.url.clone(),
            headers: request.headers.clone(),
            body: request.body.clone(),
            ..request
        };
        match self.0.send(request).await {
            Err(TransportError::Lost(_)) => self.0.send(again).await,
            answer => answer,
        }
    }
}

/// Schedules in which a break must show.
const ENOUGH: u64 = 60;

#[test]
fn a_broken_fleet_is_found_out() {
    let breaks: [(Sabotage, &[&str]); 5] = [
        (Sabotage::Resends, &["one execute", "a refund is sent once"]),
        (Sabotage::TellsNothing, &["every change is told"]),
        (
            Sabotage::BooksNothing,
            &["the books are equal", "each movement is booked once"],
        ),
        (Sabotage::OwnTokens, &["two token calls an hour"]),
        (Sabotage::NoWorkers, &["everything is settled"]),
    ];
    for (sabotage, rules) in breaks {
        let mut missing: BTreeSet<&str> = rules.iter().copied().collect();
        for seed in 1..=ENOUGH {
            let end = schedule::run_broken(seed, sabotage);
            missing.retain(|rule| !end.findings.iter().any(|found| found.starts_with(rule)));
            if missing.is_empty() {
                break;
            }
        }
        assert!(
            missing.is_empty(),
            "{sabotage:?} went unseen by {missing:?}"
        );
    }
}
