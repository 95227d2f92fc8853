//! Money as whole poisha.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An amount of Bangladeshi taka, held as whole poisha (1/100 taka), never negative.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(try_from = "i64", into = "i64")]
pub struct Taka(i64);

/// Why a text or a number is not an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountError {
    /// Not plain digits with at most one point: a sign, an exponent, a separator, a blank, a foreign digit.
    NotDecimal,
    /// More than two digits after the point.
    TooPrecise,
    /// Below zero.
    Negative,
    /// More than 92,233,720,368,547,758.07.
    TooLarge,
}

impl Taka {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// `None` below zero.
    #[must_use]
    pub const fn from_poisha(poisha: i64) -> Option<Self> {
        if poisha < 0 { None } else { Some(Self(poisha)) }
    }

    /// Whole poisha, 0 or more.
    #[must_use]
    pub const fn poisha(self) -> i64 {
        self.0
    }

    /// Whether this is 0.00.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// `None` when the sum does not fit.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// `None` when `other` is the larger one.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).and_then(Self::from_poisha)
    }
}

impl FromStr for Taka {
    type Err = AmountError;

    /// Reads `"500"`, `"500.5"` and `"500.50"`; refuses signs, exponents, separators, blanks, non-ASCII
    /// digits, a missing side of the point and more than two decimals.
    fn from_str(text: &str) -> Result<Self, AmountError> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(fraction) {
            return Err(match text.strip_prefix('-') {
                Some(rest) if rest.parse::<Self>().is_ok() => AmountError::Negative,
                _ => AmountError::NotDecimal,
            });
        }
        let cents: i64 = match fraction.len() {
            1 => fraction.parse::<i64>().map(|tenths| tenths * 10),
            2 => fraction.parse(),
            _ => return Err(AmountError::TooPrecise),
        }
        .map_err(|_| AmountError::NotDecimal)?;
        whole
            .parse::<i64>()
            .ok()
            .and_then(|taka| taka.checked_mul(100)?.checked_add(cents))
            .map(Self)
            .ok_or(AmountError::TooLarge)
    }
}

impl fmt::Display for Taka {
    /// Always two decimals: `500.00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

impl TryFrom<i64> for Taka {
    type Error = AmountError;

    fn try_from(poisha: i64) -> Result<Self, AmountError> {
        Self::from_poisha(poisha).ok_or(AmountError::Negative)
    }
}

impl From<Taka> for i64 {
    fn from(amount: Taka) -> Self {
        amount.0
    }
}

impl fmt::Display for AmountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotDecimal => "must be plain digits with an optional point",
            Self::TooPrecise => "must have at most two digits after the point",
            Self::Negative => "must not be negative",
            Self::TooLarge => "is too large",
        })
    }
}

impl std::error::Error for AmountError {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn odd_spellings_are_refused_with_their_reason() {
        use AmountError::{Negative, NotDecimal, TooLarge, TooPrecise};
        for (text, why) in [
            ("", NotDecimal),
            (".", NotDecimal),
            ("1.", NotDecimal),
            (".5", NotDecimal),
            ("+1", NotDecimal),
            (" 1", NotDecimal),
            ("1e3", NotDecimal),
            ("1,000", NotDecimal),
            ("১০", NotDecimal),
            ("0x10", NotDecimal),
            ("1.2.3", NotDecimal),
            ("-1.00", Negative),
            ("--1", NotDecimal),
            ("1.234", TooPrecise),
            ("92233720368547758.08", TooLarge),
            ("99999999999999999999", TooLarge),
        ] {
            assert_eq!(text.parse::<Taka>(), Err(why), "{text:?}");
        }
    }

    #[test]
    fn short_and_long_spellings_are_the_same_amount() {
        for (text, poisha) in [
            ("15", 1500),
            ("15.0", 1500),
            ("15.00", 1500),
            ("0.05", 5),
            ("007", 700),
        ] {
            assert_eq!(
                text.parse::<Taka>().map(Taka::poisha),
                Ok(poisha),
                "{text:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn every_amount_survives_its_own_text(poisha in 0..=i64::MAX) {
            let amount = Taka::from_poisha(poisha).unwrap();
            prop_assert_eq!(amount.to_string().parse::<Taka>(), Ok(amount));
        }

        #[test]
        fn no_text_panics(text in ".{0,40}") {
            let _ = text.parse::<Taka>();
        }

        #[test]
        fn minus_undoes_plus(a in 0..i64::MAX / 2, b in 0..i64::MAX / 2) {
            let (a, b) = (Taka::from_poisha(a).unwrap(), Taka::from_poisha(b).unwrap());
            prop_assert_eq!(a.plus(b).and_then(|sum| sum.minus(b)), Some(a));
        }
    }
}
