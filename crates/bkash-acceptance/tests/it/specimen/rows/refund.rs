use super::Row;
use crate::specimen::flaw::Flaw;
use crate::specimen::style::Style;

pub(super) fn rows() -> Vec<Row> {
    vec![
        Row::wrong(
            Flaw::RefundGrantsAnew,
            "a grant for each refund",
            &["refund/1"],
        )
        .hides(&["tokens/3"]),
        Row::wrong(
            Flaw::RefundNeverSent,
            "writes refunds down and never sends them",
            &["refund/2"],
        )
        .hides(&["refund/1", "refund/5", "refund/6", "time/4", "time/7"]),
        Row::wrong(
            Flaw::RefundsWholeInstead,
            "refunds the whole where a part is asked for",
            &["refund/2"],
        ),
        Row::wrong(
            Flaw::SwallowsSecondRefund,
            "shows a second part as refunded and does not send it",
            &["refund/3"],
        ),
        Row::wrong(
            Flaw::TooMuchIsDone,
            "shows a refused refund as done",
            &["refund/4"],
        ),
        Row::wrong(
            Flaw::RefundsAgainUnanswered,
            "sends a refund again when no answer comes",
            &["refund/5"],
        )
        .at(Style::Api)
        .hides(&["time/7"]),
        Row::wrong(
            Flaw::RefundLeftOpen,
            "never asks what became of a refund without answer",
            &["refund/6"],
        )
        .hides(&["time/7"]),
    ]
}
