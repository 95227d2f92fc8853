use std::collections::BTreeMap;

use super::super::weather::Weather;
use super::Facts;

/// By the gateway's books, no payment gives back more than it took.
pub(super) fn within_payment(facts: &Facts) -> Vec<String> {
    let mut left: BTreeMap<&str, i64> = BTreeMap::new();
    for movement in &facts.movements {
        let of = movement.original.as_deref().unwrap_or(&movement.trx_id);
        *left.entry(of).or_default() += movement.poisha;
    }
    let overdrawn = left.into_iter().filter(|(_, poisha)| *poisha < 0);
    overdrawn
        .map(|(trx_id, poisha)| format!("{trx_id} gave back {} too much", -poisha))
        .collect()
}

/// There are not more requests on the wire than refunds were reserved, and each comes after a reservation.
pub(super) fn sent_once(facts: &Facts) -> Vec<String> {
    let sent = facts.sent.iter().filter(|seen| seen.call == "refund");
    let sent = sent.filter(|seen| seen.weather != Weather::Unauthorized);
    let mut found = Vec::new();
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for seen in sent {
        let payment = seen.payment_id.as_deref().unwrap_or_default();
        let times = count.entry(payment).or_default();
        *times += 1;
        let ours = facts.payment_of(payment);
        let reserved = facts.changes.iter().filter(|change| {
            change.version == 1
                && change.id != change.payment
                && Some(change.payment.as_str()) == ours
                && change.at <= seen.at
        });
        let reserved = reserved.count();
        if *times > reserved {
            found.push(format!(
                "{payment}: {times} refunds sent, {reserved} reserved"
            ));
        }
    }
    found
}

/// While one refund of a payment is open, no other is reserved.
pub(super) fn one_at_a_time(facts: &Facts) -> Vec<String> {
    let mut open: BTreeMap<&str, &str> = BTreeMap::new();
    let mut found = Vec::new();
    let refunds = facts.changes.iter().filter(|it| it.id != it.payment);
    for change in refunds {
        let is_open = ["pending", "unresolved"].contains(&change.status);
        let other = open.get(change.payment.as_str()).copied();
        if let Some(other) = other.filter(|other| change.version == 1 && *other != change.id) {
            found.push(format!("{} was reserved while {other} was open", change.id));
        }
        if is_open {
            open.insert(&change.payment, &change.id);
        } else if other == Some(change.id.as_str()) {
            open.remove(change.payment.as_str());
        }
    }
    found
}
