//! What a merchant pastes into the portal for the sandbox validation: requests and responses as they were.

mod call;
mod html;
mod json;
mod markdown;
mod pack;
mod text;
mod trail;

pub use call::Call;
pub(crate) use html::PackView;
pub use pack::{Item, Pack, Part};
