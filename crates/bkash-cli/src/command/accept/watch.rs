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

pub async fn run(options: &Options) -> Result<Exit, Failure> {
    let wanted = Wanted::of(&options.only)?;
    ending::prepare(options)?;
    let watched = Watched::start(options.listen)
        .await
        .map_err(address::not_opened)?;
    address::warn_of(options.listen);
    talk(welcome(watched.url(), options.lang, Style::stderr()));
    live::follow(
        Source::Simulator(watched),
        Gateway::Simulator,
        &wanted,
        options,
    )
    .await
}

fn welcome(url: &str, language: Language, style: Style) -> String {
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
    let ending = style.dim(live::ENDING.in_language(language));
    format!("{urls}\n{around}\n{ending}\n")
}
