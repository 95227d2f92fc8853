//! Texts of others, made fit for a terminal.

/// Without control characters: the gateway's words must not move the cursor, colour the screen or begin
/// a line that looks like ours.
#[must_use]
pub fn foreign(text: &str) -> String {
    text.replace(char::is_control, "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_is_left() {
        let shown = foreign("a\x1b[31mb\r\nc\u{9b}d \u{9b0}");
        assert_eq!(shown, "a\u{fffd}[31mb\u{fffd}\u{fffd}c\u{fffd}d \u{9b0}");
    }
}
