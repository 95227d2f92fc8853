//! What can befall the notification of a completed payment.

mod duplicate;
mod early;
mod forged;
mod late;
mod mishap;
mod missing;
mod old;
mod reordered;

pub(crate) use early::EARLY;
pub(crate) use mishap::Mishap;

use super::kind::Kind;

pub(super) const KINDS: &[&Kind] = &[
    &missing::KIND,
    &early::KIND,
    &late::KIND,
    &duplicate::KIND,
    &reordered::KIND,
    &old::KIND,
    &forged::KIND,
];
