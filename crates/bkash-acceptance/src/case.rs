use serde::Serialize;

use crate::journal::Journal;
use crate::judge::{execute, query, refund, time_limit, tokens};
use crate::verdict::Finding;

/// One thing that is checked; its id is stable.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// `group/number`.
    pub id: &'static str,
    /// Whether bKash refuses a shop that fails it.
    pub level: Level,
    /// The words of the onboarding brief.
    pub clause: &'static str,
    /// What a shop that passes does.
    pub expected: &'static str,
    /// How to get there.
    pub remedy: &'static str,
    pub(crate) judge: fn(&Journal) -> Finding,
}

/// How much a case weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Needed to go live.
    Must,
    /// Good practice that the brief does not ask for.
    Should,
}

/// Every case that traffic alone can decide.
pub const CASES: &[Case] = &[
    Case {
        id: "tokens/1",
        level: Level::Must,
        clause: "You must reuse Id_token for 1 hour for any subsequent API request to bKash for any \
                 number of payment gateway users",
        expected: "calls of the same hour carry the same id_token, whoever pays",
        remedy: "Keep the id_token in your database or Redis, shared by all processes, until it expires.",
        judge: tokens::one_token_serves_everybody,
    },
    Case {
        id: "tokens/2",
        level: Level::Must,
        clause: "When the id_token expires, send a request to the bKash \
                 {base_URL}/tokenized/checkout/token/refresh API with the stored refresh_token",
        expected: "one grant; every later token comes by refresh, unless the refresh was refused",
        remedy: "Store the refresh_token beside the id_token and call token/refresh when the hour is over.",
        judge: tokens::refresh_instead_of_grant,
    },
    Case {
        id: "tokens/3",
        level: Level::Must,
        clause: "You must reuse Id_token for 1 hour for any subsequent API request to bKash for any \
                 number of payment gateway users",
        expected: "at most two token calls in any hour: the gateway refuses the third for an hour",
        remedy: "Ask for tokens in one place, behind a lock that all your processes share.",
        judge: tokens::at_most_two_calls_an_hour,
    },
    Case {
        id: "execute/1",
        level: Level::Must,
        clause: "For execute API statusCode 0000 is for success response rather than this for any other \
                 failure case you should display the proper status message from the API response",
        expected: "one execute for a paymentID, whatever came of it",
        remedy: "Commit that a payment is being executed before you send, and never send it again.",
        judge: execute::never_repeated,
    },
    Case {
        id: "query/1",
        level: Level::Must,
        clause: "Query payment should only be called if there is no response from the execute API and \
                 inside that block of code",
        expected: "a query only after an execute of the same paymentID that got no usable answer",
        remedy: "Remove the query from the normal flow: believe the answer of execute.",
        judge: query::only_without_an_answer,
    },
    Case {
        id: "time/1",
        level: Level::Must,
        clause: "API timeout of 30sec should be set for all the APIs",
        expected: "a call without an answer is given up after 30 s: not before 25 s, not after 32 s",
        remedy: "Set the total time-out of your HTTP client to 30 s.",
        judge: time_limit::thirty_seconds,
    },
    Case {
        id: "refund/1",
        level: Level::Must,
        clause: "please confirm if you are using the Refund API using same id token for refund transaction",
        expected: "the refund carries the id_token that payments of the same hour carry",
        remedy: "Use the same stored token for refunds; do not grant one for them.",
        judge: refund::same_token_as_payments,
    },
    Case {
        id: "refund/2",
        level: Level::Should,
        clause: "A refund test will be performed during UAT",
        expected: "a refund without an answer is followed by refund status before another refund",
        remedy: "After a lost answer ask refund status; a second refund may pay twice.",
        judge: refund::never_resent_blindly,
    },
];
