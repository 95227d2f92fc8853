//! Small shops in process: right ones in three styles, and wrong ones, each wrong in one way.
//!
//! They share no code with the client: they are what a careful merchant writes, plus one mistake.

mod books;
mod callback;
mod checkout;
mod flaw;
mod gateway;
mod hand;
mod lawful;
mod matrix;
mod order;
mod page;
mod played;
mod refund;
mod rows;
mod settle;
mod shop;
mod slip;
mod style;
mod tokens;
mod wire;
