//! One spelling for texts that look the same.

/// Lower case, straight apostrophes, Bangla letters in their parts, no invisible characters.
pub(super) fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' | '\u{ad}' => {}
            '\u{2018}' | '\u{2019}' | '\u{02bc}' | '`' => out.push('\''),
            '\u{a0}' | '\u{202f}' => out.push(' '),
            '\u{09dc}' => out.push_str("\u{09a1}\u{09bc}"),
            '\u{09dd}' => out.push_str("\u{09a2}\u{09bc}"),
            '\u{09df}' => out.push_str("\u{09af}\u{09bc}"),
            '\u{09cb}' => out.push_str("\u{09c7}\u{09be}"),
            '\u{09cc}' => out.push_str("\u{09c7}\u{09d7}"),
            char => out.extend(char.to_lowercase()),
        }
    }
    out
}

/// The text with everything that carries digits taken for the same, as order numbers and amounts are.
pub(super) fn without_numbers(text: &str) -> String {
    let word = |word: &str| match word.chars().any(char::is_numeric) {
        true => "#".to_owned(),
        false => word.to_owned(),
    };
    let words: Vec<_> = normal(text).split_whitespace().map(word).collect();
    words.join(" ")
}

/// Words of this length are no words: tokens and keys are.
const LONG_WORD: usize = 40;
const KEPT: usize = 6;

/// The text with the rest of every such word cut off.
pub(crate) fn without_long_words(text: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '+' | '=');
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_part) {
        let (before, tail) = rest.split_at(start);
        let end = tail.find(|c| !is_part(c)).unwrap_or(tail.len());
        let (word, after) = tail.split_at(end);
        out.push_str(before);
        match word.get(..KEPT).filter(|_| word.len() >= LONG_WORD) {
            Some(kept) => out.extend([kept, "..."]),
            None => out.push_str(word),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Letters and their marks, without digits and the sign of the taka.
pub(super) const fn is_bangla(char: char) -> bool {
    matches!(char, '\u{0980}'..='\u{09e5}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_of_a_bangla_letter_are_one() {
        assert_eq!(normal("হ\u{09df}নি"), normal("হ\u{09af}\u{09bc}নি"));
        assert_eq!(normal("হ\u{09cb}ক"), normal("হ\u{09c7}\u{09be}ক"));
    }

    #[test]
    fn of_a_token_only_the_beginning_is_kept() {
        let token = "eyJhbGci.".repeat(10);
        assert_eq!(
            without_long_words(&format!("টোকেন: {token}!")),
            "টোকেন: eyJhbG...!"
        );
        let plain =
            "Paid on 2026-01-31 at http://127.0.0.1:8000/orders/thank-you-for-your-order/12";
        assert_eq!(without_long_words(plain), plain);
    }

    #[test]
    fn numbers_do_not_make_another_text() {
        assert_eq!(
            without_numbers("Order A12: ৳5.00 paid"),
            without_numbers("order b7: ৳6.00  PAID")
        );
    }
}
