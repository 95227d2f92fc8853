//! The journal as browsers' developer tools read it (HAR 1.2).

use serde_json::{Value, json};
use url::form_urlencoded;

/// A whole archive of exchanges, each as [`Entry::to_value`](super::Entry::to_value) tells it.
pub(crate) fn archive(exchanges: &[Value], origin: &str) -> Value {
    let entries: Vec<Value> = exchanges
        .iter()
        .map(|exchange| entry(exchange, origin))
        .collect();
    json!({
        "log": {
            "version": "1.2",
            "creator": { "name": "bkash-simulator", "version": env!("CARGO_PKG_VERSION") },
            "entries": entries,
        }
    })
}

/// Lost answers have the status 0, as browsers write it.
fn entry(exchange: &Value, origin: &str) -> Value {
    let milliseconds = exchange["duration_ms"].as_u64().unwrap_or_default();
    let mut entry = json!({
        "startedDateTime": exchange["at"],
        "time": milliseconds,
        "request": request(&exchange["request"], origin),
        "response": response(&exchange["response"]),
        "cache": {},
        "timings": { "send": 0, "wait": milliseconds, "receive": 0 },
        "_endpoint": exchange["endpoint"],
        "_id": exchange["id"],
    });
    if let Some(fault) = exchange["fault"].as_str() {
        entry["comment"] = format!("fault: {fault}").into();
    }
    entry
}

fn request(request: &Value, origin: &str) -> Value {
    let path = request["path"].as_str().unwrap_or_default();
    let query: Vec<Value> = path
        .split_once('?')
        .map(|(_, query)| form_urlencoded::parse(query.as_bytes()))
        .into_iter()
        .flatten()
        .map(|(name, value)| json!({ "name": name, "value": value }))
        .collect();
    let text = body_text(&request["body"]);
    let mut written = json!({
        "method": request["method"],
        "url": format!("{origin}{path}"),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": headers(&request["headers"]),
        "queryString": query,
        "headersSize": -1,
        "bodySize": text.len(),
    });
    if !text.is_empty() {
        let mime_type = request["headers"]["content-type"]
            .as_str()
            .unwrap_or_default();
        written["postData"] = json!({ "mimeType": mime_type, "params": [], "text": text });
    }
    written
}

fn response(response: &Value) -> Value {
    let status = response["status"].as_u64().unwrap_or_default();
    let reason = u16::try_from(status)
        .ok()
        .and_then(|status| http::StatusCode::from_u16(status).ok())
        .and_then(|status| status.canonical_reason())
        .unwrap_or_default();
    let text = body_text(&response["body"]);
    let mime_type = response["headers"]["content-type"]
        .as_str()
        .unwrap_or("x-unknown");
    json!({
        "status": status,
        "statusText": reason,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": headers(&response["headers"]),
        "content": { "size": text.len(), "mimeType": mime_type, "text": text },
        "redirectURL": "",
        "headersSize": -1,
        "bodySize": text.len(),
    })
}

fn headers(headers: &Value) -> Vec<Value> {
    let fields = headers.as_object().into_iter().flatten();
    fields
        .map(|(name, value)| json!({ "name": name, "value": value }))
        .collect()
}

fn body_text(body: &Value) -> String {
    match body {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}
