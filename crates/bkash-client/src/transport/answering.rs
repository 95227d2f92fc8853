//! What hyper reads a reply from.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use hyper::rt::{Read, ReadBufCursor, Write};

use super::connection::Connection;

/// A connection whose request has left already. It takes the place of a gateway that answers as soon as hyper
/// has written a request: that one goes nowhere.
#[derive(Debug)]
pub(super) struct Answering {
    connection: Connection,
    /// Read before, and not by hyper yet.
    first: Bytes,
    asked: bool,
    waiting: Option<Waker>,
}

impl Answering {
    pub(super) fn new(connection: Connection, first: Bytes) -> Self {
        Self {
            connection,
            first,
            asked: false,
            waiting: None,
        }
    }

    /// The connection, unless bytes are left that nobody asked for.
    pub(super) fn into_rest(self) -> Option<Connection> {
        self.first.is_empty().then(|| self.connection.answered())
    }
}

impl Read for Answering {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        mut buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        if !self.asked {
            self.waiting = Some(cx.waker().clone());
            return Poll::Pending;
        }
        if self.first.is_empty() {
            return self.connection.read(cx, buffer);
        }
        let length = self.first.len().min(buffer.remaining());
        buffer.put_slice(&self.first.split_to(length));
        Poll::Ready(Ok(()))
    }
}

impl Write for Answering {
    fn poll_write(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.asked = true;
        if let Some(waiting) = self.waiting.take() {
            waiting.wake();
        }
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
