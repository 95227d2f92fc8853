//! The whole demo, the simulator's pages and its inspector, as a person sees them, in a real Chromium.
//!
//! Screenshots go to `target/screenshots`, or to `BKASH_SCREENSHOTS`.

mod chromium;
mod inspector;
mod keyboard;
mod merchant;
mod paying;
mod person;
mod report;
mod screen;
mod wrong;
