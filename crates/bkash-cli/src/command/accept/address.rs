//! Where the judge listens.

use std::fmt::Display;
use std::io;
use std::net::SocketAddr;
use std::path::Path;

use bkash_acceptance::{Language, Words};

use super::options::Options;
use crate::exit::{Exit, Failure};
use crate::fixed_host;
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

/// What the environment of a shop whose host is fixed must hold; nothing without --tls.
pub fn fixed_host(
    tls: Option<SocketAddr>,
    authority: Option<&Path>,
    language: Language,
    style: Style,
) -> String {
    fixed_host::told(FIXED_HOST.in_language(language), tls, authority, style)
}

const FIXED_HOST: Words = Words {
    en: "For a shop whose host is fixed",
    bn: "যে দোকানের হোস্ট বদলানো যায় না, তার জন্য",
};

/// A simulator that others can reach is theirs to control.
pub fn warn_of(options: &Options) {
    let tls = options.tls().map(|(address, _)| address);
    let addresses = [Some(options.listen), tls].into_iter().flatten();
    for address in addresses.filter(|address| !address.ip().is_loopback()) {
        let warning = Style::stderr().yellow("warning:");
        talk(format_args!(
            "{warning} anyone who reaches {address} controls this gateway\n"
        ));
    }
}

/// A port of its simulator cannot be opened, or the folder of --tls-dir is not usable.
pub fn not_started(options: &Options, error: &io::Error) -> Failure {
    if options.tls().is_none() {
        return not_opened(error);
    }
    let remedy = "end what listens there, or name another --listen, --tls or --tls-dir";
    Failure::new(Exit::Usage, format!("{error}\n    remedy   {remedy}"))
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
