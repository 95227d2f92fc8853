use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::Listener;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;

use super::{FrontStream, Showing, Turn, proxy};

/// A caller that has not said by then what it wants is let go.
const GREETING: Duration = Duration::from_secs(10);
/// Greeted connections that wait for the server to take them.
pub(super) const QUEUE: usize = 64;
/// The first byte of every TLS connection (RFC 8446, section 5.1: a handshake record).
const HANDSHAKE: u8 = 22;

/// One port for every way in: TLS, a proxy's CONNECT and then TLS, and plain HTTP. Of one turn.
#[derive(Debug)]
pub(crate) struct Front {
    greeted: mpsc::Receiver<(FrontStream, SocketAddr)>,
    address: SocketAddr,
    turn: Turn,
}

impl Front {
    pub(super) fn new(
        greeted: mpsc::Receiver<(FrontStream, SocketAddr)>,
        address: SocketAddr,
        turn: Turn,
    ) -> Self {
        Self {
            greeted,
            address,
            turn,
        }
    }

    pub(crate) fn turn(&self) -> Turn {
        self.turn.clone()
    }
}

impl Listener for Front {
    type Io = FrontStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (FrontStream, SocketAddr) {
        match self.greeted.recv().await {
            Some(connection) => connection,
            // The turn is over, and who serves it hears of that too.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

/// Greets callers, each in the background, until the sender of `stop` is dropped.
pub(crate) async fn greet_callers(
    mut listener: TcpListener,
    showing: Arc<Showing>,
    mut stop: watch::Receiver<()>,
) -> io::Result<()> {
    loop {
        let (stream, caller) = tokio::select! {
            connection = Listener::accept(&mut listener) => connection,
            _ = stop.changed() => return Ok(()),
        };
        let showing = Arc::clone(&showing);
        tokio::spawn(async move {
            match timeout(GREETING, greet(&showing, stream, caller)).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::info!(%caller, %error, "no TLS with a caller"),
                Err(_) => tracing::debug!(%caller, "a caller said nothing"),
            }
        });
    }
}

/// Finds out what a caller wants, and hands it to the turn that it came in.
async fn greet(showing: &Showing, mut stream: TcpStream, caller: SocketAddr) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut first = [0];
    stream.peek(&mut first).await?;
    let wants_tls = match first {
        [HANDSHAKE] => true,
        // No other method of HTTP that the simulator knows begins so.
        [b'C'] => {
            proxy::connect(&mut stream).await?;
            if stream.peek(&mut first).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            true
        }
        _ => false,
    };
    let greeting = showing.greeting();
    let stream = match wants_tls {
        false => FrontStream::plain(stream, greeting.turn),
        true => {
            if greeting.is_strange {
                showing.count_handshake();
            }
            let stream = greeting.tls.accept(stream).await?;
            FrontStream::tls(stream, greeting.is_strange, greeting.turn)
        }
    };
    // A turn that is over, or a server that stops, takes no more.
    let _ = greeting.greeted.send((stream, caller)).await;
    Ok(())
}
