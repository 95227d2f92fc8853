//! What stands on a person's list.

use payment_core::payment::{Payment, PaymentStatus};
use payment_core::refund::{Refund, RefundStatus};

/// Held, unresolved or marked.
pub(super) fn payment_needs_it(payment: &Payment) -> bool {
    payment.attention.is_some()
        || matches!(
            payment.status(),
            PaymentStatus::Held | PaymentStatus::Unresolved
        )
}

/// Unresolved or marked.
pub(super) fn refund_needs_it(refund: &Refund) -> bool {
    refund.attention.is_some() || refund.status() == RefundStatus::Unresolved
}
