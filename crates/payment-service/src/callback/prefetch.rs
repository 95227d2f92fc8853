use axum::http::HeaderMap;

/// Whether a browser fetches ahead, without its user having gone anywhere: that must not take money.
pub(super) fn is_prefetch(headers: &HeaderMap) -> bool {
    ["sec-purpose", "purpose", "x-purpose", "x-moz"]
        .into_iter()
        .any(|name| {
            headers.get_all(name).iter().any(|value| {
                let value = value.to_str().unwrap_or_default().to_ascii_lowercase();
                ["prefetch", "prerender", "preview"]
                    .into_iter()
                    .any(|word| value.contains(word))
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn every_known_spelling_of_a_prefetch_is_seen() {
        for (name, value, ahead) in [
            ("sec-purpose", "prefetch", true),
            ("sec-purpose", "prefetch;prerender", true),
            ("purpose", "Prefetch", true),
            ("x-moz", "prefetch", true),
            ("x-purpose", "preview", true),
            ("sec-fetch-mode", "navigate", false),
            ("sec-purpose", "", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(name, HeaderValue::from_static(value));
            assert_eq!(is_prefetch(&headers), ahead, "{name}: {value}");
        }
    }
}
