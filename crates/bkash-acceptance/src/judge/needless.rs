//! A token that is fetched for one payer serves that payer; one that is fetched for no reason serves
//! whoever comes next.

use std::collections::BTreeSet;

use super::token_call::{Blame, Issued, TokenCall, Why};
use crate::record::{Exchange, Record};

/// Puts needless tokens that everybody shares down to nobody, unless there are as many of them as payers.
pub(super) fn review(record: &Record, calls: &mut [TokenCall<'_>]) {
    let seconds: Vec<_> = calls
        .iter()
        .filter(|call| is_second(call))
        .filter_map(|call| Issued::by(call.exchange))
        .collect();
    let Some(first) = seconds.first() else {
        return;
    };
    let own = seconds
        .iter()
        .filter(|token| payments(record, token).len() < 2)
        .count();
    let payers = record
        .journal
        .of("create")
        .filter(|create| create.id > first.id)
        .count();
    if own * 2 > seconds.len() || seconds.len() * 2 >= payers {
        return;
    }
    for call in calls.iter_mut().filter(|call| is_second(call)) {
        call.why = Why::Blame(Blame::Idle);
    }
}

fn is_second(call: &TokenCall<'_>) -> bool {
    matches!(call.why, Why::Blame(Blame::Second(_)))
}

/// The payments that a token served.
fn payments<'a>(record: &'a Record, token: &Issued<'a>) -> BTreeSet<&'a str> {
    let payment = |call: &'a Exchange| {
        let created = || call.said("paymentID").or_else(|| call.said("paymentId"));
        call.payment_id().or_else(created)
    };
    token.uses(&record.journal).filter_map(payment).collect()
}
