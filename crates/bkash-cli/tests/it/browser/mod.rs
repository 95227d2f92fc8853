//! The whole demo as a person sees it, in a real Chromium.
//!
//! Screenshots go to `target/screenshots`, or to `BKASH_SCREENSHOTS`.

mod chromium;
mod paying;
mod person;
mod screen;
mod wrong;
