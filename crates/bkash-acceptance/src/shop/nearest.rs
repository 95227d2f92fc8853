//! "Did you mean": the known name nearest to a misspelt one.

/// The nearest of `known`, if it is near enough to be what was meant.
pub(super) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|name| (strsim::levenshtein(word, name), name))
        .filter(|(distance, name)| *distance <= (name.len() / 3).max(1))
        .min()
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

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
