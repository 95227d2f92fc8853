use reqwest::header::{CONTENT_TYPE, HeaderMap};
use serde_json::Value;
use url::Url;

/// What is kept of a body, in bytes.
pub(super) const LONGEST_BODY: usize = 1 << 20;

/// One answer of the shop.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Of the request.
    pub url: Url,
    /// HTTP status.
    pub status: u16,
    /// All of them, `Set-Cookie` and `Location` too.
    pub headers: HeaderMap,
    /// As UTF-8, what is not replaced; at most 1 MiB.
    pub body: String,
}

impl Answer {
    /// The body as JSON, if it is an object or a list, whatever the shop calls it.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        let body = self
            .body
            .trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']);
        body.starts_with(['{', '['])
            .then(|| serde_json::from_str(body).ok())?
    }

    /// Whether a browser would show it as a web page; without a type, whether it looks like one.
    #[must_use]
    pub fn is_html(&self) -> bool {
        let name = self.header(CONTENT_TYPE.as_str()).unwrap_or_default();
        let name = name.to_ascii_lowercase();
        match name.split(';').next().unwrap_or_default().trim() {
            "text/html" | "application/xhtml+xml" => self.json().is_none(),
            "" => self.body.trim_start().starts_with('<'),
            _ => false,
        }
    }

    /// A header's value, as far as it is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}
