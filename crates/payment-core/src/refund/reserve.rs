//! Whether money may go back: decided, and reserved, before anything is sent.

use super::record::{Refund, RefundState};
use crate::payment::{Payment, PaymentStatus};
use crate::text::{Reason, Sku};
use crate::{RefundId, Taka, Timestamp};

/// What the shop asks to send back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundOrder {
    /// Above zero.
    pub amount: Taka,
    /// The product it is for.
    pub sku: Sku,
    /// Why.
    pub reason: Reason,
}

/// How many refunds of one payment the gateway's API takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundLimit {
    /// Refund v1.
    One,
    /// Refund v2 takes ten partial ones. Source: developer portal, Refund Transaction.
    Ten,
}

/// Why a refund is refused before it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundRefused {
    /// No money has come in that could go back.
    NotCompleted(PaymentStatus),
    /// Another refund of the payment is pending or unresolved.
    InFlight(RefundId),
    /// More than what moved less what is refunded.
    TooMuch {
        /// What could still go back.
        left: Taka,
    },
    /// Nothing to send back.
    Zero,
    /// The gateway takes no more refunds of this payment.
    NoMoreRefunds {
        /// How many it takes.
        max: usize,
    },
}

/// The refund to store as pending, or why not. `others` are all refunds of the payment.
pub fn reserve(
    payment: &Payment,
    others: &[Refund],
    id: RefundId,
    order: RefundOrder,
    limit: RefundLimit,
    now: Timestamp,
) -> Result<Refund, RefundRefused> {
    let settled = payment
        .settled()
        .ok_or(RefundRefused::NotCompleted(payment.status()))?;
    if order.amount.is_zero() {
        return Err(RefundRefused::Zero);
    }
    if let Some(open) = others.iter().find(|refund| refund.is_open()) {
        return Err(RefundRefused::InFlight(open.id));
    }
    let max = match limit {
        RefundLimit::One => 1,
        RefundLimit::Ten => 10,
    };
    let done = others
        .iter()
        .filter(|refund| !refund.went_back().is_zero())
        .count();
    if done >= max {
        return Err(RefundRefused::NoMoreRefunds { max });
    }
    // A sum that does not fit leaves nothing to refund.
    let taken = refunded_amount(others).and_then(|done| done.plus(open_amount(others)?));
    let left = taken
        .and_then(|taken| settled.moved.minus(taken))
        .unwrap_or(Taka::ZERO);
    if order.amount > left {
        return Err(RefundRefused::TooMuch { left });
    }
    Ok(Refund {
        id,
        payment: payment.id,
        account: payment.account,
        amount: order.amount,
        sku: order.sku,
        reason: order.reason,
        created_at: now,
        updated_at: now,
        version: 1,
        state: RefundState::Pending,
        attention: None,
    })
}

/// What has gone back by refunds that are over; `None` when the sum does not fit.
#[must_use]
pub fn refunded_amount(refunds: &[Refund]) -> Option<Taka> {
    let over = refunds.iter().filter(|refund| !refund.is_open());
    sum(over.map(Refund::went_back))
}

/// What may still go back for refunds that are pending or unresolved; `None` when the sum does not fit.
#[must_use]
pub fn open_amount(refunds: &[Refund]) -> Option<Taka> {
    let open = refunds.iter().filter(|refund| refund.is_open());
    sum(open.map(|refund| refund.amount.max(refund.went_back())))
}

fn sum(mut amounts: impl Iterator<Item = Taka>) -> Option<Taka> {
    amounts.try_fold(Taka::ZERO, Taka::plus)
}
