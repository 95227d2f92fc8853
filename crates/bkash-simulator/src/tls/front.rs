use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
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
        let address = listener.local_addr()?;
        let (sender, greeted) = mpsc::channel(QUEUE);
        tokio::spawn(accept(listener, TlsAcceptor::from(server), sender));
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
    tls: TlsAcceptor,
    greeted: mpsc::Sender<(FrontStream, SocketAddr)>,
) {
    loop {
        let (stream, caller) = tokio::select! {
            connection = Listener::accept(&mut listener) => connection,
            () = greeted.closed() => return,
        };
        let (tls, greeted) = (tls.clone(), greeted.clone());
        tokio::spawn(async move {
            match timeout(GREETING, greet(stream, tls)).await {
                // A server that stops takes no more.
                Ok(Ok(stream)) => drop(greeted.send((stream, caller)).await),
                Ok(Err(error)) => tracing::info!(%caller, %error, "no TLS with a caller"),
                Err(_) => tracing::debug!(%caller, "a caller said nothing"),
            }
        });
    }
}

async fn greet(mut stream: TcpStream, tls: TlsAcceptor) -> io::Result<FrontStream> {
    stream.set_nodelay(true)?;
    let mut first = [0];
    stream.peek(&mut first).await?;
    match first {
        [HANDSHAKE] => {}
        // No other method of HTTP that the simulator knows begins so.
        [b'C'] => proxy::connect(&mut stream).await?,
        _ => return Ok(FrontStream::Plain(stream)),
    }
    Ok(FrontStream::Tls(Box::new(tls.accept(stream).await?)))
}
