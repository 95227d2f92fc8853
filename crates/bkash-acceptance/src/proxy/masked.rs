//! What is kept of an exchange: the journal's own masking, and more where a shop may have mixed its calls up.

use bkash_simulator::masking;
use http::{HeaderMap, Uri};
use serde_json::Value;

/// Calls that carry no credentials but their token.
const PLAIN: [&str; 10] = [
    "create",
    "execute",
    "query",
    "search",
    "refund",
    "refund_status",
    "capture",
    "void",
    "agreement_query",
    "agreement_cancel",
];
/// What is no call that we know may be one of these with a slip in its path.
const TOKEN_CALL: &str = "token_grant";
/// Parts of headers' names that tell of a secret; a token in `Authorization` keeps its tag.
const SECRET: [&str; 4] = ["secret", "password", "token", "cookie"];

/// Without the query where that could hold credentials.
pub(super) fn path(endpoint: &str, uri: &Uri) -> String {
    let whole = uri.path_and_query().map_or("", |path| path.as_str());
    match PLAIN.contains(&endpoint) {
        true => whole.to_owned(),
        false => uri.path().to_owned(),
    }
}

pub(super) fn headers(headers: &HeaderMap) -> Value {
    let mut shown = masking::headers(headers);
    for (name, value) in shown.as_object_mut().into_iter().flatten() {
        let name = name.to_ascii_lowercase();
        if SECRET.iter().any(|part| name.contains(part)) {
            *value = "***".into();
        }
    }
    shown
}

pub(super) fn body(endpoint: &str, body: &[u8]) -> Value {
    let is_plain = PLAIN.contains(&endpoint);
    masking::body(if is_plain { endpoint } else { TOKEN_CALL }, body)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use serde_json::json;

    use super::*;

    #[test]
    fn credentials_are_found_in_calls_that_should_have_none() {
        let mixed_up = br#"{"paymentID":"TR1","app_secret":"S3CRET","id_token":"S3CRET"}"#;
        for endpoint in ["create", "wrong_route", "token_grant"] {
            let kept = body(endpoint, mixed_up).to_string();
            assert!(kept.contains("TR1") && !kept.contains("S3CRET"), "{kept}");
        }
        let form = body("wrong_route", b"app_secret=S3CRET").to_string();
        assert!(!form.contains("S3CRET"), "{form}");
        let uri = "/token/grantt?password=S3CRET".parse().unwrap();
        assert_eq!(path("wrong_route", &uri), "/token/grantt");
    }

    #[test]
    fn headers_that_are_named_after_a_secret_are_not_kept() {
        let mut sent = HeaderMap::new();
        for name in ["app_secret", "X-Id-Token", "password", "set-cookie"] {
            let name = http::HeaderName::from_bytes(name.as_bytes()).unwrap();
            sent.insert(name, HeaderValue::from_static("S3CRET"));
        }
        sent.insert("x-app-key", HeaderValue::from_static("k"));
        let kept = headers(&sent);
        assert_eq!(kept["x-app-key"], "k");
        assert!(!kept.to_string().contains("S3CRET"), "{kept}");
    }

    #[test]
    fn what_the_gateway_says_in_other_than_json_is_kept_of_calls_without_credentials() {
        assert_eq!(body("execute", b"<h1>502</h1>"), json!("<h1>502</h1>"));
        assert_ne!(body("token_grant", b"<h1>502</h1>"), json!("<h1>502</h1>"));
    }
}
