//! Every exchange with the gateway and its pages, the newest two thousand of a world unless told
//! otherwise, without secrets: those are taken out before an exchange is stored.

mod about;
mod entry;
mod filter;
mod har;
mod mask;
mod ring;

pub(crate) use entry::{Answered, Entry, EntryBody, Exchange, shorten_headers};
pub(crate) use filter::{About, Filter, Status};
pub(crate) use har::archive;
pub(crate) use mask::{mask_form, mask_headers, mask_json};
pub(crate) use ring::Journal;
