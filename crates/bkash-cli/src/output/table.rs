//! Lists of things, as columns.

use comfy_table::presets::NOTHING;
use comfy_table::{Attribute, Cell, ContentArrangement, Table};

use super::{Style, foreign};

/// Columns under their headings, no lines around them, so that other programs can cut them too.
#[must_use]
pub fn table(headings: &[&str], rows: &[Vec<String>], style: Style) -> String {
    let mut table = Table::new();
    table
        .load_style(NOTHING)
        .set_content_arrangement(ContentArrangement::Disabled);
    if style.has_colour() {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    let heading = |text: &&str| Cell::new(text).add_attribute(Attribute::Bold);
    table.set_header(headings.iter().map(heading));
    let cells = |row: &Vec<String>| row.iter().map(|cell| foreign(cell)).collect::<Vec<_>>();
    table.add_rows(rows.iter().map(cells));
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    table
        .lines()
        .map(|line| line.trim_end().to_owned())
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let rows = [
            vec!["A".to_owned(), "10.00".to_owned()],
            vec!["BCD".to_owned(), String::new()],
        ];
        assert_eq!(
            table(&["TRX", "AMOUNT"], &rows, Style::plain()),
            "TRX  AMOUNT\nA    10.00\nBCD"
        );
    }
}
