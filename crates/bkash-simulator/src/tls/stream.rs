use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

use super::Turn;
use crate::arrival::{Arrival, version_name};
use crate::connection::Socket;

/// A connection as it came out of the front.
pub(crate) struct FrontStream {
    way: Way,
    /// Its certificate is a stranger's.
    is_strange: bool,
    turn: Turn,
}

enum Way {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

impl FrontStream {
    pub(super) fn plain(stream: TcpStream, turn: Turn) -> Self {
        Self {
            way: Way::Plain(stream),
            is_strange: false,
            turn,
        }
    }

    pub(super) fn tls(stream: TlsStream<TcpStream>, is_strange: bool, turn: Turn) -> Self {
        Self {
            way: Way::Tls(Box::new(stream)),
            is_strange,
            turn,
        }
    }

    fn reader(&mut self) -> &mut (dyn AsyncRead + Unpin) {
        match &mut self.way {
            Way::Plain(stream) => stream,
            Way::Tls(stream) => stream,
        }
    }

    fn writer(&mut self) -> &mut (dyn AsyncWrite + Unpin) {
        match &mut self.way {
            Way::Plain(stream) => stream,
            Way::Tls(stream) => stream,
        }
    }
}

impl Socket for FrontStream {
    fn reset_on_close(&self) -> io::Result<()> {
        match &self.way {
            Way::Plain(stream) => stream,
            Way::Tls(stream) => stream.get_ref().0,
        }
        .reset_on_close()
    }

    fn arrival(&self) -> Arrival {
        match &self.way {
            Way::Plain(_) => Arrival::default(),
            Way::Tls(stream) => Arrival {
                tls: stream.get_ref().1.protocol_version().map(version_name),
                certificate_unchecked: self.is_strange,
            },
        }
    }

    fn turn(&self) -> Turn {
        self.turn.clone()
    }
}

impl AsyncRead for FrontStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(self.reader()).poll_read(cx, buffer)
    }
}

impl AsyncWrite for FrontStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(self.writer()).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(self.writer()).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(self.writer()).poll_shutdown(cx)
    }
}
