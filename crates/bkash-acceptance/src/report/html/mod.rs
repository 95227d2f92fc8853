//! One page for people: no script, nothing from elsewhere, and everything of the shop's escaped.

mod case;
mod page;

pub(super) use page::html;
