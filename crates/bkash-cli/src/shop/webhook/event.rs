use serde::Deserialize;
use serde_json::Value;

use crate::shop::service::{Payment, Refund};

/// What a webhook tells. Its payload is what a GET would have shown at that moment.
#[derive(Debug)]
pub enum Event {
    Payment(Payment),
    Refund(Refund),
    /// A kind that this shop does not know; it is acknowledged and left alone.
    Other,
}

#[derive(Deserialize)]
struct Envelope {
    r#type: String,
    data: Value,
}

impl Event {
    pub fn parse(body: &[u8]) -> Result<Self, serde_json::Error> {
        let Envelope { r#type, data } = serde_json::from_slice(body)?;
        match r#type.split_once('.') {
            Some(("payment", _)) => serde_json::from_value(data).map(Self::Payment),
            Some(("refund", _)) => serde_json::from_value(data).map(Self::Refund),
            _ => Ok(Self::Other),
        }
    }
}
