//! How a call ends when it does not end in success: refused, not performed or unanswered.

mod call_error;
mod not_performed;
mod refusal;
mod unanswered;

pub use call_error::CallError;
pub use not_performed::{NotPerformed, NotPerformedReason};
pub use refusal::Refusal;
pub use unanswered::{Unanswered, UnansweredReason};
