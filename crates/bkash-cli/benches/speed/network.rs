//! The bare HTTP client: what the client under test uses underneath, and nothing more.

use std::sync::Arc;

use axum::http::header::CONTENT_TYPE;
use reqwest::{Client, Response, redirect, retry};

use crate::failure::Failure;

/// Plain HTTP/1.1 on pooled connections: no proxy, no redirects, no repeats.
pub fn bare_client() -> Result<Client, Failure> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    Ok(Client::builder()
        .tls_backend_preconfigured(tls)
        .http1_only()
        .no_proxy()
        .retry(retry::never())
        .redirect(redirect::Policy::none())
        .tcp_nodelay(true)
        .build()?)
}

/// Posts JSON; the answer's body is still to be read.
pub async fn post(client: &Client, url: &str, body: String) -> Result<Response, Failure> {
    let request = client.post(url).header(CONTENT_TYPE, "application/json");
    Ok(request.body(body).send().await?)
}
