//! The network.

use std::sync::Arc;

use async_trait::async_trait;
use tokio::time::{Instant, timeout_at};
use url::Origin;

use super::broken::Broken;
use super::connection::Connection;
use super::dial::Dialer;
use super::gate::{Gate, Unwritten};
use super::idle::Idle;
use super::tls::TlsError;
use super::{Request, Response, Transport, TransportError, head, proxy, reply, tls};
use crate::environment::Environment;

/// HTTP/1.1 over TCP and TLS 1.2 or later, with pooled connections. No retries, no redirects.
///
/// An https address is reached through the proxy that `HTTPS_PROXY` names, unless `NO_PROXY` has its host or
/// it is on loopback; a plain http one never is.
#[derive(Debug, Clone)]
pub struct HttpTransport {
    dialer: Arc<Dialer>,
    idle: Idle,
}

/// Why the transport cannot work on this machine. Holds no address.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct TransportBuildError(String);

impl From<TlsError> for TransportBuildError {
    fn from(error: TlsError) -> Self {
        Self(format!("TLS cannot be set up: {}", error.0))
    }
}

impl HttpTransport {
    /// Trusts the platform's certificate authorities.
    ///
    /// # Errors
    /// Fails on a machine without any (Debian: install `ca-certificates`), or with a proxy that cannot be used.
    pub fn new() -> Result<Self, TransportBuildError> {
        Self::with_root_certificates(&[])
    }

    /// Trusts the platform's certificate authorities and those of `pem`: a test's own, or one
    /// that a company's proxy signs with.
    ///
    /// # Errors
    /// Fails if `pem` is broken, if there is no authority at all, or if the environment names a proxy that
    /// cannot be used, such as a SOCKS one.
    pub fn with_root_certificates(pem: &[u8]) -> Result<Self, TransportBuildError> {
        let tls = tls::trusting_platform_and(pem)?;
        let proxies = proxy::of_the_environment().map_err(TransportBuildError)?;
        Ok(Self::over(Dialer::new(tls, Some(proxies))))
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

    /// Plain http on loopback; needs no certificate authority on the machine.
    fn loopback() -> Result<Self, TransportBuildError> {
        let tls = tls::trusting_no_one()?;
        Ok(Self::over(Dialer::new(tls, None)))
    }

    fn over(dialer: Dialer) -> Self {
        Self {
            dialer: Arc::new(dialer),
            idle: Idle::default(),
        }
    }

    async fn connection(&self, request: &Request) -> Result<Connection, Broken> {
        match self.idle.take(&request.url.origin()) {
            Some(resting) => Ok(resting),
            None => self.dialer.dial(&request.url).await,
        }
    }

    /// A connection on which the whole request has left.
    async fn write(&self, request: Request) -> Result<Connection, TransportError> {
        let last_moment = last_moment(&request);
        let connected = timeout_at(last_moment, self.connection(&request)).await;
        let mut connection = match connected {
            Ok(Ok(connection)) => connection,
            Ok(Err(Broken(why))) => return Err(TransportError::NotSent(why)),
            Err(_) => return Err(late(&request, false)),
        };
        let bytes = head::bytes(&request);
        let mut gate = Gate::new(last_moment);
        let writing = gate.write(&mut connection, &bytes);
        match timeout_at(last_moment, writing).await {
            Ok(Ok(())) => Ok(connection),
            Ok(Err(Unwritten::Broken(Broken(why)))) => Err(TransportError::Lost(why)),
            Ok(Err(Unwritten::Late)) | Err(_) => Err(late(&request, gate.is_passed())),
        }
    }

    fn rest(&self, origin: Origin, connection: Option<Connection>) {
        if let Some(connection) = connection {
            self.idle.put(origin, connection);
        }
    }
}

/// At which a byte of it may be written.
fn last_moment(request: &Request) -> Instant {
    let write_by = request.write_by;
    write_by.map_or(request.deadline, |by| by.min(request.deadline))
}

/// What a request is whose last moment passed before the whole of it had left.
fn late(request: &Request, begun: bool) -> TransportError {
    match request.write_by {
        Some(by) if by <= request.deadline && !begun => TransportError::TooLate,
        _ => TransportError::TimedOut { connected: begun },
    }
}

#[async_trait]
impl Transport for HttpTransport {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let (origin, method, deadline) = (
            request.url.origin(),
            request.method.clone(),
            request.deadline,
        );
        // Boxed: whoever waits for a slow gateway does not keep the room that connecting took, nor the request.
        let connection = Box::pin(self.write(request)).await?;
        match timeout_at(deadline, reply::read(connection, method)).await {
            Ok(Ok((response, connection))) => {
                self.rest(origin, connection);
                Ok(response)
            }
            Ok(Err(Broken(why))) => Err(TransportError::Lost(why)),
            Err(_) => Err(TransportError::TimedOut { connected: true }),
        }
    }
}
