//! The two streams. A reader that went away (`| head`) is not a failure.

use std::fmt::Display;
use std::io::Write;

/// One line, or several, of data for stdout.
pub fn data(text: impl Display) {
    let mut stdout = std::io::stdout().lock();
    let _gone = writeln!(stdout, "{text}").and_then(|()| stdout.flush());
}

/// One line, or several, for a person on stderr.
pub fn talk(text: impl Display) {
    let _gone = writeln!(std::io::stderr().lock(), "{text}");
}
