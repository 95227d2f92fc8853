//! Where the judge listens.

use std::fmt::Display;
use std::net::SocketAddr;

use bkash_acceptance::{Language, Words};

use crate::exit::{Exit, Failure};
use crate::output::{Style, talk};

/// The two base URLs of a gateway at this origin, for the shop's settings.
pub fn base_urls(origin: &str, language: Language, style: Style) -> String {
    let line = |path: &str| {
        let (ours, theirs) = (
            style.bold(&format!("{origin}{path}")),
            format!("{SANDBOX}{path}"),
        );
        match language {
            Language::English => format!("  {ours}  in place of {theirs}\n"),
            Language::Bangla => format!("  {ours}  ({theirs}-এর বদলে)\n"),
        }
    };
    let head = BASE_URL.in_language(language);
    let lines = ["/v1.2.0-beta", "/v2/tokenized-checkout"].map(line);
    format!("{head}\n{}", lines.concat())
}

const SANDBOX: &str = "https://tokenized.sandbox.bka.sh";
const BASE_URL: Words = Words {
    en: "The shop's base URL must be",
    bn: "দোকানের base URL হবে",
};

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
