//! A shop as the judge knows it: a set of addresses, read from its `shop.toml`.

mod address;
mod app;
mod ask;
mod body;
mod body_reader;
mod call;
mod kind;
mod reader;

mod file;
mod fill;
mod mistake;
mod money;
mod nearest;
mod pattern;
mod section;

pub use app::{App, AppError, AppGateway, AppTls, Running};
pub use ask::{Ask, Body};
pub use file::{ShopFile, TEMPLATE};
pub use fill::Fill;
pub use mistake::{Mistake, ShopFileError};

/// The shop's own words for outcomes, where the judge's do not fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnWords {
    /// A page with one of these says that it was paid.
    pub paid: Vec<String>,
    /// A page with one of these says that it was not.
    pub failed: Vec<String>,
}
