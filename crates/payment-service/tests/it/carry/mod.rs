//! From SQLite to PostgreSQL, with what a service has made.

mod crash;
mod refusals;
mod service;
mod shop;

use std::path::Path;

use bkash_client::SystemClock;
use payment_service::store::carry::{Carried, CarryError, Compared, Keep};

use crate::postgres::Database;

async fn carry(from: &Path, to: &Database, keep: Keep) -> Result<Carried, CarryError> {
    payment_service::store::carry::carry(from, &to.url, &SystemClock, keep).await
}

/// What was compared; fails if it was done before.
fn compared(carried: Carried) -> Vec<Compared> {
    match carried {
        Carried::Now(lines) => lines,
        Carried::Before => panic!("it was done before"),
    }
}
