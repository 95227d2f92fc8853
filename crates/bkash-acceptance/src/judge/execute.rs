use std::collections::BTreeMap;

use crate::journal::Journal;
use crate::verdict::Finding;

/// A repeat after 401 is lawful: the gateway refused before its backend.
pub(crate) fn never_repeated(journal: &Journal) -> Finding {
    let mut executes: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for exchange in journal
        .of("execute")
        .filter(|exchange| !exchange.is_unauthorized())
    {
        if let Some(payment) = exchange.payment_id() {
            executes.entry(payment).or_default().push(exchange.id);
        }
    }
    if executes.is_empty() {
        return Finding::not_judged("no execute was seen");
    }
    let payments = executes.len();
    match executes.into_iter().find(|(_, ids)| ids.len() > 1) {
        Some((payment, ids)) => {
            Finding::failed(format!("{payment} was executed {} times", ids.len()), ids)
        }
        None => Finding::passed(format!("payments executed: {payments}, each once")),
    }
}
