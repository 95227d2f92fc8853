//! The checklist while a person shows the shop, and the report when they stop.

use std::time::Duration;

use bkash_acceptance::proxy::Proxy;
use bkash_acceptance::watch::{Checklist, Gateway, Traffic, Watched};
use bkash_acceptance::{Language, Report, Said, Words, judge};
use jiff::Timestamp;

use super::ending;
use super::options::Options;
use super::screen::Screen;
use super::wanted::Wanted;
use crate::exit::{Exit, Failure};
use crate::output::{Style, foreign};
use crate::signal::Wishes;

/// Between two looks: what a person does is seen at once.
const PAUSE: Duration = Duration::from_millis(250);

/// How a person is done.
pub const ENDING: Words = Words {
    en: "Press ctrl-c for the report.",
    bn: "রিপোর্টের জন্য ctrl-c চাপুন।",
};

/// Where the traffic comes from.
#[derive(Debug)]
pub enum Source {
    Simulator(Watched),
    Proxy(Proxy),
}

/// `wishes` from before anything was said: whoever reads that may press ctrl-c.
pub async fn follow(
    mut wishes: Wishes,
    mut source: Source,
    gateway: Gateway,
    wanted: &Wanted,
    options: &Options,
) -> Result<Exit, Failure> {
    let began_at = Timestamp::now();
    let mut screen = Screen::new(options.lang);
    let mut told = Told::nothing(options.lang);
    let mut revision = None;
    loop {
        let seen = source.revision().await?;
        if revision != Some(seen) {
            revision = Some(seen);
            let traffic = source.traffic();
            told.tell(&source, &traffic, &mut screen);
            let verdicts = judge(&traffic.into_record(NAME));
            let wanted: Vec<_> = { verdicts.into_iter() }
                .filter(|verdict| wanted.has(verdict.id))
                .collect();
            screen.show(Checklist::of(&wanted, gateway));
        }
        tokio::select! {
            () = wishes.next() => break,
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
    // What came since the last look belongs to the report.
    source.revision().await?;
    let record = source.traffic().into_record(NAME);
    source.stop().await;
    let took = Timestamp::now().duration_since(began_at);
    let report = Report::of(record, began_at, took, |id| wanted.has(id));
    ending::tell(&report, options)
}

/// A watched shop has no file that names it; reports have words for that.
const NAME: &str = "";

impl Source {
    /// Changes with every exchange.
    async fn revision(&mut self) -> Result<u64, Failure> {
        match self {
            Self::Proxy(proxy) => Ok(proxy.revision()),
            Self::Simulator(watched) => watched
                .look()
                .await
                .map_err(|error| Failure::new(Exit::NotPerformed, error.to_string())),
        }
    }

    fn traffic(&self) -> Traffic {
        match self {
            Self::Proxy(proxy) => proxy.traffic(),
            Self::Simulator(watched) => watched.traffic(),
        }
    }

    async fn stop(self) {
        if let Self::Simulator(watched) = self {
            watched.shutdown().await;
        }
    }
}

/// What was said beside the checklist, so that it is said once.
struct Told {
    language: Language,
    others: Vec<String>,
    astray: Option<String>,
    trouble: Option<String>,
}

impl Told {
    const fn nothing(language: Language) -> Self {
        Self {
            language,
            others: Vec::new(),
            astray: None,
            trouble: None,
        }
    }

    fn tell(&mut self, source: &Source, traffic: &Traffic, screen: &mut Screen) {
        let warning = Style::stderr().yellow("warning:");
        let mut warn = |en: String, bn: String| {
            let said = Said::new(en, bn);
            screen.note(&format!("{warning} {}", said.in_language(self.language)));
        };
        if self.others != traffic.others {
            self.others.clone_from(&traffic.others);
            let ours = foreign(traffic.app_key.as_deref().unwrap_or_default());
            let others = foreign(&traffic.others.join(", "));
            warn(
                format!("several app keys were seen; {ours} is judged, {others} not"),
                format!("একাধিক app key দেখা গেছে; বিচার হচ্ছে {ours}-এর, {others}-এর নয়"),
            );
        }
        if self.astray != traffic.astray {
            self.astray.clone_from(&traffic.astray);
            let address = foreign(traffic.astray.as_deref().unwrap_or_default());
            warn(
                format!(
                    "{address} is no call of bKash's: compare the shop's base URL with the one above"
                ),
                format!("{address} বিকাশের কোনো কল নয়: দোকানের base URL উপরেরটির সঙ্গে মেলান"),
            );
        }
        let Source::Proxy(proxy) = source else { return };
        let trouble = proxy.trouble();
        if let Some(why) = trouble.as_deref().filter(|_| self.trouble != trouble) {
            let why = foreign(why);
            warn(
                format!("the gateway did not answer {why}"),
                format!("গেটওয়ে উত্তর দেয়নি: {why}"),
            );
        }
        self.trouble = trouble;
    }
}
