//! Identifiers: ours are generated, the gateway's are opaque text.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A text that is not an identifier of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an identifier of this service")
    }
}

impl std::error::Error for NotAnId {}

macro_rules! own_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(u128);

        impl $name {
            /// Milliseconds since the epoch in front, so that identifiers sort by age; the low 80 bits
            /// are the caller's randomness.
            #[must_use]
            pub fn new(at: crate::Timestamp, random: [u8; 10]) -> Self {
                let millis = u128::from(at.as_millis().unsigned_abs()) & 0xffff_ffff_ffff;
                let tail = random.iter().fold(0_u128, |tail, byte| tail << 8 | u128::from(*byte));
                Self(millis << 80 | tail)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "{:032x}"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                let hex = text.strip_prefix($prefix).ok_or(NotAnId)?;
                let lower = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
                if hex.len() != 32 || !hex.bytes().all(lower) {
                    return Err(NotAnId);
                }
                u128::from_str_radix(hex, 16).map(Self).map_err(|_| NotAnId)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;

            fn try_from(text: String) -> Result<Self, NotAnId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }
    };
}

own_id! {
    /// One merchant order to be paid once: `pay_` and 32 hex digits.
    PaymentId, "pay_"
}
own_id! {
    /// One movement back to the payer: `ref_` and 32 hex digits.
    RefundId, "ref_"
}

macro_rules! gateway_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the gateway's text as it came: its shape has changed before.
            #[must_use]
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// Whether there is nothing to tell it from another one by.
            #[must_use]
            pub fn is_blank(&self) -> bool {
                self.0.trim().is_empty()
            }

            /// The text as it came.
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
    };
}

gateway_id! {
    /// The gateway's `paymentID` for one try at a payment.
    GatewayPaymentId
}
gateway_id! {
    /// The gateway's `trxID`, which exists only once money has moved.
    TrxId
}

/// The SHA-256 digest of a callback's secret; the secret itself is never kept.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SecretDigest([u8; 32]);

impl SecretDigest {
    /// The digest is made by the caller: this crate has no cryptography.
    #[must_use]
    pub const fn new(digest: [u8; 32]) -> Self {
        Self(digest)
    }
}

impl fmt::Debug for SecretDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretDigest(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;

    #[test]
    fn an_id_survives_its_own_text_and_sorts_by_age() {
        let early = PaymentId::new(Timestamp::from_millis(1_765_432_109_876), [255; 10]);
        let late = PaymentId::new(Timestamp::from_millis(1_765_432_109_877), [0; 10]);
        assert!(early < late && early.to_string() < late.to_string());
        assert_eq!(early.to_string().parse(), Ok(early));
    }

    #[test]
    fn only_the_exact_spelling_is_an_id() {
        let id = RefundId::new(Timestamp::from_millis(1), [7; 10]).to_string();
        for wrong in [
            id.to_uppercase(),
            id.replace("ref_", "pay_"),
            format!("{id}0"),
            id[..20].to_owned(),
        ] {
            assert_eq!(wrong.parse::<RefundId>(), Err(NotAnId), "{wrong}");
        }
    }
}
