use std::hash::{DefaultHasher, Hash, Hasher};

use http::HeaderMap;
use serde_json::Value;

use super::EntryBody;
use super::entry::{LONGEST_BODY, cut};

const MASK: &str = "***";
const SECRET_HEADERS: [&str; 4] = ["password", "cookie", "set-cookie", "proxy-authorization"];
const SECRET_FIELDS: [&str; 3] = ["app_secret", "password", "access_token"];
/// A payer's, named by words that are parts of many others.
const PAYER_FIELDS: [&str; 2] = ["pin", "otp"];
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
        Ok(Value::Object(fields)) => {
            let mut body = Value::Object(fields);
            mask_fields(&mut body);
            EntryBody::Json(body)
        }
        _ if body.is_empty() => EntryBody::None,
        _ => untold(body),
    }
}

/// A body of any other call, if it names a secret that does not belong there; None if it names none.
pub(super) fn mask_foreign(body: &[u8]) -> Option<EntryBody> {
    let text = String::from_utf8_lossy(body).to_ascii_lowercase();
    let names_any = |names: &[&str]| names.iter().any(|name| text.contains(name));
    let names_secret = names_any(&SECRET_FIELDS) || names_any(&TOKEN_FIELDS);
    if !names_secret && !names_any(&PAYER_FIELDS) {
        return None;
    }
    match serde_json::from_slice(body) {
        Ok(mut value) => {
            mask_fields(&mut value);
            Some(EntryBody::Json(value))
        }
        Err(_) => names_secret.then(|| untold(body)),
    }
}

fn untold(body: &[u8]) -> EntryBody {
    EntryBody::Json(format!("{MASK} ({} bytes that are no JSON object)", body.len()).into())
}

/// At any depth.
fn mask_fields(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match masked_field(&name.to_ascii_lowercase(), value) {
                    Some(masked) => *value = masked,
                    None => mask_fields(value),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(mask_fields),
        _ => {}
    }
}

fn masked_field(name: &str, value: &Value) -> Option<Value> {
    match value {
        Value::String(token) if TOKEN_FIELDS.contains(&name) => Some(masked_token(token).into()),
        _ if TOKEN_FIELDS.contains(&name) || is_secret(name) => Some(MASK.into()),
        _ => None,
    }
}

fn is_secret(name: &str) -> bool {
    SECRET_FIELDS.contains(&name) || PAYER_FIELDS.contains(&name)
}

/// The fields of a page's form, PIN and OTP without their values.
pub(crate) fn mask_form(fields: &[(&str, &str)]) -> EntryBody {
    let shown = |name: &str, value: &str| match is_secret(name) {
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
    fn a_secret_where_none_belongs_is_not_kept_either() {
        let kept = |body: &str| EntryBody::copied(body.as_bytes()).to_value().to_string();
        for body in [
            r#"{"amount":"5","App_Secret":"S3CRET"}"#,
            r#"{"a":[{"password":{"is":"S3CRET"}}],"id_token":"S3CRET"}"#,
            r#"{"app_secret":"S3CRET""#,
            "amount=5&password=S3CRET",
        ] {
            assert!(!kept(body).contains("S3CRET"), "{}", kept(body));
        }
        for body in [
            r#"{"merchantInvoiceNumber":"shopping-password"}"#,
            r#"{"pinned":"5","#,
            "shopping",
        ] {
            let plain = serde_json::from_str(body).unwrap_or(Value::from(body));
            assert_eq!(kept(body), plain.to_string());
        }
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
