//! What an exchange is about, read from its bytes: the journal's filters and stories go by it.

use serde_json::Value;

/// Length of a paymentID: `TR`, four digits of mode, seven characters, thirteen digits of time.
const PAYMENT_ID_LENGTH: usize = 26;

/// The payment that an exchange names: in its request, its path or its answer.
pub(super) fn payment_id(path: &str, request: &Value, response: &Value) -> Option<String> {
    let named = |body: &Value| {
        text(body, "paymentID")
            .or_else(|| text(body, "paymentId"))
            .map(str::to_owned)
    };
    named(request)
        .or_else(|| in_path(path).map(str::to_owned))
        .or_else(|| named(response))
}

pub(super) fn text<'a>(body: &'a Value, field: &str) -> Option<&'a str> {
    body.get(field)?.as_str().filter(|text| !text.is_empty())
}

fn in_path(path: &str) -> Option<&str> {
    path.split(['/', '?', '&', '=']).find(|part| {
        part.len() == PAYMENT_ID_LENGTH
            && part.starts_with("TR")
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_payment_is_found_in_request_path_or_answer() {
        let id = "TR0011abcdefg1765432109876";
        let none = Value::Null;
        let found = |path: &str, request: &Value, response: &Value| {
            payment_id(path, request, response).as_deref() == Some(id)
        };
        assert!(found("/execute", &json!({ "paymentID": id }), &none));
        assert!(found("/refund", &json!({ "paymentId": id }), &none));
        assert!(found("/create", &json!({}), &json!({ "paymentID": id })));
        assert!(found(&format!("/checkout/{id}/otp"), &none, &none));
        assert!(found(&format!("/?paymentId={id}&hash=x"), &none, &none));
        assert!(!found("/checkout/TR0011/otp", &none, &none));
    }
}
