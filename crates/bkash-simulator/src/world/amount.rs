use std::fmt;
use std::ops::{Add, AddAssign, Sub, SubAssign};

/// Money in poisha, a hundredth of a taka.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Amount(i64);

/// Twelve digits of taka: sums of many payments stay far inside an `i64` of poisha.
const LONGEST_TAKA: usize = 12;

impl Amount {
    pub(crate) const ZERO: Self = Self(0);

    pub(crate) const fn from_poisha(poisha: i64) -> Self {
        Self(poisha)
    }

    /// Reads the wire's decimal text: digits, at most two decimals, no sign, above zero.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (taka, fraction) = match text.split_once('.') {
            Some((taka, fraction)) if (1..=2).contains(&fraction.len()) => (taka, fraction),
            Some(_) => return None,
            None => (text, ""),
        };
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if taka.is_empty() || taka.len() > LONGEST_TAKA || !digits(taka) || !digits(fraction) {
            return None;
        }
        let poisha: i64 = match fraction.len() {
            0 => 0,
            1 => fraction.parse::<i64>().ok()? * 10,
            _ => fraction.parse().ok()?,
        };
        let amount = Self(taka.parse::<i64>().ok()? * 100 + poisha);
        (amount > Self::ZERO).then_some(amount)
    }
}

impl Amount {
    /// As [`Self::parse`], but zero is an amount too.
    pub(crate) fn parse_or_zero(text: &str) -> Option<Self> {
        match text {
            "0" | "0.00" => Some(Self::ZERO),
            _ => Self::parse(text),
        }
    }

    /// Rounded down to the poisha.
    pub(crate) fn half(self) -> Self {
        Self(self.0 / 2)
    }

    /// Whole taka without decimals, as in the samples of notifications; else two decimals (inferred: no
    /// sample has any).
    pub(crate) fn plain(self) -> String {
        let text = self.to_string();
        match text.strip_suffix(".00") {
            Some(taka) => taka.to_owned(),
            None => text,
        }
    }
}

/// Always two decimals, as refund v2 and `maxRefundableAmount` write it.
impl fmt::Display for Amount {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let poisha = self.0.unsigned_abs();
        write!(out, "{sign}{}.{:02}", poisha / 100, poisha % 100)
    }
}

impl Add for Amount {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Amount {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl AddAssign for Amount {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Amount {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl std::iter::Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_decimals_at_most_and_no_sign_exponent_or_space() {
        for (text, poisha) in [
            ("15", 1500),
            ("15.5", 1550),
            ("15.05", 1505),
            ("0.01", 1),
            ("007", 700),
        ] {
            assert_eq!(Amount::parse(text), Some(Amount(poisha)), "{text}");
        }
        for text in [
            "",
            "0",
            "0.00",
            ".5",
            "5.",
            "1.234",
            "-1",
            "+1",
            "1e3",
            " 1",
            "1,000",
            "৫",
            "1.5.5",
            "1234567890123",
        ] {
            assert_eq!(Amount::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn the_text_always_has_two_decimals() {
        assert_eq!(Amount(150_005).to_string(), "1500.05");
        assert_eq!(Amount(0).to_string(), "0.00");
        assert_eq!(Amount(-7).to_string(), "-0.07");
    }
}
