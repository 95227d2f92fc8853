//! Every exchange with the gateway and its pages, the newest two thousand of a world, without
//! secrets: those are taken out before an exchange is stored.

mod entry;
mod mask;
mod ring;

pub(crate) use entry::{Answered, Entry, EntryBody, Exchange};
pub(crate) use mask::{mask_form, mask_headers, mask_json};
pub(crate) use ring::Journal;
