//! One file a group of cases; each case is a function from the journal to a finding.

pub(crate) mod execute;
pub(crate) mod query;
pub(crate) mod refund;
pub(crate) mod time_limit;
pub(crate) mod tokens;

use crate::case::CASES;
use crate::journal::Journal;
use crate::verdict::Verdict;

/// One verdict for each of [`CASES`], in their order.
#[must_use]
pub fn judge(journal: &Journal) -> Vec<Verdict> {
    CASES
        .iter()
        .map(|case| (case.judge)(journal).of(case))
        .collect()
}
