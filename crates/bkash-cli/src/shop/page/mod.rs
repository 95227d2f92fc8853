//! The shop's pages: each a template's struct beside its handler.

mod frame;
mod home;
mod language;
mod missing;
mod order;
mod orders;
mod pay;
mod product;
mod receipt;
mod refund;
mod webhook;

pub use frame::{Frame, page};
pub use home::home;
pub use language::choose_language;
pub use missing::missing;
pub use order::order;
pub use orders::orders;
pub use pay::{pay_again, place_order};
pub use product::product;
pub use receipt::receipt;
pub use refund::refund;
pub use webhook::webhook;
