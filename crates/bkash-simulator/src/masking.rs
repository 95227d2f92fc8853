//! Exchanges without their secrets, exactly as the journal keeps them: for programs that record a
//! gateway's traffic elsewhere, and compare it with the journal's.
//!
//! Secrets are named by the gateway: passwords, app secrets, PINs, OTPs and cookies become `***`; a token
//! becomes `***` and a tag of eight hex digits, the same for the same token with or without `Bearer`,
//! in every process. What a merchant's own fields hold is not known to be secret and stays.

use http::HeaderMap;
use serde_json::Value;

use crate::endpoint::Endpoint;
use crate::journal::{EntryBody, mask_headers, mask_json, shorten_headers};

/// An object of names, in small letters, and values; of a repeated name the last. At most 64, each cut
/// at 4 KiB.
#[must_use]
pub fn headers(headers: &HeaderMap) -> Value {
    let mut headers = mask_headers(headers);
    shorten_headers(&mut headers);
    let pairs = headers
        .into_iter()
        .map(|(name, value)| (name, Value::from(value)));
    Value::Object(pairs.collect())
}

/// A request's or answer's body at this endpoint, named as the journal or
/// [`endpoint_of`](crate::endpoint_of) name it: JSON, text where it is none, null where it is empty; cut
/// at 16 KiB. Of a token call, what is no JSON object is not told at all, only how long it is.
#[must_use]
pub fn body(endpoint: &str, body: &[u8]) -> Value {
    let is_token_call = Endpoint::named(endpoint).is_some_and(Endpoint::is_token_call);
    let masked = match is_token_call {
        true => mask_json(body),
        false => EntryBody::copied(body),
    };
    masked.to_value()
}
