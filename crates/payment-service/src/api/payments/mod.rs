//! `/v1/payments`

mod create;
mod evidence;
mod get;
mod list;
mod order;

pub(super) use create::create;
pub(super) use evidence::evidence;
pub(super) use get::get;
pub(super) use list::list;
pub(super) use order::{amount, currency};

use payment_core::PaymentId;

use crate::problem::{Problem, ProblemKind};

/// The payment that a path names; what is no id of ours names nothing.
pub(super) fn payment_id(text: &str) -> Result<PaymentId, Problem> {
    text.parse().map_err(|_| {
        Problem::new(
            ProblemKind::NOT_FOUND,
            "There is no such payment; ids begin with pay_.",
        )
    })
}
