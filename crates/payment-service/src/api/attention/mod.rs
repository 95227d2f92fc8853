//! `/v1/attention`: what a person must look at, and what that person decided.

mod decision;
mod list;
mod resolve;

pub(super) use list::list;
pub(super) use resolve::{resolve_payment, resolve_refund};
