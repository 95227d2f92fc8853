//! Every token store: one suite for all of them, and what is each one's own.

mod bench;
mod conformance;
mod fleet;
#[cfg(feature = "server-tests")]
mod postgres;
#[cfg(feature = "server-tests")]
mod redis;
mod sealing;
mod sqlite;

use std::time::Duration;

use bkash_client::token::{Begin, Intent, Permit, TokenAccount, TokenSet};
use jiff::{SignedDuration, Timestamp};

const LEASE: Duration = Duration::from_secs(35);

fn account() -> TokenAccount {
    account_at("http://127.0.0.1:1")
}

fn account_at(origin: &str) -> TokenAccount {
    TokenAccount::new(&origin.parse().unwrap(), "app-key", "merchant")
}

fn intent(seen_version: i64) -> Intent {
    Intent {
        seen_version,
        calls_per_hour: 2,
        lease: LEASE,
        spare_by: None,
    }
}

/// Tokens of a call that began at `began_at`.
fn tokens(name: &str, began_at: Timestamp) -> TokenSet {
    TokenSet {
        id_token: format!("id-canary-{name}").into(),
        issued_at: began_at,
        expires_at: began_at + SignedDuration::from_hours(1),
        refresh_token: Some(format!("refresh-canary-{name}").into()),
        refresh_issued_at: began_at - SignedDuration::from_hours(48),
    }
}

fn go(begin: Begin) -> Permit {
    match begin {
        Begin::Go(permit) => permit,
        other => panic!("expected to go: {other:?}"),
    }
}
