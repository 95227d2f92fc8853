use axum::http::HeaderMap;

use crate::digest::sha256;
use crate::problem::{Problem, ProblemKind};
use crate::store::Fingerprint;

const HEADER: &str = "idempotency-key";

/// The key of a request that may come without one.
pub(super) fn optional_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let mut values = headers.get_all(HEADER).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let is_good = values.next().is_none()
        && (1..=255).contains(&value.len())
        && value.as_bytes().iter().all(u8::is_ascii_graphic);
    match value.to_str() {
        Ok(key) if is_good => Ok(Some(key.to_owned())),
        _ => Err(Problem::new(
            ProblemKind::BAD_HEADER,
            "Idempotency-Key must come once, with 1 to 255 visible ASCII characters; a UUID is a good one.",
        )),
    }
}

/// The key of a request that could double a movement of money if it came twice.
pub(super) fn required_key(headers: &HeaderMap) -> Result<String, Problem> {
    optional_key(headers)?.ok_or_else(|| {
        Problem::new(
            ProblemKind::BAD_HEADER,
            "Send an Idempotency-Key of your own with every refund, and the same one when you repeat it.",
        )
    })
}

/// A digest of what was asked, as it was understood: spelling and order of the JSON do not matter.
#[derive(Debug, Default)]
pub(super) struct Content(Vec<u8>);

impl Content {
    /// The length goes first, so that no two contents run together into one.
    pub(super) fn with(mut self, part: &str) -> Self {
        self.0.extend_from_slice(&part.len().to_be_bytes());
        self.0.extend_from_slice(part.as_bytes());
        self
    }

    pub(super) fn fingerprint(&self) -> Fingerprint {
        Fingerprint(sha256(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(values: &[&[u8]]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(HEADER, HeaderValue::from_bytes(value).unwrap());
        }
        headers
    }

    #[test]
    fn a_key_is_one_header_of_visible_ascii() {
        assert_eq!(optional_key(&headers(&[])).unwrap(), None);
        assert_eq!(
            optional_key(&headers(&[b"k1"])).unwrap().as_deref(),
            Some("k1")
        );
        assert!(optional_key(&headers(&[&[b'k'; 255]])).unwrap().is_some());
        for bad in [
            &[&b""[..]][..],
            &[&[b'k'; 256]],
            &[b"a b"],
            &["é".as_bytes()],
            &[b"a", b"a"],
        ] {
            assert_eq!(
                optional_key(&headers(bad)).unwrap_err().kind,
                ProblemKind::BAD_HEADER
            );
        }
        assert!(required_key(&headers(&[])).is_err());
    }

    #[test]
    fn parts_do_not_run_together() {
        let one = Content::default().with("ab").with("c").fingerprint();
        assert_ne!(one, Content::default().with("a").with("bc").fingerprint());
        assert_eq!(one, Content::default().with("ab").with("c").fingerprint());
    }
}
