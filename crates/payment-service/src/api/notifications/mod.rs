//! `/v1/notifications`: what bKash told of, and which payment knows of it.

mod list;

pub(super) use list::list;
