use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::serve::Listener;
use rustls::ServerConfig;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use super::{FrontStream, proxy};

/// A caller that has not said by then what it wants is let go.
const GREETING: Duration = Duration::from_secs(10);
/// Greeted connections that wait for the server to take them.
const QUEUE: usize = 64;
/// The first byte of every TLS connection (RFC 8446, section 5.1: a handshake record).
const HANDSHAKE: u8 = 22;

/// One port for every way in: TLS, a proxy's CONNECT and then TLS, and plain HTTP.
pub(crate) struct Front {
    greeted: mpsc::Receiver<(FrontStream, SocketAddr)>,
    address: SocketAddr,
}

impl Front {
    /// Greets callers in the background, until it is dropped.
    pub(crate) fn new(listener: TcpListener, server: Arc<ServerConfig>) -> io::Result<Self> {
        Self::greeting(
            listener,
            Greeter {
                tls: server.into(),
                strange: None,
            },
        )
    }

    /// Likewise with a certificate that nobody trusts; every handshake that a caller begins is counted.
    pub(crate) fn stranger(
        listener: TcpListener,
        server: Arc<ServerConfig>,
        handshakes: Arc<AtomicU64>,
    ) -> io::Result<Self> {
        Self::greeting(
            listener,
            Greeter {
                tls: server.into(),
                strange: Some(handshakes),
            },
        )
    }

    fn greeting(listener: TcpListener, greeter: Greeter) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let (sender, greeted) = mpsc::channel(QUEUE);
        tokio::spawn(accept(listener, greeter, sender));
        Ok(Self { greeted, address })
    }
}

impl Listener for Front {
    type Io = FrontStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (FrontStream, SocketAddr) {
        match self.greeted.recv().await {
            Some(connection) => connection,
            // Only a panic of the task that accepts ends it before us.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

async fn accept(
    mut listener: TcpListener,
    greeter: Greeter,
    greeted: mpsc::Sender<(FrontStream, SocketAddr)>,
) {
    loop {
        let (stream, caller) = tokio::select! {
            connection = Listener::accept(&mut listener) => connection,
            () = greeted.closed() => return,
        };
        let (greeter, greeted) = (greeter.clone(), greeted.clone());
        tokio::spawn(async move {
            match timeout(GREETING, greeter.greet(stream)).await {
                // A server that stops takes no more.
                Ok(Ok(stream)) => drop(greeted.send((stream, caller)).await),
                Ok(Err(error)) => tracing::info!(%caller, %error, "no TLS with a caller"),
                Err(_) => tracing::debug!(%caller, "a caller said nothing"),
            }
        });
    }
}

/// Finds out what a caller wants.
#[derive(Clone)]
struct Greeter {
    tls: TlsAcceptor,
    /// Counts the handshakes where the certificate is a stranger's.
    strange: Option<Arc<AtomicU64>>,
}

impl Greeter {
    async fn greet(self, mut stream: TcpStream) -> io::Result<FrontStream> {
        stream.set_nodelay(true)?;
        let mut first = [0];
        stream.peek(&mut first).await?;
        match first {
            [HANDSHAKE] => {}
            // No other method of HTTP that the simulator knows begins so.
            [b'C'] => proxy::connect(&mut stream).await?,
            _ => return Ok(FrontStream::Plain(stream)),
        }
        if let Some(handshakes) = &self.strange {
            handshakes.fetch_add(1, Ordering::Relaxed);
        }
        Ok(FrontStream::Tls {
            stream: Box::new(self.tls.accept(stream).await?),
            is_strange: self.strange.is_some(),
        })
    }
}
