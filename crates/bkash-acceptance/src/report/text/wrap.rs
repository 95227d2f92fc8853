use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns of the widest line.
pub(super) const WIDTH: usize = 100;

/// Lines of at most `width` columns, broken at blanks where there are any.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        for piece in pieces(word, width) {
            let Some(line) = lines.last_mut() else {
                continue;
            };
            let blank = usize::from(!line.is_empty());
            if line.width() + blank + piece.width() > width {
                lines.push(piece);
            } else {
                line.push_str(&" ".repeat(blank));
                line.push_str(&piece);
            }
        }
    }
    lines
}

/// A word, or parts of one that is wider than a line.
fn pieces(word: &str, width: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut taken = 0;
    for found in word.chars() {
        let columns = found.width().unwrap_or(0);
        if taken + columns > width {
            pieces.push(String::new());
            taken = 0;
        }
        taken += columns;
        if let Some(piece) = pieces.last_mut() {
            piece.push(found);
        }
    }
    pieces
}

/// Filled up with blanks to so many columns.
pub(super) fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(text.width())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_it_may_be() {
        let long = "x".repeat(25);
        let text = format!("one two {long} three পেমেন্ট ব্যর্থ হয়েছে");
        let lines = wrapped(&text, 10);
        assert!(lines.iter().all(|line| line.width() <= 10), "{lines:?}");
        assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        assert_eq!(wrapped("", 10), [""]);
    }
}
