//! The terminal itself: input that is not to be seen, and how much of it there is.

use std::io;

use secrecy::SecretString;

/// One line of the terminal at stdin, without showing it.
///
/// # Errors
/// If the terminal cannot be told to hide its input, or be read.
#[cfg(unix)]
pub fn hidden_line() -> io::Result<SecretString> {
    use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

    /// Shows input again, however the reading ends.
    struct Shown(Termios);

    impl Drop for Shown {
        fn drop(&mut self) {
            let _ = tcsetattr(io::stdin(), OptionalActions::Flush, &self.0);
        }
    }

    let shown = Shown(tcgetattr(io::stdin())?);
    let mut hidden = shown.0.clone();
    hidden.local_modes.remove(LocalModes::ECHO);
    tcsetattr(io::stdin(), OptionalActions::Flush, &hidden)?;
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    Ok(line.into())
}

/// # Errors
/// Always: this system's terminal would show it.
#[cfg(not(unix))]
pub fn hidden_line() -> io::Result<SecretString> {
    Err(io::Error::other(
        "a terminal would show the secret here; give it by a pipe or a file",
    ))
}

/// Lines and columns of the terminal at stderr; `None` if it does not say.
#[cfg(unix)]
pub fn size() -> Option<(usize, usize)> {
    let size = rustix::termios::tcgetwinsize(io::stderr()).ok()?;
    let (rows, columns) = (usize::from(size.ws_row), usize::from(size.ws_col));
    (rows > 0 && columns > 0).then_some((rows, columns))
}

/// Lines and columns of the terminal at stderr: unknown here.
#[cfg(not(unix))]
pub const fn size() -> Option<(usize, usize)> {
    None
}
