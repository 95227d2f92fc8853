//! A connection to the gateway, plain, over TLS, or over TLS through a proxy's tunnel.

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::task::{Context, Poll, Waker, ready};

use bytes::Bytes;
use hyper::rt::{Read, ReadBuf, ReadBufCursor, Write};
use hyper_rustls::MaybeHttpsStream;
use hyper_util::rt::TokioIo;
use socket2::SockRef;
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

/// Most replies are whole in so many bytes.
const FIRST_BYTES: usize = 2048;

/// One connection, at one call at a time.
pub(super) struct Connection {
    wire: Box<dyn Wire>,
    /// Some of a request may have left, and its reply is not read whole.
    owes: bool,
}

impl Connection {
    pub(super) fn new<T: Wire + 'static>(stream: MaybeHttpsStream<T>) -> Self
    where
        TokioIo<TlsStream<TokioIo<T>>>: Wire,
    {
        // A plain connection does not keep the room that TLS would need.
        let wire: Box<dyn Wire> = match stream {
            MaybeHttpsStream::Http(plain) => Box::new(plain),
            MaybeHttpsStream::Https(tls) => Box::new(tls),
        };
        Self { wire, owes: false }
    }

    /// With the whole reply read.
    pub(super) fn answered(mut self) -> Self {
        self.owes = false;
        self
    }

    /// Whether it is open and there is nothing to be read, as on a connection at rest.
    pub(super) fn is_quiet(&mut self) -> bool {
        // First what TLS has decrypted or read ahead, which is not in the socket any more. What the gateway tells
        // TLS alone, such as a ticket or a new key, is done with here.
        let mut byte = [0];
        let mut buffer = ReadBuf::new(&mut byte);
        let mut cx = Context::from_waker(Waker::noop());
        if self.read(&mut cx, buffer.unfilled()).is_ready() {
            return false;
        }
        // The socket itself: an end that came a moment ago may not have been told to the runtime yet.
        let mut byte = [MaybeUninit::uninit()];
        let peeked = SockRef::from(self.wire.socket()).peek(&mut byte);
        peeked.is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock)
    }

    /// Waits for the reply; empty if the gateway closes instead. No buffer is held meanwhile.
    pub(super) async fn first_bytes(&mut self) -> io::Result<Bytes> {
        poll_fn(|cx| {
            let mut bytes = [0; FIRST_BYTES];
            let mut buffer = ReadBuf::new(&mut bytes);
            ready!(self.read(cx, buffer.unfilled()))?;
            Poll::Ready(Ok(Bytes::copy_from_slice(buffer.filled())))
        })
        .await
    }

    /// Waits until the runtime knows that there is something to be read.
    #[cfg(test)]
    pub(super) async fn readable(&self) -> io::Result<()> {
        self.wire.socket().readable().await
    }

    pub(super) fn read(
        &mut self,
        cx: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.wire).poll_read(cx, buffer)
    }
}

impl Write for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.owes = true;
        Pin::new(&mut *self.wire).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.wire).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.wire).poll_shutdown(cx)
    }
}

impl Drop for Connection {
    /// Whoever gives a reply up gives the request up. Closed in the usual way, the system would go on sending what
    /// has not arrived of it, for a minute and more; a reset takes it back.
    fn drop(&mut self) {
        if self.owes {
            // Fails only if the socket is closed already.
            let _ = self.wire.socket().set_zero_linger();
        }
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Connection")
    }
}

/// What carries bytes, over a TCP connection in the end.
pub(super) trait Wire: Read + Write + Send + Unpin {
    fn socket(&self) -> &TcpStream;
}

impl Wire for TokioIo<TcpStream> {
    fn socket(&self) -> &TcpStream {
        self.inner()
    }
}

impl<T: Wire> Wire for TokioIo<TlsStream<TokioIo<T>>> {
    fn socket(&self) -> &TcpStream {
        self.inner().get_ref().0.inner().socket()
    }
}

/// To a proxy, over TLS or not.
impl<T: Wire> Wire for MaybeHttpsStream<T> {
    fn socket(&self) -> &TcpStream {
        match self {
            Self::Http(plain) => plain.socket(),
            Self::Https(tls) => tls.socket(),
        }
    }
}
