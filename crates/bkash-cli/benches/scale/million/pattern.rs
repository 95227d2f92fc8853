use std::fmt::Write;

use super::copies::Copy;

/// A text of a template, cut at what differs from copy to copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// The new form of one of the template's identifiers, by its place among them.
    Id(usize),
    /// So many milliseconds after the payment's creation.
    Time(i64),
}

/// Milliseconds since the epoch have so many digits, until the year 2286.
const TIME_DIGITS: usize = 13;
/// What is further away from the creation is no time of the payment's life.
const LIFE: i64 = 24 * 3600 * 1000;

impl Pattern {
    /// Finds the template's identifiers, and every time that may be one of its life.
    pub fn of(text: &str, ids: &[String], created_at: i64) -> Self {
        let mut pieces = Vec::new();
        let (mut rest, mut plain) = (text, String::new());
        while let Some(first) = rest.chars().next() {
            let id = ids.iter().position(|id| rest.starts_with(id.as_str()));
            let (piece, length) = match (id, time(rest)) {
                (Some(id), _) => (Piece::Id(id), ids[id].len()),
                (None, Some(at)) if (at - created_at).abs() < LIFE => {
                    (Piece::Time(at - created_at), TIME_DIGITS)
                }
                _ => {
                    plain.push(first);
                    rest = &rest[first.len_utf8()..];
                    continue;
                }
            };
            pieces.push(Piece::Text(std::mem::take(&mut plain)));
            pieces.push(piece);
            rest = &rest[length..];
        }
        pieces.push(Piece::Text(plain));
        Self(pieces)
    }

    /// Appends the copy's text.
    pub fn write(&self, copy: &Copy, to: &mut String) {
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => to.push_str(text),
                Piece::Id(id) => to.push_str(&copy.ids[*id]),
                Piece::Time(after) => {
                    // A String takes everything.
                    let _ = write!(to, "{}", copy.created_at + after);
                }
            }
        }
    }
}

fn time(text: &str) -> Option<i64> {
    let digits = text.get(..TIME_DIGITS)?;
    let all = digits.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| digits.parse().ok()).flatten()
}
