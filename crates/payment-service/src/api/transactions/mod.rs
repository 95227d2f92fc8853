//! `/v1/transactions`

mod get;

pub(super) use get::get;

/// Ten upper-case letters and digits today; wider, since the gateway's shapes have changed before.
pub(crate) fn is_trx_id(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}
