//! What tells whether two databases hold the same rows.

use super::cell::Cell;
use crate::digest::sha256;

/// How many rows there are, and a sum over their digests: the order of the rows does not matter, every byte does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fingerprint {
    pub(super) rows: u64,
    sum: [u128; 2],
}

impl Fingerprint {
    pub(super) fn add(&mut self, row: &[Cell]) {
        let mut bytes = Vec::new();
        for cell in row {
            cell.write_to(&mut bytes);
        }
        let digest = sha256(&bytes);
        let (halves, _) = digest.as_chunks::<16>();
        self.rows += 1;
        for (sum, half) in self.sum.iter_mut().zip(halves) {
            *sum = sum.wrapping_add(u128::from_be_bytes(*half));
        }
    }

    /// One for several tables, in their order.
    pub(super) fn of_all(tables: &[Self]) -> [u8; 32] {
        let mut bytes = Vec::new();
        for table in tables {
            bytes.extend(table.rows.to_be_bytes());
            bytes.extend(table.sum.iter().flat_map(|half| half.to_be_bytes()));
        }
        sha256(&bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[&[Cell]]) -> Fingerprint {
        let mut print = Fingerprint::default();
        rows.iter().for_each(|row| print.add(row));
        print
    }

    #[test]
    fn the_order_of_the_rows_does_not_matter_and_every_value_does() {
        let text = |text: &str| Cell::Text(text.to_owned());
        let (one, two) = ([text("a"), text("bc")], [text("d"), Cell::Null]);
        assert_eq!(of(&[&one, &two]), of(&[&two, &one]));
        for other in [
            of(&[&one]),
            of(&[&one, &one]),
            of(&[&[text("ab"), text("c")], &two]),
            of(&[&one, &[text("d"), text("")]]),
        ] {
            assert_ne!(of(&[&one, &two]), other);
        }
    }
}
