use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use reqwest::redirect::Policy;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;
use url::{Host, Url};

use super::hop;

/// Longer than any caller should wait (onboarding brief: 30 s), so that it is the shop that gives up.
const PATIENCE: Duration = Duration::from_secs(40);
/// Far above any answer of the gateway.
const LONGEST_ANSWER: usize = 4 * 1024 * 1024;

/// The gateway behind a proxy.
#[derive(Clone)]
pub struct Upstream {
    client: reqwest::Client,
    origin: String,
}

/// Why no gateway can be called there.
#[derive(Debug, thiserror::Error)]
pub enum UpstreamError {
    /// The address says more or less than where the gateway is.
    #[error("{0}")]
    Address(&'static str),
    /// The authority's file, or this machine's own authorities.
    #[error("{0}")]
    Certificates(String),
    /// The HTTP client could not be made: a proxy of the environment, for one.
    #[error("no client for this gateway: {0}")]
    Client(String),
}

/// A whole answer.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl fmt::Debug for Upstream {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Upstream").field(&self.origin).finish()
    }
}

impl Upstream {
    /// `authority` is PEM; with it, its certificates alone are trusted and not the machine's.
    ///
    /// # Errors
    /// The address is no origin of https (or of http on loopback), or there is no certificate to trust.
    pub fn new(origin: &Url, authority: Option<&[u8]>) -> Result<Self, UpstreamError> {
        check(origin)?;
        let tls = tls(origin, authority)?;
        let mut builder = reqwest::Client::builder();
        if is_loopback(origin) {
            builder = builder.no_proxy();
        }
        let client = builder
            .tls_backend_preconfigured(tls)
            .http1_only()
            .retry(reqwest::retry::never())
            .redirect(Policy::none())
            .referer(false)
            .build()
            .map_err(|error| UpstreamError::Client(deepest_cause(error)))?;
        let origin = origin.as_str().trim_end_matches('/').to_owned();
        Ok(Self { client, origin })
    }

    /// Such as `https://tokenized.sandbox.bka.sh`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// One call and its whole answer, or in words that hold no secret why there is none.
    pub(super) async fn call(&self, parts: &Parts, body: Bytes) -> Result<Answer, String> {
        match tokio::time::timeout(PATIENCE, self.exchange(parts, body)).await {
            Ok(ended) => ended,
            Err(_) => Err(format!("no answer in {} s", PATIENCE.as_secs())),
        }
    }

    async fn exchange(&self, parts: &Parts, body: Bytes) -> Result<Answer, String> {
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let mut response = self
            .client
            .request(parts.method.clone(), format!("{}{path}", self.origin))
            .headers(hop::to_gateway(&parts.headers))
            .body(body)
            .send()
            .await
            .map_err(deepest_cause)?;
        let mut whole = BytesMut::new();
        while let Some(part) = response.chunk().await.map_err(deepest_cause)? {
            if whole.len() + part.len() > LONGEST_ANSWER {
                return Err(format!("an answer of more than {LONGEST_ANSWER} bytes"));
            }
            whole.extend_from_slice(&part);
        }
        Ok(Answer {
            status: response.status(),
            headers: hop::end_to_end(response.headers()),
            body: whole.freeze(),
        })
    }
}

fn check(origin: &Url) -> Result<(), UpstreamError> {
    let wrong = |what| Err(UpstreamError::Address(what));
    match origin.scheme() {
        "https" => {}
        "http" if is_loopback(origin) => {}
        "http" => {
            return wrong("tokens may not travel in plain http: give the gateway's https address");
        }
        _ => return wrong("give the gateway's address with https://"),
    }
    if !origin.username().is_empty() || origin.password().is_some() {
        return wrong("the address holds a user name: the shop sends its own credentials");
    }
    if origin.path() != "/" || origin.query().is_some() || origin.fragment().is_some() {
        return wrong("give the origin alone, without a path: the shop's own base URL keeps it");
    }
    Ok(())
}

fn tls(origin: &Url, authority: Option<&[u8]>) -> Result<ClientConfig, UpstreamError> {
    let told = |error: rustls::Error| UpstreamError::Certificates(error.to_string());
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(told)?;
    let roots = match authority {
        Some(pem) => Some(authorities(pem)?),
        None if origin.scheme() == "http" => Some(RootCertStore::empty()),
        None => None,
    };
    if let Some(roots) = roots {
        return Ok(builder.with_root_certificates(roots).with_no_client_auth());
    }
    let verifier: Arc<dyn ServerCertVerifier> = Arc::new(Verifier::new(provider).map_err(told)?);
    Ok(builder
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth())
}

fn authorities(pem: &[u8]) -> Result<RootCertStore, UpstreamError> {
    let broken = |what: String| UpstreamError::Certificates(what);
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate =
            certificate.map_err(|error| broken(format!("not a PEM file: {error}")))?;
        roots
            .add(certificate)
            .map_err(|error| broken(format!("no authority: {error}")))?;
    }
    if roots.is_empty() {
        return Err(broken("the file holds no certificate in PEM".to_owned()));
    }
    Ok(roots)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
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
