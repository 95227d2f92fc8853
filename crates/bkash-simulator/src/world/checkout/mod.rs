//! The payer's visit to the hosted pages: one window, three entries, limits and timers.

mod entry;
mod notice;
mod step;
mod view;
mod visit;

pub(crate) use entry::{well_formed_otp, well_formed_pin, well_formed_wallet};
pub(crate) use notice::{Notice, Outcome, OutcomeReason};
use step::{Next, PinStep, Step};
pub(crate) use view::View;
pub(crate) use visit::{Checkout, PageError, Window};
