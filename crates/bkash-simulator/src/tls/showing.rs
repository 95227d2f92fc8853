use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rustls::ServerConfig;
use tokio::sync::{mpsc, watch};
use tokio_rustls::TlsAcceptor;

use super::front::QUEUE;
use super::{Authority, Front, FrontStream, Turn};

/// Which certificate the listener shows: its own, or one that nobody vouches for.
///
/// Each change begins a turn, with a front of its own. A connection belongs to the turn in which its caller was
/// greeted and ends with it: one that is kept open would hide what its caller makes of another certificate.
#[derive(Debug)]
pub(crate) struct Showing {
    own: Arc<ServerConfig>,
    strange: Arc<ServerConfig>,
    address: SocketAddr,
    now: Mutex<Now>,
    fronts: mpsc::UnboundedSender<Front>,
    strange_handshakes: AtomicU64,
}

#[derive(Debug)]
struct Now {
    is_strange: bool,
    greeted: mpsc::Sender<(FrontStream, SocketAddr)>,
    turn: Turn,
    /// Ends the turn when it is dropped.
    _ends: watch::Sender<()>,
}

/// What a caller is greeted with, and whom to tell.
pub(super) struct Greeting {
    pub(super) tls: TlsAcceptor,
    pub(super) is_strange: bool,
    pub(super) turn: Turn,
    pub(super) greeted: mpsc::Sender<(FrontStream, SocketAddr)>,
}

impl Showing {
    /// Shows its own certificate. The front of each turn comes by the receiver, to be served until the turn is over.
    pub(crate) fn new(
        authority: &Authority,
        address: SocketAddr,
    ) -> (Arc<Self>, mpsc::UnboundedReceiver<Front>) {
        let (fronts, coming) = mpsc::unbounded_channel();
        let (now, front) = Now::begin(false, address);
        // Nobody has dropped the receiver yet.
        let _ = fronts.send(front);
        let showing = Self {
            own: authority.server(),
            strange: authority.stranger(),
            address,
            now: Mutex::new(now),
            fronts,
            strange_handshakes: AtomicU64::new(0),
        };
        (Arc::new(showing), coming)
    }

    pub(crate) fn show_stranger(&self, on: bool) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        if now.is_strange != on {
            let (next, front) = Now::begin(on, self.address);
            // A server that stops serves no more turns.
            let _ = self.fronts.send(front);
            *now = next;
        }
    }

    pub(crate) fn strange_handshakes(&self) -> u64 {
        self.strange_handshakes.load(Ordering::Relaxed)
    }

    /// For a caller that has begun to speak.
    pub(super) fn greeting(&self) -> Greeting {
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let certificate = match now.is_strange {
            true => &self.strange,
            false => &self.own,
        };
        Greeting {
            tls: Arc::clone(certificate).into(),
            is_strange: now.is_strange,
            turn: now.turn.clone(),
            greeted: now.greeted.clone(),
        }
    }

    pub(super) fn count_handshake(&self) {
        self.strange_handshakes.fetch_add(1, Ordering::Relaxed);
    }
}

impl Now {
    fn begin(is_strange: bool, address: SocketAddr) -> (Self, Front) {
        let (greeted, coming) = mpsc::channel(QUEUE);
        let (ends, turn) = Turn::begin();
        let front = Front::new(coming, address, turn.clone());
        let now = Self {
            is_strange,
            greeted,
            turn,
            _ends: ends,
        };
        (now, front)
    }
}
