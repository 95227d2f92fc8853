use bkash_acceptance::{Case, Outcome};

use crate::specimen::rows::Row;
use crate::specimen::style::Style;

/// What the judge must say of this shop in this case.
pub(super) fn expected(row: &Row, case: &Case) -> Outcome {
    if row.fails.contains(&case.id) {
        return Outcome::Failed;
    }
    let told_before = case.after.iter().any(|id| row.fails.contains(id));
    if told_before || unseen(row.style).contains(&case.id) || row.hides.contains(&case.id) {
        return Outcome::NotJudged;
    }
    Outcome::Passed
}

/// What no shop of this style shows on this stage: nothing searches, nothing uses TLS, and a shop that is asked for
/// an amount cannot be caught believing one.
fn unseen(style: Style) -> &'static [&'static str] {
    match style {
        Style::Serial => &["time/8", "security/4", "security/2"],
        _ => &["time/8", "security/4"],
    }
}
