use serde::Serialize;

use crate::words::Said;

/// Why a story came to nothing: what happened, and the likely reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Trouble {
    /// What happened.
    pub saw: Said,
    /// The likely reason, and what to do.
    pub advice: Said,
}

impl Trouble {
    /// What happened, and the likely reason with what to do.
    #[must_use]
    pub const fn new(saw: Said, advice: Said) -> Self {
        Self { saw, advice }
    }
}
