use super::Row;
use crate::specimen::flaw::Flaw;
use crate::specimen::style::Style;

pub(super) fn rows() -> Vec<Row> {
    vec![
        Row::wrong(
            Flaw::Http200MeansPaid,
            "takes HTTP 200 for paid",
            &["execute/1"],
        )
        .hides(&["callback/7", "callback/8", "callback/11"]),
        Row::wrong(
            Flaw::OnlyKnownCodesFail,
            "takes codes that it does not know for paid",
            &["execute/1"],
        ),
        Row::wrong(
            Flaw::OwnTextForRefusals,
            "says that it failed, and not why",
            &["execute/2"],
        ),
        Row::wrong(
            Flaw::CodeWithoutMessage,
            "shows the code and not the message",
            &["execute/2"],
        )
        .at(Style::Api),
        Row::wrong(
            Flaw::TranslatesSomeCodes,
            "has a text of its own for one of the codes",
            &["execute/2"],
        ),
        Row::wrong(
            Flaw::ExecutesAgainUnanswered,
            "sends execute again when no answer comes",
            &["execute/3"],
        )
        .hides(&["execute/5"]),
        Row::wrong(
            Flaw::ExecutesAgainRefused,
            "sends execute again when it was refused",
            &["execute/3"],
        ),
        Row::wrong(
            Flaw::UnansweredMeansFailed,
            "shows failure when no answer comes",
            &["execute/4"],
        )
        .hides(&["query/2", "time/3"]),
        Row::wrong(
            Flaw::UnansweredIsLeftOpen,
            "never asks what became of an execute without answer",
            &["execute/4"],
        )
        .hides(&["query/2", "time/3"]),
        Row::wrong(
            Flaw::QueriedMeansPaid,
            "takes any answer of the query for paid",
            &["execute/5"],
        ),
        Row::wrong(
            Flaw::LateAnswerIsFailed,
            "shows failure after fifteen seconds of waiting",
            &["execute/6"],
        )
        .at(Style::Api),
        Row::wrong(
            Flaw::AmountUnchecked,
            "does not compare the amount",
            &["execute/7"],
        ),
        Row::wrong(
            Flaw::InvoiceUnchecked,
            "does not compare the invoice number",
            &["execute/8"],
        )
        .at(Style::Serial),
        Row::wrong(
            Flaw::TransactionStatusUnchecked,
            "does not look at transactionStatus",
            &["execute/9"],
        ),
        Row::wrong(
            Flaw::QueriesEveryPayment,
            "queries after every payment",
            &["query/1"],
        ),
        Row::wrong(
            Flaw::QueriesBeforeExecute,
            "queries before it executes",
            &["query/1"],
        )
        .at(Style::Api),
        Row::wrong(
            Flaw::QueriesAfterRefusal,
            "queries after a clear refusal",
            &["query/1"],
        ),
        Row::wrong(
            Flaw::QueriesAfterCancel,
            "queries after a cancel callback",
            &["query/1"],
        ),
        Row::wrong(
            Flaw::QueriesForEver,
            "queries five times a second without an end",
            &["query/2"],
        ),
    ]
}
