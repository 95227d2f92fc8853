//! Everything that the file holds, in the form in which PostgreSQL keeps it.

use std::fmt;

use rusqlite::Connection;

use super::{SqliteTokenStore, rows};
use crate::token::TokenStoreError;
use crate::token::written::WrittenRecord;

/// One account's tokens, token calls and lease, as [`PostgresTokenStore`](crate::PostgresTokenStore) keeps
/// them; what was sealed stays sealed.
pub struct CarriedTokens {
    /// Whose: the key of the row.
    pub account: String,
    /// JSON; holds tokens.
    pub record: String,
}

impl SqliteTokenStore {
    /// What the file of this connection holds, with every time moved by `later_by_ms`: by so much the clock
    /// of the store that takes it is ahead. Nothing if no token was ever kept there.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn carried(
        sql: &Connection,
        later_by_ms: i64,
    ) -> Result<Vec<CarriedTokens>, TokenStoreError> {
        let failed = |error: rusqlite::Error| TokenStoreError::new(error.to_string());
        if !sql.table_exists(None, "bkash_token").map_err(failed)? {
            return Ok(Vec::new());
        }
        let accounts = rows::accounts(sql).map_err(failed)?;
        let carried = |account: String| {
            let record = rows::load(sql, &account)
                .map_err(failed)?
                .later_by(later_by_ms)
                .render()?;
            Ok(CarriedTokens { account, record })
        };
        accounts.into_iter().map(carried).collect()
    }
}

impl WrittenRecord {
    fn later_by(mut self, ms: i64) -> Self {
        if let Some(tokens) = &mut self.tokens {
            tokens.issued_at_ms += ms;
            tokens.expires_at_ms += ms;
            tokens.refresh_issued_at_ms += ms;
        }
        if let Some(lease) = &mut self.lease {
            lease.ends_at_ms += ms;
        }
        for at_ms in &mut self.calls_at_ms {
            *at_ms += ms;
        }
        self
    }
}

impl fmt::Debug for CarriedTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CarriedTokens")
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::written::{WrittenLease, WrittenTokens};

    #[test]
    fn every_time_moves_with_the_clock_and_nothing_else_does() {
        let record = |by: i64| WrittenRecord {
            version: 3,
            tokens: Some(WrittenTokens {
                id_token: "sealed:v1:id".to_owned(),
                issued_at_ms: 1_000 + by,
                expires_at_ms: 2_000 + by,
                refresh_token: Some("sealed:v1:refresh".to_owned()),
                refresh_issued_at_ms: 500 + by,
            }),
            calls_at_ms: vec![900 + by, 950 + by],
            lease: Some(WrittenLease {
                id: 7,
                ends_at_ms: 1_500 + by,
            }),
            last_lease_id: 7,
        };
        assert_eq!(
            record(0).later_by(-40).render().unwrap(),
            record(-40).render().unwrap()
        );
    }

    #[test]
    fn a_file_that_never_kept_a_token_has_nothing_to_carry() {
        let sql = Connection::open_in_memory().unwrap();
        assert!(SqliteTokenStore::carried(&sql, 0).unwrap().is_empty());
    }
}
