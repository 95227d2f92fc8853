//! Prices as whole poisha; decimal text only where it is sent or shown.

use std::fmt;
use std::iter::Sum;
use std::str::FromStr;

/// Poisha, 1/100 taka.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Price(u64);

/// The text is not an amount above zero with at most two decimals and nine digits before them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAPrice;

impl Price {
    pub const fn poisha(poisha: u64) -> Self {
        Self(poisha)
    }

    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// What is left when `other` is taken away, never below nothing.
    pub const fn less(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// `1,23,456.50`: the last three digits, then pairs, as prices are written in Bangladesh.
    pub fn grouped(self) -> String {
        let taka = (self.0 / 100).to_string();
        let (head, last) = taka.split_at(taka.len().saturating_sub(3));
        let mut out = String::new();
        for (at, digit) in head.char_indices() {
            out.push(digit);
            if (head.len() - at) % 2 == 1 {
                out.push(',');
            }
        }
        format!("{out}{last}.{:02}", self.0 % 100)
    }
}

impl Sum for Price {
    fn sum<I: Iterator<Item = Self>>(prices: I) -> Self {
        Self(prices.map(|price| price.0).sum())
    }
}

/// The form that is sent: `1450.00`.
impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

impl FromStr for Price {
    type Err = NotAPrice;

    fn from_str(text: &str) -> Result<Self, NotAPrice> {
        let (taka, poisha) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let fits = (1..=9).contains(&taka.len()) && (1..=2).contains(&poisha.len());
        if !fits || !digits(taka) || !digits(poisha) {
            return Err(NotAPrice);
        }
        let number = |part: &str| part.parse::<u64>().map_err(|_| NotAPrice);
        let tens = if poisha.len() == 1 { 10 } else { 1 };
        match number(taka)? * 100 + number(poisha)? * tens {
            0 => Err(NotAPrice),
            poisha => Ok(Self(poisha)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_read_exactly_and_nothing_else_is() {
        for (text, poisha) in [("1", 100), ("1.5", 150), ("0.01", 1), ("1450.00", 145_000)] {
            assert_eq!(text.parse(), Ok(Price(poisha)), "{text}");
        }
        for text in [
            "",
            "0",
            "0.00",
            ".5",
            "1.",
            "-1",
            "+1",
            "1e3",
            "1.234",
            "1,450",
            "১",
            " 1",
            "1234567890",
        ] {
            assert_eq!(text.parse::<Price>(), Err(NotAPrice), "{text:?}");
        }
    }

    #[test]
    fn large_prices_are_grouped_in_thousands_then_pairs() {
        for (poisha, shown) in [
            (5, "0.05"),
            (65_050, "650.50"),
            (145_000, "1,450.00"),
            (1_234_500, "12,345.00"),
            (12_345_600, "1,23,456.00"),
            (1_234_567_800, "1,23,45,678.00"),
        ] {
            assert_eq!(Price(poisha).grouped(), shown);
        }
    }
}
