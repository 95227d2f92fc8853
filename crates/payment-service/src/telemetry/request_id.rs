use axum::http::{HeaderMap, HeaderName};

use crate::random::{Random, SystemRandom};

pub(super) const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The caller's id if it is a harmless one, so that its logs and ours meet; else a new one.
pub(super) fn of(headers: &HeaderMap) -> String {
    headers
        .get(HEADER)
        .and_then(|value| value.to_str().ok())
        .filter(|id| is_harmless(id))
        .map_or_else(generated, str::to_owned)
}

fn is_harmless(id: &str) -> bool {
    (8..=64).contains(&id.len())
        && id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

fn generated() -> String {
    let mut bytes = [0; 8];
    SystemRandom.fill(&mut bytes);
    format!("{:016x}", u64::from_be_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_harmless_id_is_kept_and_any_other_replaced() {
        let of_value = |value: &[u8]| {
            let mut headers = HeaderMap::new();
            headers.insert(HEADER, HeaderValue::from_bytes(value).unwrap());
            of(&headers)
        };
        assert_eq!(of_value(b"order-42.retry_1"), "order-42.retry_1");
        for bad in [
            &b"short"[..],
            &[b'x'; 65],
            b"two words",
            b"quote\"quote",
            "é-é-é-é-é".as_bytes(),
        ] {
            let id = of_value(bad);
            assert!(id.len() == 16 && is_harmless(&id), "{id}");
        }
        assert_ne!(of(&HeaderMap::new()), of(&HeaderMap::new()));
    }
}
