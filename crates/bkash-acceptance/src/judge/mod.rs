//! One file a group of cases; each case is a function from what was seen to a finding.

pub(crate) mod altered;
mod attribution;
mod budget;
pub(crate) mod callback;
pub(crate) mod create;
mod engine;
pub(crate) mod execute;
mod hosted;
pub(crate) mod lost_refund;
mod margin;
pub(crate) mod messages;
pub(crate) mod milestones;
mod money;
mod needless;
pub(crate) mod query;
pub(crate) mod refund;
pub(crate) mod renewals;
pub(crate) mod repeats;
pub(crate) mod restart;
pub(crate) mod security;
mod shown;
pub(crate) mod time;
mod timer;
mod token_call;
pub(crate) mod tokens;
pub(crate) mod typed;
pub(crate) mod unanswered;
pub(crate) mod unauthorized;
mod witness;

pub use engine::judge;
