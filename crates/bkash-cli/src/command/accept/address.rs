//! Where the judge listens.

use std::fmt::Display;
use std::net::SocketAddr;

use crate::exit::{Exit, Failure};
use crate::output::{Style, talk};

/// The two base URLs of a gateway at this origin, for the shop's settings.
pub fn base_urls(origin: &str, style: Style) -> String {
    let line =
        |path: &str, of: &str| format!("  {}  {of}\n", style.bold(&format!("{origin}{path}")));
    [
        "The shop's base URL must be\n".to_owned(),
        line(
            "/v1.2.0-beta",
            "in place of https://tokenized.sandbox.bka.sh/v1.2.0-beta",
        ),
        line(
            "/v2/tokenized-checkout",
            "in place of https://tokenized.sandbox.bka.sh/v2/tokenized-checkout",
        ),
    ]
    .concat()
}

/// A simulator that others can reach is theirs to control.
pub fn warn_of(address: SocketAddr) {
    if !address.ip().is_loopback() {
        let warning = Style::stderr().yellow("warning:");
        talk(format_args!(
            "{warning} anyone who reaches {address} controls this gateway\n"
        ));
    }
}

/// The judge's own port cannot be opened: a matter of the command line.
pub fn not_opened(error: impl Display) -> Failure {
    Failure::new(
        Exit::Usage,
        format!(
            "--listen: {error}\n    remedy   end what listens there, or name another --listen and give the shop that base URL"
        ),
    )
}
