//! One decision, taken once: does this request leave or not.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::time::Instant;

const OPEN: u8 = 0;
const PASSED: u8 = 1;
const LATE: u8 = 2;
const GIVEN_UP: u8 = 3;

/// Stands between a request and the wire. The connection passes it when it takes the body to be
/// written; whoever gives up on the request shuts it. Only one of them can be first, so "not
/// sent" is a fact and not a guess.
#[derive(Debug)]
pub(super) struct Gate {
    state: AtomicU8,
    write_by: Option<Instant>,
}

/// What became of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Departure {
    /// Handed to the connection: it may be on the wire.
    Left,
    /// Came to the gate after `write_by`.
    TooLate,
    /// Never came to the gate, and can no longer pass.
    Stayed,
}

impl Gate {
    pub(super) fn new(write_by: Option<Instant>) -> Self {
        Self {
            state: AtomicU8::new(OPEN),
            write_by,
        }
    }

    fn pass(&self) -> Result<(), Shut> {
        let late = self.write_by.is_some_and(|by| Instant::now() > by);
        let next = if late { LATE } else { PASSED };
        match self.settle(next) {
            PASSED => Ok(()),
            _ => Err(Shut),
        }
    }

    /// Shuts the gate, unless the request is through.
    pub(super) fn shut(&self) -> Departure {
        match self.settle(GIVEN_UP) {
            PASSED => Departure::Left,
            LATE => Departure::TooLate,
            _ => Departure::Stayed,
        }
    }

    /// Moves from open to `next`; answers the state that holds from now on.
    fn settle(&self, next: u8) -> u8 {
        match self
            .state
            .compare_exchange(OPEN, next, Ordering::AcqRel, Ordering::Acquire)
        {
            Ok(_) => next,
            Err(settled) => settled,
        }
    }
}

/// Shuts a gate when the one who waits for the reply goes away, by being cancelled too: what had
/// not begun to leave by then never will.
#[derive(Debug)]
pub(super) struct Waiting<'a>(pub(super) &'a Gate);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.shut();
    }
}

/// The gate was shut before the body was taken.
#[derive(Debug)]
pub(super) struct Shut;

impl fmt::Display for Shut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request may no longer be written")
    }
}

impl std::error::Error for Shut {}

/// A request body of known length that is handed out through its [`Gate`].
///
/// The connection writes head and body together, and only after the first poll of the body: if
/// that fails, the request never stands complete on the wire, and a server cannot act on it.
#[derive(Debug)]
pub(super) struct GuardedBody {
    bytes: Option<Bytes>,
    gate: Arc<Gate>,
}

impl GuardedBody {
    pub(super) fn new(bytes: Bytes, gate: Arc<Gate>) -> Self {
        Self {
            bytes: Some(bytes),
            gate,
        }
    }
}

impl Body for GuardedBody {
    type Data = Bytes;
    type Error = Shut;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Shut>>> {
        let Some(bytes) = self.bytes.take() else {
            return Poll::Ready(None);
        };
        Poll::Ready(Some(self.gate.pass().map(|()| Frame::data(bytes))))
    }

    /// Never before the first poll: an empty body too has to come through the gate.
    fn is_end_stream(&self) -> bool {
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        let length = self.bytes.as_ref().map_or(0, Bytes::len);
        SizeHint::with_exact(u64::try_from(length).unwrap_or(u64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn whoever_comes_first_decides() {
        let open = Gate::new(None);
        assert!(open.pass().is_ok());
        assert_eq!(open.shut(), Departure::Left);

        let given_up = Gate::new(None);
        assert_eq!(given_up.shut(), Departure::Stayed);
        assert!(given_up.pass().is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn who_stops_waiting_shuts_the_gate() {
        let gate = Gate::new(None);
        drop(Waiting(&gate));
        assert!(gate.pass().is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn the_moment_itself_is_in_time_and_a_millisecond_later_is_not() {
        let by = Instant::now() + Duration::from_secs(10);
        let gate = Gate::new(Some(by));
        tokio::time::advance(Duration::from_secs(10)).await;
        assert!(gate.pass().is_ok());

        let gate = Gate::new(Some(by));
        tokio::time::advance(Duration::from_millis(1)).await;
        assert!(gate.pass().is_err());
        assert_eq!(gate.shut(), Departure::TooLate);
    }
}
