//! Texts of others, made fit for a terminal, a table and a page.

/// One line of at most `longest` characters, without anything that a terminal obeys or that turns the text around it.
pub(crate) fn line(text: &str, longest: usize) -> String {
    let shown: String = text.chars().map(harmless).collect();
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    cut(shown, longest)
}

/// The same, its line breaks kept.
pub(crate) fn block(text: &str, longest: usize) -> String {
    let keep = |found| match found {
        '\n' => '\n',
        '\t' => ' ',
        other => harmless(other),
    };
    let shown: String = text.replace("\r\n", "\n").chars().map(keep).collect();
    cut(shown, longest)
}

fn harmless(found: char) -> char {
    match found {
        found if found.is_whitespace() => ' ',
        found if found.is_control() || turns(found) || is_no_character(found) => '\u{fffd}',
        found => found,
    }
}

/// Marks that change the direction of what follows, beyond the text that they stand in.
const fn turns(found: char) -> bool {
    matches!(found, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What XML has no place for.
const fn is_no_character(found: char) -> bool {
    matches!(found, '\u{fffe}' | '\u{ffff}' | '\u{fdd0}'..='\u{fdef}')
}

fn cut(text: String, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_is_left() {
        assert_eq!(
            line("a\x1b[31mb\r\nc\u{9b}d\u{202e}e", 99),
            "a\u{fffd}[31mb c\u{fffd}d\u{fffd}e"
        );
        assert_eq!(block("a\r\n\tb\u{7}", 99), "a\n b\u{fffd}");
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(line("পেমেন্ট ব্যর্থ", 4), "পেমে…");
        assert_eq!(line("four", 4), "four");
    }
}
