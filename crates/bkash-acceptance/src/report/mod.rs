//! The result, for people and for programs.

mod answer;
pub(crate) mod cannot_see;
mod foreign;
mod format;
pub(crate) mod frame;
mod group;
mod html;
mod json;
mod junit;
mod markdown;
pub(crate) mod markup;
pub(crate) mod mask;
mod paint;
pub(crate) mod phrases;
mod reason;
mod report;
mod shown;
mod tally;
mod text;
pub(crate) mod wire;

pub use answer::Answer;
pub use format::{Format, WriteError};
pub use paint::Paint;
pub use report::{Report, Standing};
pub use tally::Tally;
