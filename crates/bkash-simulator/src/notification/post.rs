use std::fmt;
use std::sync::Arc;

use http::HeaderMap;
use reqwest::redirect::Policy;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;
use url::{Host, Url};

use super::policy::{LONGEST_ATTEMPT, Outcome};

/// Posts to the listener that the simulator's operator named, wherever it is. Redirects are not followed.
#[derive(Clone)]
pub(crate) struct Post {
    client: reqwest::Client,
    url: Url,
}

impl fmt::Debug for Post {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Post").field(&self.shown_url()).finish()
    }
}

impl Post {
    /// Fails for what is neither http nor https, and for https on a machine that has no certificate
    /// authorities.
    pub(crate) fn to(url: Url) -> Result<Self, String> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(format!("{} is neither http nor https", url.scheme()));
        }
        let tls = tls(&url).map_err(|error| error.to_string())?;
        let mut builder = reqwest::Client::builder();
        if is_loopback(&url) {
            builder = builder.no_proxy();
        }
        let client = builder
            .tls_backend_preconfigured(tls)
            .http1_only()
            .retry(reqwest::retry::never())
            .redirect(Policy::none())
            .referer(false)
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self { client, url })
    }

    /// The address without its password.
    pub(super) fn shown_url(&self) -> String {
        let mut url = self.url.clone();
        if url.password().is_some() && url.set_password(Some("***")).is_err() {
            return String::new();
        }
        url.to_string()
    }

    pub(super) async fn post(&self, headers: HeaderMap, body: String) -> Outcome {
        let request = self
            .client
            .post(self.url.clone())
            .headers(headers)
            .body(body);
        match tokio::time::timeout(LONGEST_ATTEMPT, request.send()).await {
            Ok(Ok(answer)) => Outcome::Answered(answer.status().as_u16()),
            Ok(Err(error)) => Outcome::Broken(deepest_cause(error)),
            Err(_) => Outcome::Broken(format!("no answer in {} s", LONGEST_ATTEMPT.as_secs())),
        }
    }
}

/// It says what happened; reqwest's own words repeat the address.
fn deepest_cause(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut cause: &dyn std::error::Error = &error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}

fn tls(url: &Url) -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()?;
    if url.scheme() == "http" {
        let nobody = RootCertStore::empty();
        return Ok(builder.with_root_certificates(nobody).with_no_client_auth());
    }
    let verifier: Arc<dyn ServerCertVerifier> = Arc::new(Verifier::new(provider)?);
    Ok(builder
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth())
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}
