use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::forward::forward;
use super::tape::Tape;
use super::upstream::Upstream;
use crate::watch::Traffic;

/// After a refused accept, such as for want of file descriptors.
const PAUSE: Duration = Duration::from_millis(50);

/// A running proxy. Dropping it closes the port and every connection.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    tape: Arc<Tape>,
    _accepting: JoinSet<()>,
}

/// Why a proxy did not start.
#[derive(Debug, thiserror::Error)]
pub enum ProxyError {
    /// Tokens would travel in plain http.
    #[error("{0} is not on loopback, and tokens would travel there in plain http")]
    NotLoopback(SocketAddr),
    /// The port is taken, or not this machine's.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, #[source] io::Error),
}

impl Proxy {
    /// Starts one there, in front of this gateway.
    ///
    /// # Errors
    /// The address is not on loopback, or cannot be listened on.
    pub async fn start(listen: SocketAddr, upstream: Upstream) -> Result<Self, ProxyError> {
        if !listen.ip().is_loopback() {
            return Err(ProxyError::NotLoopback(listen));
        }
        let refused = |error| ProxyError::Listen(listen, error);
        let listener = TcpListener::bind(listen).await.map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        let tape = Arc::new(Tape::default());
        let mut accepting = JoinSet::new();
        accepting.spawn(accept(listener, Arc::clone(&tape), upstream));
        Ok(Self {
            address,
            tape,
            _accepting: accepting,
        })
    }

    /// Where the shop is to call, such as `http://127.0.0.1:8600`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Rises with every exchange that begins or ends.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.tape.revision()
    }

    /// Why the newest call without an answer has none: no connection, a certificate that is not trusted.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        self.tape.trouble()
    }

    /// What has passed so far.
    #[must_use]
    pub fn traffic(&self) -> Traffic {
        self.tape.traffic()
    }
}

async fn accept(listener: TcpListener, tape: Arc<Tape>, upstream: Upstream) {
    let mut connections = JoinSet::new();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                connections.spawn(serve(stream, Arc::clone(&tape), upstream.clone()));
            }
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
        while connections.try_join_next().is_some() {}
    }
}

async fn serve(stream: TcpStream, tape: Arc<Tape>, upstream: Upstream) {
    // Without it a small answer waits for the acknowledgement of the one before; it comes all the same.
    let _ = stream.set_nodelay(true);
    let (tape, upstream) = (&tape, &upstream);
    let service = service_fn(move |request| forward(tape, upstream, request));
    // An error is a shop that went away, or our own hanging up.
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}
