//! The network.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use tokio::time::timeout_at;

use super::gate::{Departure, Gate, GuardedBody, Waiting};
use super::{LONGEST_REPLY, Request, Response, Transport, TransportError, tls};
use crate::environment::Environment;

/// Below the minute after which gateways drop an idle connection, so that a call is rarely
/// written into a connection that is being closed.
const IDLE_CONNECTIONS_LIVE: Duration = Duration::from_secs(50);

/// After ten thousand calls at once not ten thousand connections are kept open for the next ones.
const IDLE_CONNECTIONS_MAX: usize = 256;

/// HTTP/1.1 over TCP and TLS 1.2 or later, with pooled connections. No retries, no redirects.
///
/// Goes through the proxy that `HTTPS_PROXY` names, unless `NO_PROXY` has the host; a client that
/// makes its own transport for plain http on loopback never does.
#[derive(Debug, Clone)]
pub struct HttpTransport {
    client: reqwest::Client,
}

/// Why the transport cannot work on this machine.
#[derive(Debug, thiserror::Error)]
#[error("TLS cannot be set up: {0}")]
pub struct TransportBuildError(String);

impl HttpTransport {
    /// Trusts the platform's certificate authorities.
    ///
    /// # Errors
    /// Fails on a machine without any (Debian: install `ca-certificates`).
    pub fn new() -> Result<Self, TransportBuildError> {
        Self::with_root_certificates(&[])
    }

    /// Trusts the platform's certificate authorities and those of `pem`: a test's own, or one
    /// that a company's proxy signs with.
    ///
    /// # Errors
    /// Fails if `pem` is broken, or if there is no authority at all.
    pub fn with_root_certificates(pem: &[u8]) -> Result<Self, TransportBuildError> {
        let tls = tls::trusting_platform_and(pem).map_err(|error| TransportBuildError(error.0))?;
        Self::build(reqwest::Client::builder(), tls)
    }

    /// What a client makes for itself when it is given no transport.
    ///
    /// # Errors
    /// As [`HttpTransport::new`]; not for plain http, which is on loopback and needs no authority.
    pub fn to(environment: &Environment) -> Result<Self, TransportBuildError> {
        match environment.origin().scheme() {
            "http" => Self::loopback(),
            _ => Self::new(),
        }
    }

    /// Plain http on loopback, past any proxy; needs no certificate authority on the machine.
    fn loopback() -> Result<Self, TransportBuildError> {
        let tls = tls::trusting_no_one().map_err(|error| TransportBuildError(error.0))?;
        Self::build(reqwest::Client::builder().no_proxy(), tls)
    }

    fn build(
        builder: reqwest::ClientBuilder,
        tls: rustls::ClientConfig,
    ) -> Result<Self, TransportBuildError> {
        let client = builder
            .tls_backend_preconfigured(tls)
            .http1_only()
            .retry(reqwest::retry::never())
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .tcp_nodelay(true)
            .pool_idle_timeout(IDLE_CONNECTIONS_LIVE)
            .pool_max_idle_per_host(IDLE_CONNECTIONS_MAX)
            .build()
            .map_err(|error| TransportBuildError(error.to_string()))?;
        Ok(Self { client })
    }

    async fn exchange(
        &self,
        request: Request,
        body: GuardedBody,
    ) -> Result<Response, reqwest_error::Broken> {
        let mut response = self
            .client
            .request(request.method, request.url)
            .headers(request.headers)
            .body(reqwest::Body::wrap(body))
            .send()
            .await?;
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await? {
            if body.len() + chunk.len() > LONGEST_REPLY {
                return Err(reqwest_error::Broken::too_long());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Response {
            status: response.status().as_u16(),
            body: body.freeze(),
        })
    }
}

#[async_trait]
impl Transport for HttpTransport {
    async fn send(&self, mut request: Request) -> Result<Response, TransportError> {
        let gate = Arc::new(Gate::new(request.write_by));
        let _waiting = Waiting(&gate);
        let deadline = request.deadline;
        let bytes = std::mem::take::<Bytes>(&mut request.body);
        let body = GuardedBody::new(bytes, Arc::clone(&gate));
        let ended = timeout_at(deadline, self.exchange(request, body)).await;
        let broken = match ended {
            Ok(Ok(response)) => return Ok(response),
            Ok(Err(broken)) => Some(broken.0),
            Err(_) => None,
        };
        Err(match (gate.shut(), broken) {
            (Departure::TooLate, _) => TransportError::TooLate,
            (Departure::Stayed, Some(why)) => TransportError::NotSent(why),
            (Departure::Left, Some(why)) => TransportError::Lost(why),
            (departure, None) => TransportError::TimedOut {
                connected: departure == Departure::Left,
            },
        })
    }
}

/// What went wrong, in words that hold no address and no header.
mod reqwest_error {
    use std::error::Error;

    pub(super) struct Broken(pub(super) String);

    impl Broken {
        pub(super) fn too_long() -> Self {
            Self("the reply is longer than 1 MiB".to_owned())
        }
    }

    impl From<reqwest::Error> for Broken {
        fn from(error: reqwest::Error) -> Self {
            let error = error.without_url();
            let mut text = error.to_string();
            let mut cause = error.source();
            while let Some(deeper) = cause {
                text = deeper.to_string();
                cause = deeper.source();
            }
            Self(text)
        }
    }
}
