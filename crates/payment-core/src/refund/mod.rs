//! A new movement against a completed payment, whole or part.

mod change;
mod decision;
mod event;
mod late;
mod matching;
mod record;
mod reserve;
mod schedule;
mod transition;

pub use decision::{RefundDecision, RefundEffect, RefundVerdict};
pub use event::{ListedRefund, RefundEvent, RefundReport, RefundResolution};
pub use record::{
    Refund, RefundAttention, RefundConcern, RefundDeclined, RefundState, RefundStatus,
    UnresolvedRefund,
};
pub use reserve::{RefundLimit, RefundOrder, RefundRefused, open_amount, refunded_amount, reserve};
pub use schedule::{ABSENT_FOR, ABSENT_READS, CLOCK_SKEW};
pub use transition::transition;
