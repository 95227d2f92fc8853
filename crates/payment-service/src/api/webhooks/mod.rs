//! `/v1/webhooks`: whether the shop's endpoint takes what it is sent, and what did not arrive.

mod delivery;
mod endpoint;
mod list;
mod redeliver;

pub(super) use endpoint::{enable, endpoint};
pub(super) use list::list;
pub(super) use redeliver::{redeliver, redeliver_failed};
