//! `/v1/payments/{id}/refunds` and `/v1/refunds`

mod create;
mod get;
mod list;
mod order;

pub(super) use create::create;
pub(super) use get::get;
pub(super) use list::list;

use payment_core::RefundId;

use crate::problem::{Problem, ProblemKind};

/// The refund that a path names; what is no id of ours names nothing.
pub(super) fn refund_id(text: &str) -> Result<RefundId, Problem> {
    text.parse().map_err(|_| {
        Problem::new(
            ProblemKind::NOT_FOUND,
            "There is no such refund; ids begin with ref_.",
        )
    })
}
