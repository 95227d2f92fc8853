//! Texts inside Markdown.

/// What Markdown would read as its own, and HTML, which it lets through.
const SPECIAL: &[char] = &[
    '\\', '`', '*', '_', '{', '}', '[', ']', '<', '>', '#', '|', '~', '!', '&',
];

/// A text that stands for itself.
pub(crate) fn plain(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for found in text.chars() {
        match found {
            '<' => shown.push_str("&lt;"),
            '&' => shown.push_str("&amp;"),
            found => {
                if SPECIAL.contains(&found) {
                    shown.push('\\');
                }
                shown.push(found);
            }
        }
    }
    shown
}

/// In one line, between backticks enough for whatever is in it.
pub(crate) fn code(text: &str) -> String {
    let ticks = "`".repeat(longest_run(text) + 1);
    let blank = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{ticks}{blank}{text}{blank}{ticks}")
}

/// In lines of its own, with a fence that nothing in it can close.
pub(crate) fn block(language: &str, text: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    format!("{fence}{language}\n{text}\n{fence}")
}

fn longest_run(text: &str) -> usize {
    text.split(|found| found != '`')
        .map(str::len)
        .max()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_text_is_read_as_markdown() {
        assert_eq!(plain("<b>*a*|b"), "&lt;b\\>\\*a\\*\\|b");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(block("http", "a\n```\nb"), "````http\na\n```\nb\n````");
    }
}
