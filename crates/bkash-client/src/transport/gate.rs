//! One decision, taken at the write itself: does this request leave or not.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use hyper::rt::Write;
use tokio::time::Instant;

use super::broken::Broken;

/// Stands between a request and the wire, and knows which side of it the request is on.
#[derive(Debug)]
pub(super) struct Gate {
    write_by: Option<Instant>,
    passed: bool,
}

/// Why a request is not whole on the wire.
#[derive(Debug)]
pub(super) enum Unwritten {
    /// It came to the gate after `write_by`; nothing of it was written.
    TooLate,
    /// The connection broke while it was written: what of it arrived, nobody knows.
    Broken(Broken),
}

impl Gate {
    pub(super) fn new(write_by: Option<Instant>) -> Self {
        Self {
            write_by,
            passed: false,
        }
    }

    /// Whether the request may be on the wire, if only in part.
    pub(super) fn is_passed(&self) -> bool {
        self.passed
    }

    /// Writes the whole request. The clock is looked at before every attempt to write its first byte.
    ///
    /// When the future is dropped, what is not written never will be: no one else has the connection.
    pub(super) async fn write<W: Write + Unpin>(
        &mut self,
        wire: &mut W,
        request: &[u8],
    ) -> Result<(), Unwritten> {
        let mut left = request;
        while !left.is_empty() {
            let written = poll_fn(|cx| self.poll_write(wire, cx, left)).await?;
            left = &left[written..];
        }
        let flushed = poll_fn(|cx| Pin::new(&mut *wire).poll_flush(cx)).await;
        flushed.map_err(|error| Unwritten::Broken(error.into()))
    }

    fn poll_write<W: Write + Unpin>(
        &mut self,
        wire: &mut W,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<Result<usize, Unwritten>> {
        let late = self.write_by.is_some_and(|by| Instant::now() > by);
        if late && !self.passed {
            return Poll::Ready(Err(Unwritten::TooLate));
        }
        let written = ready!(Pin::new(wire).poll_write(cx, bytes));
        // Also when it failed: how much of it left then is not ours to know.
        self.passed = true;
        Poll::Ready(match written {
            Ok(0) => Err(Unwritten::Broken(Broken(
                "the connection takes no more bytes".to_owned(),
            ))),
            Ok(written) => Ok(written),
            Err(error) => Err(Unwritten::Broken(error.into())),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    /// Takes three bytes at a time, and nothing before `opens`.
    #[derive(Debug)]
    struct Wire {
        opens: Instant,
        taken: Vec<u8>,
        breaks: bool,
    }

    impl Wire {
        fn opening_in(seconds: u64) -> Self {
            Self {
                opens: Instant::now() + Duration::from_secs(seconds),
                taken: Vec::new(),
                breaks: false,
            }
        }
    }

    impl Write for Wire {
        fn poll_write(
            mut self: Pin<&mut Self>,
            cx: &mut Context<'_>,
            bytes: &[u8],
        ) -> Poll<io::Result<usize>> {
            if Instant::now() < self.opens {
                let (opens, waker) = (self.opens, cx.waker().clone());
                tokio::spawn(async move {
                    tokio::time::sleep_until(opens).await;
                    waker.wake();
                });
                return Poll::Pending;
            }
            if self.breaks {
                return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
            }
            let taken = bytes.len().min(3);
            self.taken.extend_from_slice(&bytes[..taken]);
            Poll::Ready(Ok(taken))
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    fn in_ten_seconds() -> Gate {
        Gate::new(Some(Instant::now() + Duration::from_secs(10)))
    }

    #[tokio::test(start_paused = true)]
    async fn the_moment_itself_is_in_time_and_a_millisecond_later_is_not() {
        let (mut gate, mut wire) = (in_ten_seconds(), Wire::opening_in(0));
        tokio::time::advance(Duration::from_secs(10)).await;
        gate.write(&mut wire, b"request").await.unwrap();
        assert_eq!(wire.taken, b"request");

        let (mut gate, mut wire) = (in_ten_seconds(), Wire::opening_in(0));
        tokio::time::advance(Duration::from_millis(10_001)).await;
        let unwritten = gate.write(&mut wire, b"request").await.unwrap_err();
        assert!(matches!(unwritten, Unwritten::TooLate), "{unwritten:?}");
        assert!(!gate.is_passed() && wire.taken.is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_that_waits_for_room_until_it_is_late_is_not_begun() {
        let (mut gate, mut wire) = (in_ten_seconds(), Wire::opening_in(11));
        let unwritten = gate.write(&mut wire, b"request").await.unwrap_err();
        assert!(matches!(unwritten, Unwritten::TooLate), "{unwritten:?}");
        assert!(!gate.is_passed() && wire.taken.is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_gives_up_before_the_first_byte_knows_that_nothing_left() {
        let (mut gate, mut wire) = (Gate::new(None), Wire::opening_in(5));
        let second = Duration::from_secs(1);
        let ended = timeout(second, gate.write(&mut wire, b"request")).await;
        assert!(ended.is_err());
        assert!(!gate.is_passed());
        tokio::time::sleep(Duration::from_secs(10)).await;
        assert!(
            wire.taken.is_empty(),
            "nothing is written behind one's back"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_write_that_fails_may_have_left() {
        let (mut gate, mut wire) = (Gate::new(None), Wire::opening_in(0));
        wire.breaks = true;
        let unwritten = gate.write(&mut wire, b"request").await.unwrap_err();
        assert!(matches!(unwritten, Unwritten::Broken(_)), "{unwritten:?}");
        assert!(gate.is_passed());
    }
}
