//! `bkash accept --shop`: payers at a shop, with nobody at the keyboard.

use std::path::Path;

use bkash_acceptance::play::{Run, Settings, Stopped};
use bkash_acceptance::record::Trouble;
use bkash_acceptance::shop::ShopFile;
use bkash_acceptance::{Language, Words};

use super::options::Options;
use super::progress::Teller;
use super::wanted::Wanted;
use super::{address, ending};
use crate::exit::{Exit, Failure};
use crate::output::{Style, foreign, talk};
use crate::signal::Wishes;

pub async fn run(file: &Path, options: &Options) -> Result<Exit, Failure> {
    let mut wishes = Wishes::listen();
    let shop = read(file)?;
    Wanted::of(&options.only)?;
    ending::prepare(options)?;
    let settings = Settings {
        shop,
        listen: options.listen,
        quick: options.quick,
        tls: options.tls(),
        only: options.only.clone(),
    };
    let run = Run::open(settings).await.map_err(|error| match error {
        Stopped::Simulator(error) => address::not_started(options, &error),
        other => stopped(&other),
    })?;
    address::warn_of(options);
    let style = Style::stderr();
    talk(address::base_urls(run.gateway_url(), options.lang, style));
    if run.tls_addr().is_some() {
        let (tls, authority) = (run.tls_addr(), run.authority_file());
        talk(address::fixed_host(tls, authority, options.lang, style).trim_start());
    }
    let mut teller = Teller::new(options.lang, style);
    let mut tell = |progress| teller.tell(progress);
    let report = tokio::select! {
        report = run.play(&mut tell) => report.map_err(|error| stopped(&error))?,
        () = wishes.next() => return Err(half_way(options.lang)),
    };
    teller.end();
    let exit = ending::tell(&report, options)?;
    // Last, so that it is not lost above a report that says nothing else.
    if let Some(trouble) = report.record.nobody_came() {
        talk(format_args!(
            "{} {}",
            style.red("error:"),
            told(trouble, options.lang)
        ));
    }
    Ok(exit)
}

/// # Errors
/// It cannot be used; every mistake is told with its line.
pub fn read(file: &Path) -> Result<ShopFile, Failure> {
    ShopFile::read(file)
        .map_err(|error| Failure::new(Exit::Usage, foreign_lines(&error.to_string())))
}

fn foreign_lines(text: &str) -> String {
    text.lines().map(foreign).collect::<Vec<_>>().join("\n")
}

fn stopped(error: &Stopped) -> Failure {
    Failure::new(Exit::NotPerformed, error.to_string())
}

/// Nothing half-way is told as if it were the whole.
fn half_way(language: Language) -> Failure {
    let words = Words {
        en: "stopped half-way: nothing was judged",
        bn: "মাঝপথে থামানো হয়েছে: কিছুই বিচার করা হয়নি",
    };
    Failure::new(Exit::Unanswered, words.in_language(language))
}

fn told(trouble: &Trouble, language: Language) -> String {
    let saw = foreign(trouble.saw.in_language(language));
    let advice = foreign(trouble.advice.in_language(language));
    format!("{saw}\n    remedy   {advice}")
}
