//! Texts that the gateway takes from the merchant, parsed once.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The gateway's limit for invoice number, payer reference, sku and reason.
/// Source: developer portal, field tables of Create Payment and Refund.
pub const TEXT_MAX_CHARS: usize = 255;

/// Why a text cannot be sent to the gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextError {
    /// Empty or only blanks.
    Empty,
    /// More than [`TEXT_MAX_CHARS`] characters.
    TooLong,
    /// `<`, `>`, `&` or a control character.
    Forbidden(char),
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("must not be empty"),
            Self::TooLong => write!(f, "must have at most {TEXT_MAX_CHARS} characters"),
            Self::Forbidden(c) => write!(f, "must not contain {c:?}"),
        }
    }
}

impl std::error::Error for TextError {}

fn check(text: &str) -> Result<(), TextError> {
    if text.trim().is_empty() {
        return Err(TextError::Empty);
    }
    if text.chars().count() > TEXT_MAX_CHARS {
        return Err(TextError::TooLong);
    }
    match text
        .chars()
        .find(|c| matches!(c, '<' | '>' | '&') || c.is_control())
    {
        Some(c) => Err(TextError::Forbidden(c)),
        None => Ok(()),
    }
}

/// The fewest digits in a row that may be a wallet number: ten without the leading zero.
const WALLET_DIGITS: usize = 10;

/// For logs: every wallet number in the text keeps its first three and last three digits.
fn masked(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for run in text.split_inclusive(|c: char| !c.is_ascii_digit()) {
        let (digits, rest) =
            run.split_at(run.trim_end_matches(|c: char| !c.is_ascii_digit()).len());
        if digits.len() < WALLET_DIGITS {
            shown.push_str(digits);
        } else {
            let (head, tail) = (&digits[..3], &digits[digits.len() - 3..]);
            shown.extend([head, "*****", tail]);
        }
        shown.push_str(rest);
    }
    shown
}

macro_rules! gateway_text {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({:?})"), masked(&self.0))
            }
        }

        impl $name {
            /// Fails when the gateway would refuse the text, or when it is blank.
            pub fn parse(text: impl Into<String>) -> Result<Self, TextError> {
                let text = text.into();
                check(&text).map(|()| Self(text))
            }

            /// The text as it is sent.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = TextError;

            fn try_from(text: String) -> Result<Self, TextError> {
                Self::parse(text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }
    };
}

gateway_text! {
    /// The merchant's unique number for an order; at most one payment may be live or completed for it.
    MerchantInvoiceNumber
}
gateway_text! {
    /// What the merchant calls its payer; a wallet number here fills in the hosted page.
    PayerReference
}
gateway_text! {
    /// The product a refund is for. The gateway's table calls it optional, but it refuses refunds without.
    Sku
}
gateway_text! {
    /// Why money goes back. The gateway's table calls it optional, but it refuses refunds without.
    Reason
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wallet_number_in_a_text_is_masked_where_it_could_reach_a_log() {
        for (text, shown) in [
            ("01770618575", "PayerReference(\"017*****575\")"),
            (
                "to +8801770618575, ক",
                "PayerReference(\"to +880*****575, ক\")",
            ),
            ("order 123456789", "PayerReference(\"order 123456789\")"),
        ] {
            let reference = PayerReference::parse(text).unwrap();
            assert_eq!(format!("{reference:?}"), shown);
            assert_eq!(reference.to_string(), text, "sent as it is");
        }
    }

    #[test]
    fn texts_that_the_gateway_refuses_are_refused_here() {
        assert_eq!(Sku::parse(" "), Err(TextError::Empty));
        assert_eq!(Reason::parse("a&b"), Err(TextError::Forbidden('&')));
        assert_eq!(
            MerchantInvoiceNumber::parse("a\nb"),
            Err(TextError::Forbidden('\n'))
        );
        assert_eq!(
            PayerReference::parse("ক".repeat(256)),
            Err(TextError::TooLong)
        );
        assert!(PayerReference::parse("ক".repeat(255)).is_ok());
    }
}
