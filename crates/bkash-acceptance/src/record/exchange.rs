use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

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
    /// The protocol's version where the call came over TLS: `TLSv1.3`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls: Option<String>,
    /// Whether the caller accepted a certificate that nobody vouches for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub certificate_unchecked: bool,
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

impl Exchange {
    /// A header of the request, whatever its letter case.
    pub(crate) fn header(&self, wanted: &str) -> Option<&str> {
        let headers = self.request.headers.as_object()?;
        let (_, value) = headers
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(wanted))?;
        value.as_str()
    }

    /// The masked id_token: the same text for the same token.
    pub(crate) fn token(&self) -> Option<&str> {
        self.header("authorization")
    }

    /// In the body, or at the end of the path as the iframe checkout has it.
    pub(crate) fn payment_id(&self) -> Option<&str> {
        self.asked("paymentID")
            .or_else(|| self.asked("paymentId"))
            .or_else(|| {
                let path = self.request.path.split('?').next()?;
                let id = path.rsplit('/').next()?;
                let named = matches!(self.endpoint.as_str(), "execute" | "query");
                (named && id.starts_with("TR")).then_some(id)
            })
    }

    /// What is to be refunded, in either version; else what is to be paid.
    pub(crate) fn amount(&self) -> Option<String> {
        let fields = self.request.body.as_object()?;
        let amount = fields
            .get("refundAmount")
            .or_else(|| fields.get("amount"))?;
        match amount {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// A text field of the request.
    pub(crate) fn asked(&self, field: &str) -> Option<&str> {
        self.request.body.get(field)?.as_str()
    }

    /// A text field of the answer.
    pub(crate) fn said(&self, field: &str) -> Option<&str> {
        self.response.as_ref()?.body.get(field)?.as_str()
    }

    /// Whether it is a call of the gateway's API, not a payer's page.
    pub(crate) fn is_call(&self) -> bool {
        self.endpoint != "page"
    }

    pub(crate) fn is_token_call(&self) -> bool {
        self.endpoint.starts_with("token_")
    }

    pub(crate) fn is_unauthorized(&self) -> bool {
        self.response
            .as_ref()
            .is_some_and(|response| response.status == 401)
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
}
