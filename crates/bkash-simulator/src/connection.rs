//! Sockets that can be closed in the middle of an exchange.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use crate::arrival::Arrival;
use crate::lost::Loss;
use crate::tls::Turn;

/// Cuts its connection: whatever is written from then on fails, so that the server lets go of it
/// without a byte of an answer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cut(Arc<OnceLock<Loss>>);

impl Cut {
    pub(crate) fn cut(&self, loss: Loss) {
        // The first loss of a connection is its only one.
        let _ = self.0.set(loss);
    }
}

/// What each call knows of the connection that it came by.
#[derive(Debug, Clone)]
pub(crate) struct Connection {
    pub(crate) cut: Cut,
    pub(crate) arrival: Arrival,
    pub(crate) turn: Turn,
}

/// A caller's end of a connection.
pub(crate) trait Socket {
    /// Has it end with RST in place of an orderly close.
    fn reset_on_close(&self) -> io::Result<()>;

    fn arrival(&self) -> Arrival {
        Arrival::default()
    }

    fn turn(&self) -> Turn {
        Turn::default()
    }
}

impl Socket for TcpStream {
    fn reset_on_close(&self) -> io::Result<()> {
        self.set_zero_linger()
    }
}

pub(crate) struct CuttableListener<L>(pub(crate) L);

pub(crate) struct CuttableStream<S: Socket> {
    stream: S,
    cut: Cut,
}

impl<S: Socket> CuttableStream<S> {
    fn check(&self) -> io::Result<()> {
        match self.cut.0.get() {
            Some(_) => Err(io::ErrorKind::ConnectionReset.into()),
            None => Ok(()),
        }
    }
}

impl<S: Socket> Drop for CuttableStream<S> {
    fn drop(&mut self) {
        if self.cut.0.get() == Some(&Loss::Reset)
            && let Err(error) = self.stream.reset_on_close()
        {
            tracing::debug!(%error, "a connection closes in order in place of its reset");
        }
    }
}

impl<L: Listener<Addr = SocketAddr, Io: Socket>> Listener for CuttableListener<L> {
    type Io = CuttableStream<L::Io>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, SocketAddr) {
        let (stream, address) = self.0.accept().await;
        (
            CuttableStream {
                stream,
                cut: Cut::default(),
            },
            address,
        )
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl<L: Listener<Addr = SocketAddr, Io: Socket>> Connected<IncomingStream<'_, CuttableListener<L>>>
    for Connection
{
    fn connect_info(incoming: IncomingStream<'_, CuttableListener<L>>) -> Self {
        let stream = incoming.io();
        Self {
            cut: stream.cut.clone(),
            arrival: stream.stream.arrival(),
            turn: stream.stream.turn(),
        }
    }
}

impl<S: AsyncRead + Socket + Unpin> AsyncRead for CuttableStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl<S: AsyncWrite + Socket + Unpin> AsyncWrite for CuttableStream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_write_vectored(cx, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.cut.0.get() == Some(&Loss::Reset) {
            // An orderly end of our side would reach the caller before the RST.
            self.check()?;
        }
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
