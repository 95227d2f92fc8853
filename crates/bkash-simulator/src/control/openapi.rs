//! The control calls described for machines (OpenAPI 3.1).

use axum::response::IntoResponse;
use http::header;
use serde_json::Value;

/// Written by hand, as the calls are few; tests hold it against the routes and send its examples.
const DOCUMENT: &str = include_str!("../../assets/openapi.json");

pub(super) async fn show() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT)
}

/// Method, path and summary of each control call, in the document's order.
pub(crate) fn summaries() -> Vec<(String, String, String)> {
    let document: Value = serde_json::from_str(DOCUMENT).unwrap_or_default();
    let mut calls = Vec::new();
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            if let Some(summary) = operation["summary"].as_str() {
                calls.push((method.to_uppercase(), path.clone(), summary.to_owned()));
            }
        }
    }
    calls
}
