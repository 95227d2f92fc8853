//! Money: whole poisha inside, decimal text on the wire.

use std::fmt;

/// An amount of Bangladeshi taka in whole poisha (1/100 taka), never negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(i64);

/// Why a text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "an amount is taka with at most two decimals, digits and one point only, such as 500 or 500.00"
)]
pub struct AmountError;

impl Amount {
    /// Nothing: what a fully refunded payment has left. No call can pay or refund it.
    pub const ZERO: Self = Self(0);

    /// `None` for a negative number.
    #[must_use]
    pub const fn from_poisha(poisha: i64) -> Option<Self> {
        if poisha < 0 { None } else { Some(Self(poisha)) }
    }

    /// Reads what a person or a shop wrote: `500`, `500.5`, `500.00`.
    ///
    /// # Errors
    /// Refuses signs, exponents, separators, spaces, a bare point, leading zeros, more than two
    /// decimals, digits of other scripts, and what does not fit 63 bits.
    pub fn parse(text: &str) -> Result<Self, AmountError> {
        let (whole, fraction) = match text.split_once('.') {
            Some((_, "")) => return Err(AmountError),
            Some((_, fraction)) if fraction.len() > 2 => return Err(AmountError),
            Some(parts) => parts,
            None => (text, ""),
        };
        let leading_zero = whole.len() > 1 && whole.starts_with('0');
        if whole.is_empty() || leading_zero {
            return Err(AmountError);
        }
        from_digits(whole, fraction).ok_or(AmountError)
    }

    /// Reads what the gateway wrote: as [`Amount::parse`], and also spaces around, leading zeros
    /// and further decimals if they are zeros. Nothing is ever rounded.
    pub(crate) fn from_wire(text: &str) -> Option<Self> {
        let text = text.trim();
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let kept = fraction.len().min(2);
        let (fraction, rest) = fraction.split_at_checked(kept)?;
        if whole.is_empty() || rest.bytes().any(|digit| digit != b'0') {
            return None;
        }
        from_digits(whole, fraction)
    }

    /// The amount in poisha.
    #[must_use]
    pub const fn poisha(self) -> i64 {
        self.0
    }

    /// Whether there is nothing to pay.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Two decimals always: `500.00`.
    #[must_use]
    pub fn to_wire(self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

impl std::str::FromStr for Amount {
    type Err = AmountError;

    fn from_str(text: &str) -> Result<Self, AmountError> {
        Self::parse(text)
    }
}

/// `fraction` has at most two digits.
fn from_digits(whole: &str, fraction: &str) -> Option<Amount> {
    let number = |digits: &str| {
        digits.bytes().try_fold(0_i64, |sum, byte| {
            let digit = byte.is_ascii_digit().then(|| i64::from(byte - b'0'))?;
            sum.checked_mul(10)?.checked_add(digit)
        })
    };
    let tens = if fraction.len() == 1 { 10 } else { 1 };
    let poisha = number(whole)?
        .checked_mul(100)?
        .checked_add(number(fraction)? * tens)?;
    Amount::from_poisha(poisha)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn callers_must_write_plain_taka() {
        assert_eq!(Amount::parse("500").map(Amount::poisha), Ok(50_000));
        assert_eq!(Amount::parse("0.5").map(Amount::poisha), Ok(50));
        assert_eq!(Amount::parse("15.07").map(Amount::poisha), Ok(1_507));
        for bad in [
            "",
            ".",
            "1.",
            ".5",
            "-1",
            "+1",
            "1e3",
            "1,000",
            " 1",
            "1 ",
            "01",
            "1.234",
            "1.2.3",
            "৫০০",
            "0x10",
            "NaN",
            "1_000",
            "92233720368547758.08",
        ] {
            assert_eq!(Amount::parse(bad), Err(AmountError), "{bad:?}");
        }
    }

    #[test]
    fn the_gateway_may_write_fifteen_in_several_ways() {
        for text in ["15", "15.0", "15.00", " 15.00 ", "015", "15.000"] {
            assert_eq!(
                Amount::from_wire(text).map(Amount::poisha),
                Some(1_500),
                "{text:?}"
            );
        }
        for bad in ["", ".", "15.001", "-15", "1e3", "15,00", "৳15", "1é5.0é"] {
            assert_eq!(Amount::from_wire(bad), None, "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(poisha in 0..=i64::MAX) {
            let amount = Amount::from_poisha(poisha).unwrap();
            prop_assert_eq!(Amount::parse(&amount.to_wire()), Ok(amount));
            prop_assert_eq!(Amount::from_wire(&amount.to_wire()), Some(amount));
        }

        #[test]
        fn any_text_is_read_or_refused_without_a_panic(text in ".{0,40}") {
            let strict = Amount::parse(&text).ok();
            if strict.is_some() {
                prop_assert_eq!(Amount::from_wire(&text), strict);
            }
        }
    }
}
