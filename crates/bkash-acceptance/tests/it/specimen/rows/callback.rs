use super::Row;
use crate::specimen::flaw::Flaw;
use crate::specimen::style::Style;

pub(super) fn rows() -> Vec<Row> {
    vec![
        Row::wrong(
            Flaw::ExecutesOnFailure,
            "executes after a failure callback",
            &["callback/1"],
        ),
        Row::wrong(
            Flaw::ExecutesOnCancel,
            "executes after a cancel callback",
            &["callback/2"],
        )
        .at(Style::Api),
        Row::wrong(
            Flaw::IgnoresStatus,
            "executes whatever the callback says",
            &["callback/1", "callback/2"],
        ),
        Row::wrong(
            Flaw::NeverExecutes,
            "takes the success callback for the payment, and never executes",
            &["callback/3", "execute/1", "execute/5"],
        )
        .hides(&[
            "callback/7",
            "callback/8",
            "callback/11",
            "execute/3",
            "execute/4",
            "execute/6",
            "query/1",
            "query/2",
            "time/2",
            "time/3",
            "milestones/1",
        ]),
        Row::wrong(
            Flaw::ExecutesAgainOnReturn,
            "executes in the callback and again on the page of thanks",
            &["callback/3"],
        )
        .hides(&["execute/3"]),
        Row::wrong(
            Flaw::SecondCallbackExecutes,
            "executes again when the callback is opened again",
            &["callback/4"],
        ),
        Row::wrong(
            Flaw::SecondCallbackFails,
            "shows a paid order as failed when the callback is opened again",
            &["callback/4"],
        ),
        Row::wrong(
            Flaw::RacingCallbacksExecute,
            "looks whether it has executed, then executes",
            &["callback/5"],
        ),
        Row::wrong(
            Flaw::RacingCallbacksFail,
            "shows failure to a callback that meets a running execute",
            &["callback/5"],
        ),
        Row::wrong(
            Flaw::InvalidStateMeansPaid,
            "takes 2056 (Invalid Payment State) for paid before",
            &["callback/6"],
        ),
        Row::wrong(
            Flaw::CancelledIsRevived,
            "shows a cancelled order as paid when success is typed",
            &["callback/7"],
        ),
        Row::wrong(
            Flaw::UnknownIsPaid,
            "thanks for a payment that it does not know",
            &["callback/8"],
        ),
        Row::wrong(
            Flaw::PaymentOfAnotherOrder,
            "believes the order of the address and the paymentID of the query",
            &["callback/9"],
        ),
        Row::wrong(
            Flaw::LastStatusIsShown,
            "acts on the first status and shows the last",
            &["callback/10"],
        ),
        Row::wrong(
            Flaw::BareCallbackCrashes,
            "answers 500 to a callback without parameters",
            &["callback/11"],
        ),
        Row::wrong(
            Flaw::BareCallbackExecutes,
            "executes the last order when a callback has no parameters",
            &["callback/11"],
        ),
    ]
}
