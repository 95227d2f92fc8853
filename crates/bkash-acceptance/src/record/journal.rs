//! The simulator's journal, read from its JSON.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Codes after which nobody knows whether money moved. Source: developer portal, Error Codes.
const UNSETTLED: &[&str] = &[
    "503", "2003", "2020", "2024", "2062", "2068", "2069", "2117", "9999",
];

/// Every exchange, oldest first.
#[derive(Clone, Debug)]
pub struct Journal {
    exchanges: Vec<Exchange>,
}

/// Why a text is not a journal.
#[derive(Debug, thiserror::Error)]
#[error("this is not a journal of the simulator: {0}")]
pub struct JournalError(#[from] serde_json::Error);

#[derive(Deserialize)]
struct Document {
    data: Vec<Exchange>,
}

/// One call on the wire, without its secrets.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Exchange {
    /// The journal's own number, rising with time.
    pub id: u64,
    /// When it began, by the gateway's clock.
    pub at: Timestamp,
    /// Its name: `create`, `token_grant`, `page`, `wrong_route` and so on.
    pub endpoint: String,
    /// What the caller sent.
    pub request: Request,
    /// What the gateway answered; `None` while it works, and when the answer was lost.
    pub response: Option<Response>,
    /// How long the gateway took.
    #[serde(default)]
    pub duration_ms: Option<u64>,
    /// When the caller hung up before the answer.
    #[serde(default)]
    pub disconnected_after_ms: Option<u64>,
    /// The fault that struck, by its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
}

/// One half of an exchange.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Request {
    /// `POST`, but for mistakes.
    #[serde(default)]
    pub method: String,
    /// With its query.
    #[serde(default)]
    pub path: String,
    /// Names and values; secret ones are `***`, tokens `***` and a tag that tells two apart.
    pub headers: Value,
    /// JSON, or text where it is none.
    pub body: Value,
}

/// The other half.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Names and values.
    #[serde(default)]
    pub headers: Value,
    /// JSON, or text where it is none.
    pub body: Value,
}

impl Journal {
    /// Reads the answer of `GET /_simulator/journal`.
    pub fn parse(text: &str) -> Result<Self, JournalError> {
        let Document { data } = serde_json::from_str(text)?;
        Ok(Self::new(data))
    }

    /// From exchanges that are at hand already, in any order.
    #[must_use]
    pub fn new(mut exchanges: Vec<Exchange>) -> Self {
        exchanges.sort_by_key(|exchange| exchange.id);
        Self { exchanges }
    }

    /// All of them, oldest first.
    pub fn all(&self) -> impl Iterator<Item = &Exchange> {
        self.exchanges.iter()
    }

    pub(crate) fn of<'a>(&'a self, endpoint: &'a str) -> impl Iterator<Item = &'a Exchange> {
        self.all()
            .filter(move |exchange| exchange.endpoint == endpoint)
    }

    /// Calls that carry an id_token and were not turned away for it.
    pub(crate) fn with_token(&self) -> impl Iterator<Item = (&Exchange, &str)> {
        self.all().filter_map(|exchange| {
            let token = exchange.token().filter(|_| !exchange.is_unauthorized())?;
            Some((exchange, token))
        })
    }

    pub(crate) fn token_calls(&self) -> Vec<&Exchange> {
        self.all()
            .filter(|exchange| exchange.endpoint.starts_with("token_"))
            .collect()
    }
}

impl Exchange {
    /// The masked id_token: the same text for the same token.
    pub(crate) fn token(&self) -> Option<&str> {
        let headers = self.request.headers.as_object()?;
        let (_, token) = headers
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("authorization"))?;
        token.as_str()
    }

    pub(crate) fn payment_id(&self) -> Option<&str> {
        let body = self.request.body.as_object()?;
        body.get("paymentID")
            .or_else(|| body.get("paymentId"))?
            .as_str()
    }

    pub(crate) fn amount(&self) -> Option<&str> {
        let body = self.request.body.as_object()?;
        body.get("refundAmount")
            .or_else(|| body.get("amount"))?
            .as_str()
    }

    pub(crate) fn is_unauthorized(&self) -> bool {
        self.response
            .as_ref()
            .is_some_and(|response| response.status == 401)
    }

    pub(crate) fn succeeded(&self) -> bool {
        self.caller_heard() && self.code() == Some("0000")
    }

    /// Whether the caller got nothing from which it could tell what happened.
    pub(crate) fn is_unanswered(&self) -> bool {
        let Some(response) = self.response.as_ref().filter(|_| self.caller_heard()) else {
            return true;
        };
        let message_only = self.code().is_none() && response.body.get("message").is_some();
        response.status >= 500
            || !response.body.is_object()
            || message_only && !matches!(response.status, 400 | 401 | 403 | 429)
            || self.code().is_some_and(|code| UNSETTLED.contains(&code))
    }

    /// Whether nothing more is to come: answered, lost, or given up.
    pub(crate) const fn is_over(&self) -> bool {
        self.response.is_some()
            || self.duration_ms.is_some()
            || self.disconnected_after_ms.is_some()
    }

    /// The life of the token that this call gave, in seconds.
    pub(crate) fn expires_in(&self) -> Option<i64> {
        let body = &self.response.as_ref()?.body;
        match &body["expires_in"] {
            Value::Number(seconds) => seconds.as_i64(),
            Value::String(seconds) => seconds.parse().ok(),
            _ => None,
        }
    }

    /// When the exchange was over, as far as the journal knows.
    pub(crate) fn ended_at(&self) -> Timestamp {
        let after = self.disconnected_after_ms.or(self.duration_ms).unwrap_or(0);
        let after = SignedDuration::from_millis(i64::try_from(after).unwrap_or(i64::MAX));
        self.at.checked_add(after).unwrap_or(self.at)
    }

    fn caller_heard(&self) -> bool {
        self.disconnected_after_ms.is_none()
    }

    fn code(&self) -> Option<&str> {
        let body = self.response.as_ref()?.body.as_object()?;
        ["statusCode", "externalCode", "errorCode"]
            .iter()
            .find_map(|key| body.get(*key)?.as_str())
    }
}
