use std::collections::BTreeMap;
use std::time::Duration;

use super::Facts;

/// Two payments of one invoice are both completed only if the shop was told that a person must look.
pub(super) fn paid_once_in_silence(facts: &Facts) -> Vec<String> {
    let mut silent: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for payment in facts.payments.iter().filter(|it| it.status == "completed") {
        if !facts.is_told(&payment.id, "payment.needs_attention") {
            silent
                .entry(&payment.invoice)
                .or_default()
                .push(&payment.id);
        }
    }
    let twice = silent.into_iter().filter(|(_, ids)| ids.len() > 1);
    twice
        .map(|(invoice, ids)| format!("{invoice} was paid by {ids:?}"))
        .collect()
}

/// What was permitted before the money was known may still be written so much later.
const WRITTEN_WITHIN: Duration = Duration::from_secs(10);

/// Once the money of an invoice is in our books, no other payment of it is executed.
pub(super) fn not_charged_again(facts: &Facts) -> Vec<String> {
    let mut found = Vec::new();
    for paid in &facts.payments {
        let Some(known) = paid.settled_at else {
            continue;
        };
        let others = facts.payments.iter();
        for other in others.filter(|it| it.id != paid.id && it.invoice == paid.invoice) {
            let charged = facts.sent.iter().find(|seen| {
                seen.call == "execute"
                    && seen.payment_id.is_some()
                    && seen.payment_id == other.gateway_payment
            });
            if charged.is_some_and(|seen| seen.at > known + WRITTEN_WITHIN) {
                found.push(format!("{} was executed, {} had paid", other.id, paid.id));
            }
        }
    }
    found
}
