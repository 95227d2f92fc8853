//! Connections at rest, for the next calls.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};
use url::Origin;

use super::connection::Connection;

/// Below the minute after which gateways drop an idle connection, so that a call is rarely
/// written into a connection that is being closed.
const LIVE: Duration = Duration::from_secs(50);

/// After ten thousand calls at once not ten thousand connections are kept open for the next ones.
const MAX: usize = 256;

/// At most 256 connections, each for at most 50 seconds; the one that has rested least is taken first.
#[derive(Debug, Clone, Default)]
pub(super) struct Idle(Arc<Mutex<Shelf>>);

#[derive(Debug, Default)]
struct Shelf {
    /// In the order in which they came.
    resting: VecDeque<Resting>,
    swept: bool,
}

#[derive(Debug)]
struct Resting {
    origin: Origin,
    connection: Connection,
    until: Instant,
}

impl Idle {
    /// One that is open and quiet at this moment. All others that are looked at on the way are closed.
    pub(super) fn take(&self, origin: &Origin) -> Option<Connection> {
        let mut shelf = self.shelf();
        shelf.close_expired();
        while let Some(mut connection) = shelf.newest(origin) {
            if connection.is_quiet() {
                return Some(connection);
            }
        }
        None
    }

    pub(super) fn put(&self, origin: Origin, connection: Connection) {
        let mut shelf = self.shelf();
        if shelf.resting.len() == MAX {
            shelf.resting.pop_front();
        }
        shelf.resting.push_back(Resting {
            origin,
            connection,
            until: Instant::now() + LIVE,
        });
        if !shelf.swept {
            shelf.swept = true;
            tokio::spawn(sweep(Arc::downgrade(&self.0)));
        }
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        lock(&self.0)
    }
}

impl Shelf {
    fn newest(&mut self, origin: &Origin) -> Option<Connection> {
        let place = self.resting.iter().rposition(|at| at.origin == *origin)?;
        Some(self.resting.remove(place)?.connection)
    }

    fn close_expired(&mut self) {
        let now = Instant::now();
        let expired = self.resting.partition_point(|at| at.until <= now);
        self.resting.drain(..expired);
    }
}

/// Closes what has rested long enough; ends when nothing rests, or when the transport is gone.
async fn sweep(shelf: Weak<Mutex<Shelf>>) {
    while let Some(next) = next_end(&shelf) {
        sleep_until(next).await;
    }
}

fn next_end(shelf: &Weak<Mutex<Shelf>>) -> Option<Instant> {
    let shelf = shelf.upgrade()?;
    let mut shelf = lock(&shelf);
    shelf.close_expired();
    let next = shelf.resting.front().map(|at| at.until);
    shelf.swept = next.is_some();
    next
}

/// What a panic left behind is still a list of connections, and each is looked at before it is used.
fn lock(shelf: &Mutex<Shelf>) -> MutexGuard<'_, Shelf> {
    shelf.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::io::{ErrorKind, Read as _};
    use std::net::{TcpListener, TcpStream};

    use hyper_rustls::MaybeHttpsStream;
    use hyper_util::rt::TokioIo;
    use url::Url;

    use super::*;

    fn origin() -> Origin {
        Url::parse("https://gateway.test").unwrap().origin()
    }

    /// A connection and the gateway's end of it.
    fn pair() -> (Connection, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let ours = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (theirs, _) = listener.accept().unwrap();
        for end in [&ours, &theirs] {
            end.set_nonblocking(true).unwrap();
        }
        let ours = tokio::net::TcpStream::from_std(ours).unwrap();
        let plain: MaybeHttpsStream<_> = TokioIo::new(ours).into();
        (Connection::new(plain), theirs)
    }

    fn is_open(mut theirs: &TcpStream) -> bool {
        let read = theirs.read(&mut [0]);
        read.is_err_and(|error| error.kind() == ErrorKind::WouldBlock)
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_rests_for_fifty_seconds_and_is_closed_then() {
        let idle = Idle::default();
        let (connection, theirs) = pair();
        idle.put(origin(), connection);
        tokio::time::sleep(Duration::from_secs(49)).await;
        let again = idle.take(&origin()).unwrap();
        idle.put(origin(), again);
        tokio::time::sleep(Duration::from_secs(49)).await;
        assert!(is_open(&theirs));
        // Nobody asks for it, and still it is closed.
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert!(!is_open(&theirs));
        assert!(idle.take(&origin()).is_none());

        // The sweep begins anew.
        let (connection, theirs) = pair();
        idle.put(origin(), connection);
        tokio::time::sleep(Duration::from_secs(51)).await;
        assert!(!is_open(&theirs));
    }

    #[tokio::test]
    async fn the_257th_takes_the_place_of_the_one_that_rested_longest() {
        let idle = Idle::default();
        let (ours, theirs): (Vec<_>, Vec<_>) = (0..=MAX).map(|_| pair()).unzip();
        for connection in ours {
            idle.put(origin(), connection);
        }
        let open: Vec<_> = theirs.iter().map(is_open).collect();
        assert!(!open[0]);
        assert!(open[1..].iter().all(|open| *open));
    }

    #[tokio::test]
    async fn one_gateway_never_gets_the_connection_of_another() {
        let idle = Idle::default();
        let (connection, _theirs) = pair();
        idle.put(origin(), connection);
        for other in [
            "http://gateway.test",
            "https://gateway.test:8443",
            "https://other.test",
        ] {
            let other = Url::parse(other).unwrap().origin();
            assert!(idle.take(&other).is_none());
        }
        assert!(idle.take(&origin()).is_some());
    }
}
