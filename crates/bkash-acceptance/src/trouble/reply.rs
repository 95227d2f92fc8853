use serde_json::Value;

use super::quote;
use crate::record::Exchange;

/// What the gateway answered to a call, in a few words: `2031 Invalid app token`, `HTTP 401 Unauthorized`.
pub(super) fn words(call: &Exchange) -> Option<String> {
    let response = call.response.as_ref()?;
    let text = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| response.body.get(*name).and_then(Value::as_str))
    };
    let code = text(&["statusCode", "externalCode", "errorCode"]);
    let message = text(&["statusMessage", "errorMessageEn", "errorMessage", "message"]);
    let status = format!("HTTP {}", response.status);
    let words = [code.unwrap_or(&status), message.unwrap_or_default()];
    Some(quote::text_of(words.join(" ").trim()))
}

/// Whether the gateway did what it was asked for.
pub(super) fn is_good(call: &Exchange) -> bool {
    let Some(response) = &call.response else {
        return false;
    };
    let code = response.body.get("statusCode").and_then(Value::as_str);
    let error = response
        .body
        .get("errorCode")
        .or_else(|| response.body.get("externalCode"));
    response.status == 200 && error.is_none() && code.is_none_or(|code| code == "0000")
}

/// Whether a browser sent it by itself.
pub(super) fn is_by_browser(call: &Exchange) -> bool {
    let has = |wanted: &str| {
        let headers = call.request.headers.as_object();
        headers.is_some_and(|headers| headers.keys().any(|name| name.eq_ignore_ascii_case(wanted)))
    };
    call.request.method == "OPTIONS" || has("origin") || has("sec-fetch-mode")
}
