//! `bkash accept --watch`: a person shows the shop, against the simulator.

use bkash_acceptance::Language;
use bkash_acceptance::watch::{Gateway, Watched};

use super::live::{self, Source};
use super::options::Options;
use super::wanted::Wanted;
use super::{address, ending};
use crate::exit::{Exit, Failure};
use crate::output::{Style, talk};
use crate::sandbox::{OTP, PIN};
use crate::signal::Wishes;

pub async fn run(options: &Options) -> Result<Exit, Failure> {
    let wishes = Wishes::listen();
    let wanted = Wanted::of(&options.only)?;
    ending::prepare(options)?;
    let watched = Watched::start(options.listen, options.tls())
        .await
        .map_err(|error| address::not_started(options, &error))?;
    address::warn_of(options);
    talk(welcome(&watched, options.lang, Style::stderr()));
    live::follow(
        wishes,
        Source::Simulator(watched),
        Gateway::Simulator,
        &wanted,
        options,
    )
    .await
}

fn welcome(watched: &Watched, language: Language, style: Style) -> String {
    let url = watched.url();
    let inspector = format!("{url}/_simulator");
    let around = match language {
        Language::English => format!(
            "Any credentials do. PIN {PIN}, OTP {OTP}. Faults are set in the inspector: {inspector}"
        ),
        Language::Bangla => format!(
            "যেকোনো credential চলবে। PIN {PIN}, OTP {OTP}। ফল্ট দেওয়া যায় ইন্সপেক্টরে: {inspector}"
        ),
    };
    let urls = address::base_urls(url, language, style);
    let (tls, authority) = (watched.tls_addr(), watched.authority_file());
    let tls = address::fixed_host(tls, authority, language, style);
    let ending = style.dim(live::ENDING.in_language(language));
    format!("{urls}{tls}\n{around}\n{ending}\n")
}
