use bytes::Bytes;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::about;
use super::mask::mask_foreign;
use crate::arrival::Arrival;

/// Longer bodies are cut: none of the gateway's own comes near.
pub(super) const LONGEST_BODY: usize = 16 * 1024;
/// Likewise paths, and names and values of headers.
const LONGEST_TEXT: usize = 4 * 1024;
const MOST_HEADERS: usize = 64;

/// A body as the journal keeps it, already without secrets.
#[derive(Debug, Clone, Default)]
pub(crate) enum EntryBody {
    #[default]
    None,
    Bytes(Bytes),
    Json(Value),
}

impl EntryBody {
    /// A copy of what should hold no secret, without those that it holds all the same. A slice of a
    /// connection's buffer would keep the whole buffer alive.
    pub(crate) fn copied(bytes: &[u8]) -> Self {
        if bytes.is_empty() {
            return Self::None;
        }
        let bytes = &bytes[..bytes.len().min(LONGEST_BODY)];
        mask_foreign(bytes).unwrap_or_else(|| Self::Bytes(Bytes::copy_from_slice(bytes)))
    }

    /// JSON where it is JSON, else its text.
    pub(crate) fn to_value(&self) -> Value {
        match self {
            Self::None => Value::Null,
            Self::Json(value) => value.clone(),
            Self::Bytes(bytes) => serde_json::from_slice(bytes)
                .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(bytes).into_owned())),
        }
    }
}

/// What came in.
#[derive(Debug, Clone)]
pub(crate) struct Exchange {
    pub(crate) at: Timestamp,
    /// An endpoint's name, `page` or `wrong_route`.
    pub(crate) endpoint: &'static str,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: EntryBody,
    pub(crate) arrival: Arrival,
    /// The fault that struck, by its name.
    pub(crate) fault: Option<&'static str>,
    /// A token call beyond the gateway's two in an hour.
    pub(crate) over_token_limit: bool,
}

impl Exchange {
    /// Cuts what is longer than any call of the gateway needs.
    pub(super) fn shorten(&mut self) {
        cut(&mut self.path);
        shorten_headers(&mut self.headers);
    }
}

pub(crate) fn shorten_headers(headers: &mut Vec<(String, String)>) {
    headers.truncate(MOST_HEADERS);
    for (name, value) in headers {
        cut(name);
        cut(value);
    }
}

pub(super) fn cut(text: &mut String) {
    if text.len() > LONGEST_TEXT {
        *text = format!("{}…", &text[..text.floor_char_boundary(LONGEST_TEXT)]);
    }
}

/// What went out.
#[derive(Debug, Clone)]
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    pub(crate) body: EntryBody,
}

/// An exchange with what became of it.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) id: u64,
    /// Of the journal, at this entry's last change.
    pub(crate) revision: u64,
    pub(crate) exchange: Exchange,
    /// None while it is worked on, and for ever when the answer was lost.
    pub(crate) answered: Option<Answered>,
    pub(crate) duration_ms: Option<u64>,
    pub(crate) disconnected_after_ms: Option<u64>,
}

impl Entry {
    pub(crate) fn to_value(&self) -> Value {
        let exchange = &self.exchange;
        let request_body = exchange.body.to_value();
        let response_body = self
            .answered
            .as_ref()
            .map(|answered| answered.body.to_value());
        let none = Value::Null;
        let answer = response_body.as_ref().unwrap_or(&none);
        let payment_id = about::payment_id(&exchange.path, &request_body, answer);
        let response = self.answered.as_ref().map(|answered| {
            json!({
                "status": answered.status,
                "headers": { "content-type": answered.content_type },
                "body": response_body,
            })
        });
        let mut value = json!({
            "id": self.id,
            "at": exchange.at.to_string(),
            "endpoint": exchange.endpoint,
            "request": {
                "method": exchange.method,
                "path": exchange.path,
                "headers": headers_value(&exchange.headers),
                "body": request_body,
            },
            "response": response,
            "duration_ms": self.duration_ms,
            "disconnected_after_ms": self.disconnected_after_ms,
        });
        if let Some(object) = value.as_object_mut() {
            if let Some(payment_id) = payment_id {
                object.insert("paymentID".to_owned(), payment_id.into());
            }
            if let Some(fault) = exchange.fault {
                object.insert("fault".to_owned(), fault.into());
            }
            if exchange.over_token_limit {
                object.insert("over_token_limit".to_owned(), true.into());
            }
            if let Some(tls) = exchange.arrival.tls {
                object.insert("tls".to_owned(), tls.into());
            }
            if exchange.arrival.certificate_unchecked {
                object.insert("certificate_unchecked".to_owned(), true.into());
            }
        }
        value
    }
}

fn headers_value(headers: &[(String, String)]) -> Value {
    let pairs = headers
        .iter()
        .map(|(name, value)| (name.clone(), Value::from(value.as_str())));
    Value::Object(pairs.collect::<Map<_, _>>())
}
