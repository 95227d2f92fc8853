use std::collections::BTreeMap;

use super::Facts;

/// After the horizon, and after a person has looked, nothing is open.
pub(super) fn nothing_is_open(facts: &Facts) -> Vec<String> {
    const OPEN: [&str; 5] = [
        "creating",
        "awaiting_payer",
        "executing",
        "unresolved",
        "held",
    ];
    let payments = facts.payments.iter().filter(|it| OPEN.contains(&it.status));
    let payments = payments.map(|it| format!("{} is {} after the horizon", it.id, it.status));
    let refunds = facts.refunds.iter();
    let refunds = refunds.filter(|it| ["pending", "unresolved"].contains(&it.status));
    let refunds = refunds.map(|it| format!("{} is {} after the horizon", it.id, it.status));
    payments.chain(refunds).collect()
}

/// Completed is what the gateway took money for, and nothing else is.
pub(super) fn states_are_true(facts: &Facts) -> Vec<String> {
    let paid = |gateway_payment: &Option<String>| {
        let mut payments = facts.movements.iter().filter(|it| !it.is_refund());
        gateway_payment
            .as_deref()
            .is_some_and(|id| payments.any(|it| it.payment_id == id))
    };
    let mut found = Vec::new();
    for payment in &facts.payments {
        let (id, status) = (&payment.id, payment.status);
        match (status, paid(&payment.gateway_payment)) {
            ("completed", false) => found.push(format!("{id} is completed, and nothing was taken")),
            ("completed", true) | (_, false) => {}
            (_, true) => found.push(format!("{id} is {status}, but money was taken for it")),
        }
    }
    found
}

/// What has ended leaves its state for completed or held alone, when money turns up after all; what is
/// completed stays so.
pub(super) fn ends_are_final(facts: &Facts) -> Vec<String> {
    const ENDS: [&str; 4] = ["declined", "cancelled", "failed", "expired"];
    let mut last: BTreeMap<&str, &str> = BTreeMap::new();
    let mut found = Vec::new();
    for change in &facts.changes {
        let (id, now) = (change.id.as_str(), change.status);
        let before = last.insert(id, now).unwrap_or(now);
        let allowed = match before {
            "completed" => now == "completed",
            end if ENDS.contains(&end) => now == end || ["completed", "held"].contains(&now),
            _ => true,
        };
        if !allowed {
            found.push(format!("{id} became {now} after {before}"));
        }
    }
    found
}
