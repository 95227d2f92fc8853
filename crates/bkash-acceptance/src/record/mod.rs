//! Everything that was seen: the calls on the wire, and what each payer met at the shop.
//!
//! It is plain data. What plays stories fills it in, what judges reads it, and neither knows the other.

mod answer;
mod exchange;
mod journal;
mod leak;
mod page;
#[allow(
    clippy::module_inception,
    reason = "a folder's main file may have its name"
)]
mod record;
mod refund_ask;
mod stall;
mod trouble;
mod visit;

pub use exchange::{Exchange, Request, Response};
pub use journal::{Journal, JournalError};
pub use leak::Leak;
pub use page::{Page, Reading};
pub use record::{Pace, Record, ShopFacts};
pub use refund_ask::RefundAsk;
pub use stall::Stall;
pub use trouble::Trouble;
pub use visit::{Return, Visit};
