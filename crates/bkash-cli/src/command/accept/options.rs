use std::net::SocketAddr;
use std::path::PathBuf;

use bkash_acceptance::{Format, Language};
use clap::builder::{PossibleValuesParser, TypedValueParser};

/// What is judged, and how it is told.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub struct Options {
    /// Let the shop call the gateway here; its base URL is this origin with bKash's own path.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8600")]
    pub listen: SocketAddr,
    /// Listen here as well under the gateway's own names, with TLS and as a proxy to them.
    ///
    /// For a shop whose host cannot be set. HTTPS_PROXY names this address, or the hosts file the names. Played at, such
    /// a shop is also shown a certificate that nobody vouches for.
    #[arg(
        long,
        value_name = "ADDRESS",
        requires = "tls_dir",
        conflicts_with = "proxy"
    )]
    tls: Option<SocketAddr>,
    /// Keep the test authority that such a shop is to trust in this folder; it is made there once.
    #[arg(
        long,
        value_name = "FOLDER",
        requires = "tls",
        conflicts_with = "proxy"
    )]
    tls_dir: Option<PathBuf>,
    /// Leave out the cases in which a call hangs for half a minute.
    #[arg(long)]
    pub quick: bool,
    /// Judge this case, such as callback/2, or this group, such as callback; may be repeated.
    #[arg(long, value_name = "CASE|GROUP")]
    pub only: Vec<String>,
    /// Write the report so.
    #[arg(long, value_name = "FORMAT", default_value = Format::Text.name(), value_parser = format())]
    pub format: Format,
    /// Write the report to this file in place of stdout.
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Write the requests and responses that the portal's sandbox validation asks for into this folder.
    #[arg(long, value_name = "FOLDER")]
    pub evidence: Option<PathBuf>,
    /// Tell it in English or in Bangla.
    #[arg(long, value_name = "LANGUAGE", default_value = LANGUAGES[0].0, value_parser = language())]
    pub lang: Language,
}

impl Options {
    pub fn tls(&self) -> Option<(SocketAddr, PathBuf)> {
        self.tls.zip(self.tls_dir.clone())
    }
}

const LANGUAGES: [(&str, Language); 2] = [("en", Language::English), ("bn", Language::Bangla)];

fn format() -> impl TypedValueParser<Value = Format> {
    let names = PossibleValuesParser::new(Format::ALL.map(Format::name));
    names.map(|name| {
        let named = Format::ALL.into_iter().find(|format| format.name() == name);
        named.unwrap_or(Format::Text)
    })
}

fn language() -> impl TypedValueParser<Value = Language> {
    let names = PossibleValuesParser::new(LANGUAGES.map(|(name, _)| name));
    names.map(|name| {
        let named = LANGUAGES.into_iter().find(|(known, _)| *known == name);
        named.map_or(Language::English, |(_, language)| language)
    })
}
