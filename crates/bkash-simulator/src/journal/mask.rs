use std::hash::{DefaultHasher, Hash, Hasher};

use http::HeaderMap;
use serde_json::Value;

use super::EntryBody;
use super::entry::{LONGEST_BODY, cut};

const MASK: &str = "***";
const SECRET_HEADERS: [&str; 2] = ["password", "cookie"];
const SECRET_FIELDS: [&str; 5] = ["app_secret", "password", "pin", "otp", "access_token"];
/// Long and random: a short tag tells two of them apart and gives neither away.
const TOKEN_FIELDS: [&str; 2] = ["id_token", "refresh_token"];

/// `***` and eight hex digits, the same for the same token with or without `Bearer`.
fn masked_token(token: &str) -> String {
    let mut hasher = DefaultHasher::new();
    token
        .strip_prefix("Bearer ")
        .unwrap_or(token)
        .hash(&mut hasher);
    format!("{MASK}{:08x}", hasher.finish() >> 32)
}

/// Copies the headers, the secret ones without their values.
pub(crate) fn mask_headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let shown = |name: &str, value: &http::HeaderValue| {
        if SECRET_HEADERS.contains(&name) {
            return MASK.to_owned();
        }
        let text = String::from_utf8_lossy(value.as_bytes());
        match name {
            "authorization" => masked_token(&text),
            _ => text.into_owned(),
        }
    };
    headers
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), shown(name.as_str(), value)))
        .collect()
}

/// A body of a token call. What is no JSON object may hold a secret anywhere, so none of it is kept.
pub(crate) fn mask_json(body: &[u8]) -> EntryBody {
    if body.len() > LONGEST_BODY {
        return EntryBody::Json(format!("{MASK} ({} bytes)", body.len()).into());
    }
    match serde_json::from_slice::<Value>(body) {
        Ok(Value::Object(mut fields)) => {
            for (name, value) in &mut fields {
                let name = name.to_ascii_lowercase();
                match value {
                    Value::String(token) if TOKEN_FIELDS.contains(&name.as_str()) => {
                        *value = masked_token(token).into();
                    }
                    _ if TOKEN_FIELDS.contains(&name.as_str())
                        || SECRET_FIELDS.contains(&name.as_str()) =>
                    {
                        *value = MASK.into();
                    }
                    _ => {}
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
        false => {
            let mut value = value.to_owned();
            cut(&mut value);
            Value::from(value)
        }
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

    #[test]
    fn tokens_can_be_told_apart_but_not_read() {
        assert_eq!(masked_token("eyJ.one"), masked_token("Bearer eyJ.one"));
        assert_ne!(masked_token("eyJ.one"), masked_token("eyJ.two"));
        let kept = format!(
            "{:?}",
            mask_json(br#"{"id_token":"eyJ.one","refresh_token":7}"#)
        );
        assert!(
            kept.contains(&masked_token("eyJ.one")) && !kept.contains("eyJ"),
            "{kept}"
        );
    }
}
