//! What a person compares: rows, the books, and the payments of each status.

use std::collections::BTreeMap;

/// Rows and money under one name.
#[derive(Clone, Debug)]
pub(super) struct Sum {
    pub(super) account: i64,
    /// A book of the ledger, or a status.
    pub(super) of: String,
    pub(super) rows: i64,
    pub(super) poisha: i64,
}

/// Each database works its own out.
#[derive(Debug, Default)]
pub(super) struct Sums {
    pub(super) ledger: Vec<Sum>,
    pub(super) payments: Vec<Sum>,
}

/// One thing that was counted in both databases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// A table, a book of the ledger or a status of payments; with the merchant account's number if there are several.
    pub what: String,
    /// In the file.
    pub source: Amount,
    /// In PostgreSQL, once it was there.
    pub target: Amount,
}

/// Rows, and their sum where they have one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// How many.
    pub rows: u64,
    /// Debits positive.
    pub poisha: Option<i64>,
}

impl Compared {
    /// Whether both databases say the same.
    #[must_use]
    pub fn is_equal(&self) -> bool {
        self.source == self.target
    }
}

/// Line by line, with what only one of them has.
pub(super) fn compared(source: &Sums, target: &Sums) -> Vec<Compared> {
    let several = [source, target]
        .iter()
        .flat_map(|sums| sums.payments.iter().chain(&sums.ledger))
        .any(|sum| sum.account != 1);
    let mut lines = Vec::new();
    for (kind, source, target) in [
        ("ledger", &source.ledger, &target.ledger),
        ("payments", &source.payments, &target.payments),
    ] {
        let mut pairs: BTreeMap<(i64, &str), (Amount, Amount)> = BTreeMap::new();
        for sum in source {
            pairs.entry((sum.account, &sum.of)).or_default().0 = amount(sum);
        }
        for sum in target {
            pairs.entry((sum.account, &sum.of)).or_default().1 = amount(sum);
        }
        lines.extend(pairs.into_iter().map(|((account, of), (source, target))| {
            let of_account = if several {
                format!(" of account {account}")
            } else {
                String::new()
            };
            Compared {
                what: format!("{kind}: {of}{of_account}"),
                source,
                target,
            }
        }));
    }
    lines
}

fn amount(sum: &Sum) -> Amount {
    Amount {
        rows: sum.rows.unsigned_abs(),
        poisha: Some(sum.poisha),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(rows: i64, poisha: i64) -> Sums {
        let sales = Sum {
            account: 1,
            of: "sales".to_owned(),
            rows,
            poisha,
        };
        Sums {
            ledger: vec![sales],
            payments: Vec::new(),
        }
    }

    #[test]
    fn a_sum_that_one_of_them_lacks_or_has_otherwise_is_not_equal() {
        assert!(
            compared(&sums(2, -100), &sums(2, -100))
                .iter()
                .all(Compared::is_equal)
        );
        for other in [sums(2, -101), sums(1, -100), Sums::default()] {
            let lines = compared(&sums(2, -100), &other);
            assert!(!lines[0].is_equal(), "{lines:?}");
            assert_eq!(lines[0].what, "ledger: sales");
        }
    }
}
