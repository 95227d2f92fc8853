//! The demo's well-known addresses, and what happens when one is taken.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};

/// What becomes of a program whose own address is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenTaken {
    /// It uses a free port instead.
    Move,
    /// It does not start.
    Fail,
}

/// The address that somebody would look for, in place of which a free one is used.
#[derive(Clone, Copy, Debug)]
pub struct Moved {
    what: &'static str,
    wanted: SocketAddr,
}

impl fmt::Display for Moved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} is taken, so the {} uses a free port",
            self.wanted, self.what
        )
    }
}

/// An error that may say that the address is taken.
pub trait MayBeTaken {
    fn is_taken(&self) -> bool;
}

impl MayBeTaken for io::Error {
    fn is_taken(&self) -> bool {
        self.kind() == io::ErrorKind::AddrInUse
    }
}

/// Starts something at its own address.
pub async fn at_address<T, E: MayBeTaken>(
    what: &'static str,
    wanted: SocketAddr,
    when_taken: WhenTaken,
    moved: &mut Vec<Moved>,
    start: impl AsyncFn(SocketAddr) -> Result<T, E>,
) -> Result<T, E> {
    match start(wanted).await {
        Err(error) if when_taken == WhenTaken::Move && error.is_taken() => {
            moved.push(Moved { what, wanted });
            start(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await
        }
        started => started,
    }
}
