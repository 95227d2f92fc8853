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
    shuts: Instant,
    passed: bool,
}

/// Why a request is not whole on the wire.
#[derive(Debug)]
pub(super) enum Unwritten {
    /// The gate had shut. Nothing of it was written, or if the gate is passed, not the whole.
    Late,
    /// The connection broke while it was written: what of it arrived, nobody knows.
    Broken(Broken),
}

impl Gate {
    /// After `shuts` nothing is written, nor the rest of what has begun.
    pub(super) fn new(shuts: Instant) -> Self {
        Self {
            shuts,
            passed: false,
        }
    }

    /// Whether the request may be on the wire, if only in part.
    pub(super) fn is_passed(&self) -> bool {
        self.passed
    }

    /// Writes the whole request. The clock is looked at before every attempt to write.
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
        // What was written in time may be flushed at once; what has to wait for room may become late.
        let mut waited = false;
        poll_fn(|cx| {
            if waited {
                self.is_open()?;
            }
            waited = true;
            let flushed = ready!(Pin::new(&mut *wire).poll_flush(cx));
            Poll::Ready(flushed.map_err(|error| Unwritten::Broken(error.into())))
        })
        .await
    }

    fn poll_write<W: Write + Unpin>(
        &mut self,
        wire: &mut W,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<Result<usize, Unwritten>> {
        self.is_open()?;
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

    fn is_open(&self) -> Result<(), Unwritten> {
        if Instant::now() > self.shuts {
            return Err(Unwritten::Late);
        }
        Ok(())
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
        /// Between two attempts, and before it is flushed.
        pause: Duration,
        flushed: bool,
    }

    impl Wire {
        fn opening_in(seconds: u64) -> Self {
            Self {
                opens: Instant::now() + Duration::from_secs(seconds),
                taken: Vec::new(),
                breaks: false,
                pause: Duration::ZERO,
                flushed: false,
            }
        }

        fn pausing(seconds: u64) -> Self {
            Self {
                pause: Duration::from_secs(seconds),
                ..Self::opening_in(0)
            }
        }

        fn poll_open(&self, cx: &Context<'_>) -> Poll<()> {
            if Instant::now() >= self.opens {
                return Poll::Ready(());
            }
            let (opens, waker) = (self.opens, cx.waker().clone());
            tokio::spawn(async move {
                tokio::time::sleep_until(opens).await;
                waker.wake();
            });
            Poll::Pending
        }
    }

    impl Write for Wire {
        fn poll_write(
            mut self: Pin<&mut Self>,
            cx: &mut Context<'_>,
            bytes: &[u8],
        ) -> Poll<io::Result<usize>> {
            ready!(self.poll_open(cx));
            self.opens = Instant::now() + self.pause;
            if self.breaks {
                return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
            }
            let taken = bytes.len().min(3);
            self.taken.extend_from_slice(&bytes[..taken]);
            Poll::Ready(Ok(taken))
        }

        fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
            ready!(self.poll_open(cx));
            self.flushed = true;
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    fn in_ten_seconds() -> Gate {
        Gate::new(Instant::now() + Duration::from_secs(10))
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
        assert!(matches!(unwritten, Unwritten::Late), "{unwritten:?}");
        assert!(!gate.is_passed() && wire.taken.is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_that_waits_for_room_until_it_is_late_is_not_begun() {
        let (mut gate, mut wire) = (in_ten_seconds(), Wire::opening_in(11));
        let unwritten = gate.write(&mut wire, b"request").await.unwrap_err();
        assert!(matches!(unwritten, Unwritten::Late), "{unwritten:?}");
        assert!(!gate.is_passed() && wire.taken.is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_that_becomes_late_on_its_way_stays_incomplete() {
        // In time at 0 s and 6 s, late at 12 s.
        let (mut gate, mut wire) = (in_ten_seconds(), Wire::pausing(6));
        let unwritten = gate.write(&mut wire, b"request").await.unwrap_err();
        assert!(matches!(unwritten, Unwritten::Late), "{unwritten:?}");
        assert_eq!(wire.taken, b"reques");
        assert!(gate.is_passed());
    }

    #[tokio::test(start_paused = true)]
    async fn what_the_connection_still_holds_when_it_is_late_is_not_flushed() {
        for (pause, in_time) in [(9, true), (11, false)] {
            let (mut gate, mut wire) = (in_ten_seconds(), Wire::pausing(pause));
            let written = gate.write(&mut wire, b"req").await;
            assert_eq!((written.is_ok(), wire.flushed), (in_time, in_time));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_gives_up_before_the_first_byte_knows_that_nothing_left() {
        let (mut gate, mut wire) = (in_ten_seconds(), Wire::opening_in(5));
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
        let (mut gate, mut wire) = (in_ten_seconds(), Wire::opening_in(0));
        wire.breaks = true;
        let unwritten = gate.write(&mut wire, b"request").await.unwrap_err();
        assert!(matches!(unwritten, Unwritten::Broken(_)), "{unwritten:?}");
        assert!(gate.is_passed());
    }
}
