//! "Did you mean": the known name nearest to a misspelt one.

/// The nearest of `known`, if it is near enough to be what was meant.
pub(super) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|name| (distance(word, name), name))
        .filter(|(distance, name)| *distance <= (name.len() / 3).max(1))
        .min()
        .map(|(_, name)| name)
}

/// Levenshtein's distance in bytes: keys are ASCII.
fn distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.bytes().enumerate() {
        let mut corner = i;
        let mut left = i + 1;
        for (j, b) in to.bytes().enumerate() {
            let above = row[j + 1];
            let best = (corner + usize::from(a != b)).min(left + 1).min(above + 1);
            row[j] = left;
            (corner, left) = (above, best);
        }
        if let Some(last) = row.last_mut() {
            *last = left;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_counts_single_edits() {
        for (from, to, edits) in [
            ("", "", 0),
            ("a", "", 1),
            ("", "abc", 3),
            ("kitten", "sitting", 3),
            ("ab", "ba", 2),
        ] {
            assert_eq!(distance(from, to), edits, "{from} {to}");
        }
    }

    #[test]
    fn a_slip_is_recognised_and_a_stranger_is_not() {
        let known = ["gateway_url", "app_key", "listen"];
        assert_eq!(
            nearest("gatway_url", known.into_iter()),
            Some("gateway_url")
        );
        assert_eq!(nearest("appkey", known.into_iter()), Some("app_key"));
        assert_eq!(nearest("colour", known.into_iter()), None);
    }
}
