use std::collections::BTreeMap;

use super::Facts;

/// Our mirror of the merchant's wallet is what the gateway's books say it holds, to the poisha.
pub(super) fn books_are_equal(facts: &Facts) -> Vec<String> {
    let theirs: i64 = facts.movements.iter().map(|it| it.poisha).sum();
    let gateway = facts.postings.iter().filter(|it| it.gateway);
    let ours: i64 = gateway.map(|it| it.poisha).sum();
    let wrong = theirs != ours;
    let what = || format!("the gateway moved {theirs} poisha, our ledger says {ours}");
    wrong.then(what).into_iter().collect()
}

/// Every poisha that is debited is credited.
pub(super) fn ledger_balances(facts: &Facts) -> Vec<String> {
    let total: i64 = facts.postings.iter().map(|it| it.poisha).sum();
    let what = || format!("it is off by {total} poisha");
    (total != 0).then(what).into_iter().collect()
}

/// Every transaction of theirs is in our ledger with its amount, and none that they don't have.
pub(super) fn movements_are_booked(facts: &Facts) -> Vec<String> {
    let theirs = sums(facts.movements.iter().map(|it| (&it.trx_id, it.poisha)));
    let gateway = facts.postings.iter().filter(|it| it.gateway);
    let ours = sums(gateway.map(|it| (&it.trx_id, it.poisha)));
    let mut found: Vec<String> = theirs
        .iter()
        .filter(|(trx_id, moved)| ours.get(*trx_id) != Some(moved))
        .map(|(trx_id, moved)| format!("{trx_id} moved {moved}, booked {:?}", ours.get(trx_id)))
        .collect();
    let unheard = ours.keys().filter(|trx_id| !theirs.contains_key(*trx_id));
    found.extend(unheard.map(|trx_id| format!("{trx_id} is booked and never moved")));
    found
}

fn sums<'a>(entries: impl Iterator<Item = (&'a String, i64)>) -> BTreeMap<&'a str, i64> {
    let mut sums = BTreeMap::new();
    for (trx_id, poisha) in entries {
        *sums.entry(trx_id.as_str()).or_default() += poisha;
    }
    sums
}
