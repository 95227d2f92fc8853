use http::HeaderMap;
use serde_json::Value;

use super::EntryBody;

const MASK: &str = "***";
const SECRET_HEADERS: [&str; 3] = ["authorization", "password", "cookie"];
const SECRET_FIELDS: [&str; 7] = [
    "app_secret",
    "password",
    "id_token",
    "refresh_token",
    "pin",
    "otp",
    "access_token",
];

/// Copies the headers, the secret ones without their values.
pub(crate) fn mask_headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let shown = |name: &str, value: &http::HeaderValue| {
        if SECRET_HEADERS.contains(&name) {
            return MASK.to_owned();
        }
        String::from_utf8_lossy(value.as_bytes()).into_owned()
    };
    headers
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), shown(name.as_str(), value)))
        .collect()
}

/// A body of a token call. What is no JSON object may hold a secret anywhere, so none of it is kept.
pub(crate) fn mask_json(body: &[u8]) -> EntryBody {
    match serde_json::from_slice::<Value>(body) {
        Ok(Value::Object(mut fields)) => {
            for (name, value) in &mut fields {
                if SECRET_FIELDS.contains(&name.to_ascii_lowercase().as_str()) {
                    *value = MASK.into();
                }
            }
            EntryBody::Json(Value::Object(fields))
        }
        _ if body.is_empty() => EntryBody::None,
        _ => {
            EntryBody::Json(format!("{MASK} ({} bytes that are no JSON object)", body.len()).into())
        }
    }
}

/// The fields of a page's form, PIN and OTP without their values.
pub(crate) fn mask_form(fields: &[(&str, &str)]) -> EntryBody {
    let shown = |name: &str, value: &str| match SECRET_FIELDS.contains(&name) {
        true => MASK.into(),
        false => Value::from(value),
    };
    let pairs = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), shown(name, value)));
    EntryBody::Json(Value::Object(pairs.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_of_a_token_call_is_kept() {
        let body = br#"{"app_key":"k","app_secret":"S3CRET","refresh_token":"S3CRET"}"#;
        let kept = format!("{:?}", mask_json(body));
        assert!(
            kept.contains("app_key") && !kept.contains("S3CRET"),
            "{kept}"
        );
        assert!(!format!("{:?}", mask_json(b"app_secret=S3CRET")).contains("S3CRET"));
    }

    #[test]
    fn no_secret_header_is_kept() {
        let mut headers = HeaderMap::new();
        headers.insert("Authorization", "S3CRET".parse().unwrap());
        headers.insert("password", "S3CRET".parse().unwrap());
        headers.insert("x-app-key", "k".parse().unwrap());
        let kept = format!("{:?}", mask_headers(&headers));
        assert!(
            kept.contains("x-app-key") && !kept.contains("S3CRET"),
            "{kept}"
        );
    }
}
