//! `bkash accept --proxy`: a person shows the shop, with the real gateway.

use std::path::Path;

use bkash_acceptance::Language;
use bkash_acceptance::proxy::{Proxy, ProxyError, Upstream, UpstreamError};
use bkash_acceptance::watch::Gateway;
use url::Url;

use super::live::{self, Source};
use super::options::Options;
use super::wanted::Wanted;
use super::{address, ending};
use crate::exit::{Exit, Failure};
use crate::output::{Style, talk};
use crate::signal::Wishes;

pub async fn run(
    gateway: &Url,
    authority: Option<&Path>,
    options: &Options,
) -> Result<Exit, Failure> {
    let wishes = Wishes::listen();
    let wanted = Wanted::of(&options.only)?;
    ending::prepare(options)?;
    let authority = authority.map(read).transpose()?;
    let upstream =
        Upstream::new(gateway, authority.as_deref()).map_err(|error| no_gateway(&error))?;
    let origin = upstream.origin().to_owned();
    let proxy = Proxy::start(options.listen, upstream)
        .await
        .map_err(not_started)?;
    talk(welcome(
        &proxy.url(),
        &origin,
        options.lang,
        Style::stderr(),
    ));
    live::follow(
        wishes,
        Source::Proxy(proxy),
        Gateway::Real,
        &wanted,
        options,
    )
    .await
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(file).map_err(|error| {
        let file = file.display();
        Failure::new(Exit::Usage, format!("--proxy-authority: {file}: {error}"))
    })
}

fn no_gateway(error: &UpstreamError) -> Failure {
    let flag = match error {
        UpstreamError::Certificates(_) => "--proxy-authority",
        UpstreamError::Address(_) | UpstreamError::Client(_) => "--proxy",
    };
    Failure::new(Exit::Usage, format!("{flag}: {error}"))
}

fn not_started(error: ProxyError) -> Failure {
    match error {
        ProxyError::Listen(..) => address::not_opened(error),
        ProxyError::NotLoopback(_) => Failure::new(
            Exit::Usage,
            format!("--listen: {error}\n    remedy   listen on 127.0.0.1"),
        ),
    }
}

fn welcome(url: &str, gateway: &str, language: Language, style: Style) -> String {
    let around = match language {
        Language::English => format!(
            "Every call goes on to {gateway} with the shop's own credentials, and is recorded without its secrets."
        ),
        Language::Bangla => format!(
            "প্রতিটি কল দোকানের নিজের credential নিয়ে {gateway}-এ যায়, আর গোপন তথ্য বাদ দিয়ে লেখা থাকে।"
        ),
    };
    let urls = address::base_urls(url, language, style);
    let ending = style.dim(live::ENDING.in_language(language));
    format!("{urls}\n{around}\n{ending}\n")
}
