//! The seam between the client and the network: one request out, one reply back.

mod answering;
mod broken;
mod connection;
mod dial;
mod gate;
mod head;
mod http;
mod idle;
mod proxy;
mod reply;
mod tls;

use std::fmt;

use ::http::{HeaderMap, Method};
use async_trait::async_trait;
use bytes::Bytes;
use tokio::time::Instant;
use url::Url;

pub use self::http::{HttpTransport, TransportBuildError};

/// Bytes of a reply that are read at most; a longer one is [`TransportError::Lost`].
pub const LONGEST_REPLY: usize = 1 << 20;

/// Carries one exchange. [`HttpTransport`] does it over the network; a simulator's router in
/// process does it in tests.
///
/// One call of [`send`](Transport::send) is at most one request on the wire: never repeat, never
/// follow a redirect. The client gives up at [`Request::deadline`] whatever the transport does; a
/// transport that watches the deadline itself can also tell whether anything had left by then.
#[async_trait]
pub trait Transport: Send + Sync + fmt::Debug {
    /// Sends `request` and reads the whole reply. When the future is dropped, a request that had
    /// not begun to leave should never leave.
    ///
    /// # Errors
    /// [`TransportError::NotSent`] and [`TransportError::TooLate`] promise that the request is
    /// not, and will never be, complete on the wire. When in doubt it is
    /// [`TransportError::Lost`].
    async fn send(&self, request: Request) -> Result<Response, TransportError>;
}

/// One request, ready to go. `Debug` shows method and address only.
pub struct Request {
    /// POST for every call of the checkout.
    pub method: Method,
    /// The whole address.
    pub url: Url,
    /// Secrets among them are marked sensitive.
    pub headers: HeaderMap,
    /// JSON; holds secrets in token calls.
    pub body: Bytes,
    /// After this moment the request must no longer be written, nor the rest of one that has begun to leave.
    pub write_by: Option<Instant>,
    /// After this moment nobody waits for the reply, and nothing is written either.
    pub deadline: Instant,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("url", &self.url.as_str())
            .finish_non_exhaustive()
    }
}

/// A whole reply. `Debug` shows the status and the length only.
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The whole body, at most [`LONGEST_REPLY`] bytes.
    pub body: Bytes,
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Why there is no whole reply, and what that says about the request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// No connection: nothing reached the wire.
    #[error("no connection: {0}")]
    NotSent(String),
    /// [`Request::write_by`] passed before the request was written: it never will be.
    #[error("the moment by which the request had to be written passed")]
    TooLate,
    /// Reset, cut or unreadable after the request began to leave: it may have had its effect.
    #[error("the connection broke: {0}")]
    Lost(String),
    /// The deadline passed, or [`Request::write_by`] did while the request left.
    #[error("no reply in time")]
    TimedOut {
        /// Whether the request had begun to leave; if not, nothing reached the wire.
        connected: bool,
    },
}
