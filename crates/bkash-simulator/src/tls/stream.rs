use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

use crate::arrival::{Arrival, version_name};
use crate::connection::Socket;

/// A connection as it came out of the front.
pub(crate) enum FrontStream {
    Plain(TcpStream),
    Tls {
        stream: Box<TlsStream<TcpStream>>,
        /// Its certificate is a stranger's.
        is_strange: bool,
    },
}

impl FrontStream {
    fn reader(&mut self) -> &mut (dyn AsyncRead + Unpin) {
        match self {
            Self::Plain(stream) => stream,
            Self::Tls { stream, .. } => stream,
        }
    }

    fn writer(&mut self) -> &mut (dyn AsyncWrite + Unpin) {
        match self {
            Self::Plain(stream) => stream,
            Self::Tls { stream, .. } => stream,
        }
    }
}

impl Socket for FrontStream {
    fn reset_on_close(&self) -> io::Result<()> {
        match self {
            Self::Plain(stream) => stream,
            Self::Tls { stream, .. } => stream.get_ref().0,
        }
        .reset_on_close()
    }

    fn arrival(&self) -> Arrival {
        match self {
            Self::Plain(_) => Arrival::default(),
            Self::Tls { stream, is_strange } => Arrival {
                tls: stream.get_ref().1.protocol_version().map(version_name),
                certificate_unchecked: *is_strange,
            },
        }
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
