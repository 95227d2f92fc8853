//! Compares what the gateway, the shop and the wire have seen with what we have stored. It shares no code
//! with the service: [`Facts`] are plain values, and the rules of money are told here once more.

mod doctored;
mod executes;
mod facts;
mod money;
mod orders;
mod queries;
mod refunds;
mod settled;
mod token_calls;
mod webhooks;

use super::deeds::Record;

pub(crate) use facts::{Facts, get};

/// A rule of money, and how it finds what breaks it.
struct Rule {
    name: &'static str,
    broken: fn(&Facts) -> Vec<String>,
}

const RULES: &[Rule] = &[
    rule("the books are equal", money::books_are_equal),
    rule("the ledger balances", money::ledger_balances),
    rule("each movement is booked once", money::movements_are_booked),
    rule("execute follows a success callback", executes::approved),
    rule("one execute", executes::once),
    rule("execute is committed first", executes::committed_first),
    rule("query follows a lost execute", queries::after_lost_execute),
    rule("fifteen queries", queries::at_most_fifteen),
    rule("two token calls an hour", token_calls::within_budget),
    rule("refunds within the payment", refunds::within_payment),
    rule("a refund is sent once", refunds::sent_once),
    rule("one refund at a time", refunds::one_at_a_time),
    rule("everything is settled", settled::nothing_is_open),
    rule("our states are the gateway's", settled::states_are_true),
    rule("an ended payment stays ended", settled::ends_are_final),
    rule(
        "an order is paid once in silence",
        orders::paid_once_in_silence,
    ),
    rule("a paid order is not charged", orders::not_charged_again),
    rule("every change is told", webhooks::every_change_is_told),
    rule(
        "nothing is told that is not so",
        webhooks::nothing_is_invented,
    ),
    rule(
        "one message has one content",
        webhooks::messages_are_constant,
    ),
    rule("nobody is answered wrongly", complaints),
];

const fn rule(name: &'static str, broken: fn(&Facts) -> Vec<String>) -> Rule {
    Rule { name, broken }
}

/// Everything that breaks a rule, with the rule's name before it.
pub(crate) fn audit(facts: &Facts) -> Vec<String> {
    let findings = |rule: &Rule| {
        let name = rule.name;
        let broken = (rule.broken)(facts).into_iter();
        broken.map(move |what| format!("{name}: {what}"))
    };
    RULES.iter().flat_map(findings).collect()
}

fn complaints(facts: &Facts) -> Vec<String> {
    let Record { complaints, .. } = &facts.deeds;
    complaints.clone()
}
