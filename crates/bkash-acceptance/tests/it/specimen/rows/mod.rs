//! Every shop of the matrix, with the case that it must fail.

mod callback;
mod execute;
mod outside;
mod refund;
mod row;
mod time;
mod tokens;

pub(crate) use row::{Row, all};
