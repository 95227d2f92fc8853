//! JSON as the gateway writes it, which is not always JSON.

use serde_json::{Map, Value};

/// Reads an object. Raw control characters inside strings are let through: "Invalid
/// credentials.\n" came with a raw line feed (seen live, token calls).
pub(super) fn object(body: &[u8]) -> Option<Map<String, Value>> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let value = serde_json::from_slice(body)
        .or_else(|_| serde_json::from_slice(&escape_control_characters(body)))
        .ok()?;
    match value {
        Value::Object(members) => Some(members),
        _ => None,
    }
}

fn escape_control_characters(body: &[u8]) -> Vec<u8> {
    let (mut inside, mut escaped) = (false, false);
    let mut out = Vec::with_capacity(body.len() + 16);
    for &byte in body {
        if inside && byte < 0x20 {
            out.extend_from_slice(format!("\\u{byte:04x}").as_bytes());
            escaped = false;
            continue;
        }
        match byte {
            _ if escaped => escaped = false,
            b'\\' if inside => escaped = true,
            b'"' => inside = !inside,
            _ => {}
        }
        out.push(byte);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_raw_line_feed_in_a_string_is_read() {
        let body = b"{\"statusCode\":\"9999\",\"statusMessage\":\"Invalid credentials.\n\"}";
        let members = object(body).unwrap();
        assert_eq!(members["statusMessage"], "Invalid credentials.\n");
    }

    #[test]
    fn only_an_object_is_an_answer() {
        for body in [
            "", "[]", "\"x\"", "null", "<html>", "{\"a\":", "{}{}", "{\"a\":1",
        ] {
            assert!(object(body.as_bytes()).is_none(), "{body}");
        }
        assert!(object(b"\xef\xbb\xbf{}").is_some());
    }

    proptest! {
        #[test]
        fn no_bytes_panic(body in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = object(&body);
        }

        #[test]
        fn any_text_survives_raw(text in "[^\"\\\\]{0,60}") {
            let body = format!("{{\"a\":\"{text}\"}}");
            prop_assert_eq!(&object(body.as_bytes()).unwrap()["a"], text.as_str());
        }

        #[test]
        fn valid_json_is_read_as_it_is(text in ".{0,60}") {
            let body = serde_json::json!({ "a": text }).to_string();
            prop_assert_eq!(&object(body.as_bytes()).unwrap()["a"], text.as_str());
        }
    }
}
