//! Small records, each right or wrong in one way.

mod anything;
mod cases;
mod lawful;
mod pages;
mod payer;
mod refunds;
mod stalls;
mod tape;
mod tokens;
mod traffic;
mod unprovoked;
mod wrong_pages;
