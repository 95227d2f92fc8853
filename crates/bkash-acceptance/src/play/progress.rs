use jiff::SignedDuration;

use crate::record::Pace;
use crate::story::{Phase, Story};

/// What a run is at, for whoever waits for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The shop's own program is being started.
    Starting,
    /// A phase of so many stories begins.
    Phase(Phase, usize),
    /// How the shop serves payers who come at the same time.
    Pace(Pace),
    /// One story was told, or a variant of it.
    Told(Story),
    /// The last calls are waited for, at most so long.
    Settling(SignedDuration),
}

pub(super) type Tell<'a> = dyn FnMut(Progress) + Send + 'a;
