//! What can befall the notification of a completed payment.

mod duplicate;
mod early;
mod forged;
mod kinds;
mod late;
mod mishap;
mod missing;
mod old;
mod reordered;

pub(crate) use early::EARLY;
pub(super) use kinds::KINDS;
pub(crate) use mishap::Mishap;
