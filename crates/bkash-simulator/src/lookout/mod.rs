//! Whether a text holds a secret that went over this gateway: a page, a script, a redirect of a merchant's.
//!
//! It is asked in process alone. No control call tells of it, and nothing shows what it remembers.

mod memory;
mod search;
mod secret_kind;
mod unescape;

pub(crate) use memory::Lookout;
pub(crate) use secret_kind::SecretKind;
