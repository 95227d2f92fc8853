use std::collections::BTreeMap;

use crate::case::{CASES, Case};
use crate::record::Record;
use crate::verdict::{Finding, Verdict};
use crate::words::Said;

/// One verdict for each of [`CASES`], in their order.
#[must_use]
pub fn judge(record: &Record) -> Vec<Verdict> {
    let findings: BTreeMap<_, _> = CASES
        .iter()
        .map(|case| (case.id, judged(case, record)))
        .collect();
    CASES
        .iter()
        .map(|case| told(case, &findings).of(case))
        .collect()
}

fn judged(case: &Case, record: &Record) -> Finding {
    (case.judge)(record).unwrap_or_else(Finding::not_judged)
}

/// The finding, unless a case that says more has failed.
fn told(case: &Case, findings: &BTreeMap<&str, Finding>) -> Finding {
    let before = case
        .after
        .iter()
        .find(|id| findings.get(**id).is_some_and(Finding::has_failed));
    match before {
        Some(id) => Finding::not_judged(Said::new(
            format!("{id} failed; this case can be told apart from it only once that one passes"),
            format!("{id} উত্তীর্ণ হয়নি; সেটি ঠিক হলে তবেই এটি আলাদা করে বিচার করা যাবে"),
        )),
        None => findings
            .get(case.id)
            .cloned()
            .unwrap_or_else(|| Finding::not_judged(Said::new("", ""))),
    }
}
