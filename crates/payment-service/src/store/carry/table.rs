//! What is carried, in an order in which every row finds those that it refers to.

/// A table that both databases have.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) columns: &'static [&'static str],
    /// Columns that the file has not, and what they are there.
    pub(super) derived: &'static [(&'static str, &'static str)],
    /// A moment on the database's clock at which something is to be done.
    pub(super) due: Option<&'static str>,
    /// Filled by the target's own counter from here on.
    pub(super) counted: Option<&'static str>,
}

const PLAIN: Table = Table {
    name: "",
    columns: &[],
    derived: &[],
    due: None,
    counted: None,
};

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "installation",
        columns: &["only_row", "gateway_origin", "app_key", "stamped_at"],
        ..PLAIN
    },
    Table {
        name: "accounts",
        columns: &["id", "gateway_origin", "app_key", "created_at"],
        counted: Some("id"),
        ..PLAIN
    },
    Table {
        name: "api_keys",
        columns: &["digest", "account", "created_at"],
        ..PLAIN
    },
    Table {
        name: "payments",
        columns: &[
            "id",
            "account",
            "version",
            "status",
            "merchant_invoice_number",
            "claims_invoice",
            "stands_in_the_way",
            "created_at",
            "due_at",
            "needs_attention",
            "record",
        ],
        due: Some("due_at"),
        ..PLAIN
    },
    Table {
        name: "refunds",
        columns: &[
            "id",
            "payment",
            "account",
            "version",
            "status",
            "is_open",
            "created_at",
            "due_at",
            "needs_attention",
            "record",
        ],
        due: Some("due_at"),
        ..PLAIN
    },
    Table {
        name: "gateway_transactions",
        columns: &["account", "trx_id", "payment", "refund"],
        ..PLAIN
    },
    Table {
        name: "ledger_entries",
        columns: &[
            "id", "account", "at", "movement", "debit", "credit", "poisha", "payment", "refund",
            "trx_id",
        ],
        counted: Some("id"),
        ..PLAIN
    },
    Table {
        name: "idempotency_keys",
        columns: &[
            "account",
            "route",
            "key",
            "fingerprint",
            "subject",
            "status",
            "body",
            "answered_at",
        ],
        ..PLAIN
    },
    Table {
        name: "deliveries",
        columns: &[
            "seq",
            "id",
            "account",
            "payment",
            "event_type",
            "body",
            "status",
            "attempts",
            "due_at",
            "created_at",
            "finished_at",
            "earlier_attempts",
            "ended_attempts",
            "attempted_at",
            "answered",
            "not_answered",
        ],
        derived: &[
            ("seq", "rowid"),
            (
                "account",
                "(SELECT account FROM payments WHERE payments.id = deliveries.payment)",
            ),
        ],
        due: Some("due_at"),
        counted: Some("seq"),
    },
    Table {
        name: "notifications",
        columns: &[
            "seq",
            "message_id",
            "account",
            "trx_id",
            "merchant_invoice_number",
            "poisha",
            "sale_poisha",
            "transaction_type",
            "sent_at",
            "received_at",
            "state",
            "reason",
            "payment",
            "attempts",
            "due_at",
            "settled_at",
        ],
        derived: &[("seq", "rowid")],
        due: Some("due_at"),
        counted: Some("seq"),
    },
    Table {
        name: "webhook_endpoint",
        columns: &[
            "only_row",
            "address",
            "failing_since",
            "last_failure_at",
            "disabled_at",
            "disabled_reason",
        ],
        ..PLAIN
    },
    Table {
        name: "evidence",
        columns: &["id", "payment", "refund", "call", "at", "status", "body"],
        counted: Some("id"),
        ..PLAIN
    },
];

/// The client's own table in PostgreSQL; in SQLite it has another shape.
pub(super) const TOKENS: &Table = &Table {
    name: "bkash_token",
    columns: &["account", "record"],
    ..PLAIN
};

impl Table {
    pub(super) fn columns(&self) -> String {
        self.columns.join(", ")
    }

    /// Its rows in SQLite.
    pub(super) fn select(&self) -> String {
        let expression = |column: &&'static str| {
            let derived = self.derived.iter().find(|(name, _)| name == column);
            derived.map_or(*column, |(_, expression)| *expression)
        };
        let columns: Vec<_> = self.columns.iter().map(expression).collect();
        format!("SELECT {} FROM {}", columns.join(", "), self.name)
    }

    /// Where among the columns `due` is.
    pub(super) fn due_index(&self) -> Option<usize> {
        self.columns
            .iter()
            .position(|column| Some(*column) == self.due)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use bkash_client::SystemClock;
    use rusqlite::Connection;

    use super::*;
    use crate::store::sqlite::{SqliteStore, WriteMode};

    /// A column that is not in the list would be lost in silence.
    #[test]
    fn every_column_of_the_file_is_carried() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.db");
        drop(SqliteStore::open(&path, Arc::new(SystemClock), WriteMode::Inline).unwrap());
        let sql = Connection::open(&path).unwrap();
        let there: BTreeSet<String> = sql
            .prepare(
                "SELECT tables.name || '.' || columns.name
                 FROM sqlite_schema tables, pragma_table_info(tables.name) columns
                 WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite%'
                    AND tables.name <> 'migrations'",
            )
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let is_there = |table: &Table, column: &str| {
            !table.derived.iter().any(|(derived, _)| *derived == column)
        };
        let carried: BTreeSet<String> = TABLES
            .iter()
            .flat_map(|table| table.columns.iter().map(move |column| (table, *column)))
            .filter(|(table, column)| is_there(table, column))
            .map(|(table, column)| format!("{}.{column}", table.name))
            .collect();
        assert_eq!(carried, there);
    }
}
