//! How payers left the hosted pages, as far as the journal shows it.

use std::collections::BTreeMap;

use crate::record::{Exchange, Journal};

/// How often a wrong code may be given before the payment fails.
const WRONG_CODES: u32 = 3;

/// How a payer left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Left {
    /// By the button that cancels.
    Cancelled,
    /// After the last wrong code, before any PIN was asked.
    Failed,
}

/// A payer who has left.
pub(super) struct Leave<'a> {
    pub(super) payment: &'a str,
    /// The exchange of the last step.
    pub(super) id: u64,
}

/// Payments that ended so at the hosted pages, and were not approved.
pub(super) fn left(journal: &Journal, how: Left) -> Vec<Leave<'_>> {
    let mut codes: BTreeMap<&str, (u32, u64)> = BTreeMap::new();
    let mut cancels: BTreeMap<&str, u64> = BTreeMap::new();
    let mut approved: Vec<&str> = Vec::new();
    for (exchange, payment, step) in journal.of("page").filter_map(step) {
        match step {
            "otp" => {
                let (count, id) = codes.entry(payment).or_default();
                *count += 1;
                *id = exchange.id;
            }
            "cancel" => {
                cancels.insert(payment, exchange.id);
            }
            "pin" => approved.push(payment),
            _ => {}
        }
    }
    let ended: Vec<(&str, u64)> = match how {
        Left::Cancelled => cancels.into_iter().collect(),
        Left::Failed => codes
            .into_iter()
            .filter(|(_, (count, _))| *count >= WRONG_CODES)
            .map(|(payment, (_, id))| (payment, id))
            .collect(),
    };
    ended
        .into_iter()
        .filter(|(payment, _)| !approved.contains(payment))
        .map(|(payment, id)| Leave { payment, id })
        .collect()
}

/// `/checkout/{paymentID}/{step}`, posted.
fn step(exchange: &Exchange) -> Option<(&Exchange, &str, &str)> {
    if exchange.request.method != "POST" {
        return None;
    }
    let path = exchange.request.path.split('?').next()?;
    let (payment, step) = path.strip_prefix("/checkout/")?.split_once('/')?;
    Some((exchange, payment, step))
}
