//! Colour, where a person looks at a terminal that has it.

use std::io::IsTerminal;

/// Paints text, or leaves it as it is.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    colour: bool,
}

impl Style {
    /// For text that goes to stdout.
    #[must_use]
    pub fn stdout() -> Self {
        Self::when(std::io::stdout().is_terminal())
    }

    /// For text that goes to stderr.
    #[must_use]
    pub fn stderr() -> Self {
        Self::when(std::io::stderr().is_terminal())
    }

    /// Never any colour.
    #[cfg(test)]
    #[must_use]
    pub const fn plain() -> Self {
        Self { colour: false }
    }

    /// Colour needs a terminal, no `NO_COLOR` (any value but the empty one, no-color.org), and a
    /// `TERM` other than `dumb`.
    fn when(terminal: bool) -> Self {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self {
            colour: terminal && !set("NO_COLOR") && !dumb,
        }
    }

    /// Whether anything is painted.
    #[must_use]
    pub const fn has_colour(self) -> bool {
        self.colour
    }

    /// A heading, or a name that matters.
    #[must_use]
    pub fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    /// What may be skipped.
    #[must_use]
    pub fn dim(self, text: &str) -> String {
        self.paint("2", text)
    }

    /// Something is wrong.
    #[must_use]
    pub fn red(self, text: &str) -> String {
        self.paint("1;31", text)
    }

    /// Something needs care.
    #[must_use]
    pub fn yellow(self, text: &str) -> String {
        self.paint("1;33", text)
    }

    /// Something went well.
    #[must_use]
    pub fn green(self, text: &str) -> String {
        self.paint("1;32", text)
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.colour {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}
