//! One exchange, as a person reads it.

use serde_json::Value;

use super::{foreign, mask};
use crate::record::Exchange;
use crate::words::{Language, Said};

/// Longer than any body of the gateway's own.
const LONGEST_BODY: usize = 6_000;
const LONGEST_LINE: usize = 300;
/// What the transport needs and nobody asks about.
const NOISE: &[&str] = &[
    "accept-encoding",
    "connection",
    "content-length",
    "host",
    "transfer-encoding",
];

/// Masked, and without what a terminal or a page obeys.
#[derive(Debug)]
pub(crate) struct Wire {
    pub(crate) id: u64,
    /// Its name, such as `token grant`.
    pub(crate) call: String,
    /// UTC, to the millisecond.
    pub(crate) at: String,
    pub(crate) request_line: String,
    pub(crate) headers: Vec<(String, String)>,
    /// Pretty JSON, or text.
    pub(crate) request: Option<String>,
    /// The status and how long it took, or why there is none.
    pub(crate) outcome: String,
    /// `statusCode` and `statusMessage`, by whatever names.
    pub(crate) said: Option<String>,
    pub(crate) response: Option<String>,
    /// The judge made this call go wrong, in this way.
    pub(crate) fault: Option<String>,
}

impl Wire {
    pub(crate) fn of(exchange: &Exchange, language: Language) -> Self {
        let exchange = mask::exchange(exchange);
        let request = &exchange.request;
        let response = exchange.response.as_ref();
        Self {
            id: exchange.id,
            call: foreign::line(&exchange.endpoint.replace('_', " "), LONGEST_LINE),
            at: format!("{:.3}", exchange.at),
            request_line: foreign::line(
                &format!("{} {}", request.method, request.path),
                LONGEST_LINE,
            ),
            headers: headers(&request.headers),
            request: body(&request.body),
            outcome: outcome(&exchange).in_language(language).to_owned(),
            said: response.and_then(|response| said(&response.body)),
            response: response.and_then(|response| body(&response.body)),
            fault: exchange.fault.clone(),
        }
    }

    /// What became of it, in one line.
    pub(crate) fn result(&self) -> String {
        match &self.said {
            Some(said) => format!("{}: {said}", self.outcome),
            None => self.outcome.clone(),
        }
    }

    /// The request as it stands on the wire.
    pub(crate) fn request_text(&self) -> String {
        let mut lines = vec![self.request_line.clone()];
        lines.extend(
            self.headers
                .iter()
                .map(|(name, value)| format!("{name}: {value}")),
        );
        if let Some(body) = &self.request {
            lines.push(String::new());
            lines.push(body.clone());
        }
        lines.join("\n")
    }
}

fn headers(headers: &Value) -> Vec<(String, String)> {
    let headers = headers.as_object().into_iter().flatten();
    headers
        .filter(|(name, _)| !NOISE.contains(&name.to_ascii_lowercase().as_str()))
        .map(|(name, value)| {
            let value = match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            (foreign::line(name, 80), foreign::line(&value, LONGEST_LINE))
        })
        .collect()
}

fn body(body: &Value) -> Option<String> {
    let text = match body {
        Value::Null => return None,
        Value::String(text) => text.clone(),
        json => format!("{json:#}"),
    };
    Some(foreign::block(&text, LONGEST_BODY))
}

fn outcome(exchange: &Exchange) -> Said {
    if let Some(after) = exchange.disconnected_after_ms {
        let after = duration(after);
        return Said::new(
            format!("the shop hung up after {after}"),
            format!("{after} পর দোকান সংযোগ কেটে দিয়েছে"),
        );
    }
    let Some(response) = &exchange.response else {
        return Said::new("no answer", "উত্তর নেই");
    };
    let status = response.status;
    let text = match exchange.duration_ms {
        Some(took) => format!("{status}, {}", duration(took)),
        None => status.to_string(),
    };
    Said::new(text.clone(), text)
}

/// `<1 ms`, `40 ms`, `30.0 s`.
pub(crate) fn duration(milliseconds: u64) -> String {
    match milliseconds {
        0 => "<1 ms".to_owned(),
        1..1_000 => format!("{milliseconds} ms"),
        _ => format!("{}.{} s", milliseconds / 1_000, milliseconds % 1_000 / 100),
    }
}

/// Code and message under the names of either family, and of the gateway in front of both.
fn said(body: &Value) -> Option<String> {
    let text = |names: &[&str]| names.iter().find_map(|name| body.get(*name)?.as_str());
    let code = text(&["statusCode", "externalCode", "errorCode"]);
    let message = text(&["statusMessage", "errorMessageEn", "errorMessage", "message"]);
    let words: Vec<_> = code.into_iter().chain(message).collect();
    (!words.is_empty()).then(|| foreign::line(&words.join(" "), LONGEST_LINE))
}
