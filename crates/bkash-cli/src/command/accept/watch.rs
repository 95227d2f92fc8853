//! `bkash accept --watch`: a person shows the shop, against the simulator.

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
    talk(welcome(watched.url(), Style::stderr()));
    live::follow(
        Source::Simulator(watched),
        Gateway::Simulator,
        &wanted,
        options,
    )
    .await
}

fn welcome(url: &str, style: Style) -> String {
    [
        address::base_urls(url, style),
        format!("\nAny credentials do. PIN {PIN}, OTP {OTP}. Faults are set in the inspector: {url}/_simulator\n"),
        style.dim("Press ctrl-c for the report.\n"),
    ]
    .concat()
}
