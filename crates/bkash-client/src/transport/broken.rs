//! What went wrong on the way, in words that hold no address and no header.

use std::error::Error;

/// Why there is no connection or no whole reply.
#[derive(Debug)]
pub(super) struct Broken(pub(super) String);

impl Broken {
    /// The deepest cause says what happened; those above it repeat where.
    pub(super) fn by(error: &(dyn Error + 'static)) -> Self {
        let mut deepest = error;
        while let Some(deeper) = deepest.source() {
            deepest = deeper;
        }
        Self(deepest.to_string())
    }
}

impl From<std::io::Error> for Broken {
    fn from(error: std::io::Error) -> Self {
        Self::by(&error)
    }
}

impl From<hyper::Error> for Broken {
    fn from(error: hyper::Error) -> Self {
        Self::by(&error)
    }
}
