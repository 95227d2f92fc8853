//! When, how long and how it was played: what stands at the top of every report.

use jiff::{Timestamp, tz};

use super::phrases::Phrases;
use super::{Report, foreign};
use crate::record::Pace;
use crate::words::{Language, Said};

const LONGEST_NAME: usize = 80;

impl Report {
    /// The shop's name, fit to be shown.
    pub(crate) fn shop_name(&self, language: Language) -> String {
        shop_name(&self.record.shop.name, language)
    }

    /// `Will bKash accept SHOP?`
    pub(crate) fn question(&self, language: Language) -> String {
        let shop = self.shop_name(language);
        let question = Said::new(
            format!("Will bKash accept {shop}?"),
            format!("বিকাশ কি {shop} গ্রহণ করবে?"),
        );
        question.in_language(language).to_owned()
    }

    /// Kind of run, its moment and length.
    pub(crate) fn circumstances(&self, language: Language) -> Vec<String> {
        let phrases = Phrases::of(language);
        let kind = match (self.record.played.is_empty(), self.record.quick) {
            (true, _) => phrases.watched,
            (false, true) => phrases.quick_run,
            (false, false) => phrases.full_run,
        };
        let mut told = vec![
            kind.to_owned(),
            format!("{} ({})", dhaka(self.began_at), phrases.dhaka),
            self.length(language),
        ];
        match self.record.pace {
            Some(Pace::Together) => told.push(phrases.together.to_owned()),
            Some(Pace::OneByOne) => told.push(phrases.one_by_one.to_owned()),
            None => {}
        }
        told
    }

    fn length(&self, language: Language) -> String {
        let seconds = self.took.as_secs().max(0);
        let (minutes, rest) = (seconds / 60, seconds % 60);
        let text = match minutes {
            0 => Said::new(format!("{rest} s"), format!("{rest} সেকেন্ড")),
            _ => Said::new(
                format!("{minutes} min {rest} s"),
                format!("{minutes} মিনিট {rest} সেকেন্ড"),
            ),
        };
        text.in_language(language).to_owned()
    }
}

/// The name, fit to be shown, or what is said in its place.
pub(crate) fn shop_name(name: &str, language: Language) -> String {
    let name = foreign::line(name, LONGEST_NAME);
    match name.is_empty() {
        true => Phrases::of(language).shop_without_name.to_owned(),
        false => name,
    }
}

/// Wall-clock time where the shops are.
fn dhaka(at: Timestamp) -> String {
    let zone = tz::TimeZone::fixed(tz::offset(6));
    at.to_zoned(zone).strftime("%Y-%m-%d %H:%M").to_string()
}
