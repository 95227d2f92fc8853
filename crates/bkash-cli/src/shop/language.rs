//! The two languages of the shop, and how each writes numbers.

use axum::extract::FromRequestParts;
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE};
use axum::http::request::Parts;
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use std::convert::Infallible;

use super::price::Price;
use super::words::{BANGLA, ENGLISH, Words};

/// The cookie that remembers the customer's choice.
pub const COOKIE_NAME: &str = "language";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    English,
    Bangla,
}

impl Language {
    /// The language's tag, as in `<html lang>` and in the cookie.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Bangla => "bn",
        }
    }

    pub fn from_tag(tag: &str) -> Option<Self> {
        [Self::English, Self::Bangla]
            .into_iter()
            .find(|language| language.tag() == tag)
    }

    pub const fn words(self) -> &'static Words {
        match self {
            Self::English => &ENGLISH,
            Self::Bangla => &BANGLA,
        }
    }

    /// Digits in the language's own script.
    pub fn digits(self, text: &str) -> String {
        match self {
            Self::English => text.to_owned(),
            Self::Bangla => text.chars().map(bangla_digit).collect(),
        }
    }

    pub fn count(self, number: usize) -> String {
        self.digits(&number.to_string())
    }

    /// A moment as a clock in Dhaka shows it; a text that is no RFC 3339 time stays as it is.
    pub fn time(self, rfc3339: &str) -> String {
        let Ok(at) = rfc3339.parse::<Timestamp>() else {
            return rfc3339.to_owned();
        };
        // Bangladesh keeps one offset all year.
        let at = at.to_zoned(TimeZone::fixed(Offset::constant(6)));
        match self {
            Self::English => at.strftime("%-d %B %Y, %H:%M").to_string(),
            Self::Bangla => {
                let month = usize::try_from(at.month()).unwrap_or(1);
                let month = BANGLA_MONTHS.get(month - 1).unwrap_or(&"");
                self.digits(&at.strftime(&format!("%-d {month} %Y, %H:%M")).to_string())
            }
        }
    }

    /// `৳1,450.00`
    pub fn price(self, price: Price) -> String {
        format!("৳{}", self.digits(&price.grouped()))
    }
}

const BANGLA_MONTHS: [&str; 12] = [
    "জানুয়ারি",
    "ফেব্রুয়ারি",
    "মার্চ",
    "এপ্রিল",
    "মে",
    "জুন",
    "জুলাই",
    "আগস্ট",
    "সেপ্টেম্বর",
    "অক্টোবর",
    "নভেম্বর",
    "ডিসেম্বর",
];

fn bangla_digit(ascii: char) -> char {
    ascii
        .to_digit(10)
        .and_then(|digit| char::from_u32('০' as u32 + digit))
        .unwrap_or(ascii)
}

/// The customer's choice, else what the browser asks for first.
impl<S: Sync> FromRequestParts<S> for Language {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let header = |name| {
            parts
                .headers
                .get(name)
                .and_then(|value| value.to_str().ok())
        };
        let chosen = header(COOKIE).and_then(|cookies| {
            cookies
                .split("; ")
                .filter_map(|cookie| cookie.split_once('='))
                .find(|(name, _)| *name == COOKIE_NAME)
                .and_then(|(_, tag)| Self::from_tag(tag))
        });
        let asked = || header(ACCEPT_LANGUAGE).filter(|tags| tags.starts_with("bn"));
        Ok(match (chosen, asked()) {
            (Some(language), _) => language,
            (None, Some(_)) => Self::Bangla,
            (None, None) => Self::English,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_shown_in_dhaka() {
        let at = "2026-11-22T20:05:09.123Z";
        assert_eq!(Language::English.time(at), "23 November 2026, 02:05");
        assert_eq!(Language::Bangla.time(at), "২৩ নভেম্বর ২০২৬, ০২:০৫");
    }

    #[test]
    fn bangla_prices_use_bangla_digits() {
        assert_eq!(
            Language::Bangla.price(Price::poisha(12_345_650)),
            "৳১,২৩,৪৫৬.৫০"
        );
        assert_eq!(
            Language::English.price(Price::poisha(12_345_650)),
            "৳1,23,456.50"
        );
    }
}
