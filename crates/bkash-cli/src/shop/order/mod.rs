//! The shop's own orders, and what it knows of their payments and refunds.

mod book;
mod record;
mod standing;

pub use book::OrderBook;
pub use record::{Order, OrderNumber};
pub use standing::{Failure, Standing};
