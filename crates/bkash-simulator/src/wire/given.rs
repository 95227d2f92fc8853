use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de};

use crate::switch::Amounts;

/// One field of a request: most are text, some clients send numbers, and anything can come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Given {
    /// Not there, or null.
    #[default]
    Absent,
    Text(String),
    /// A JSON number, as its text.
    Number(String),
    /// A boolean, list or object.
    Other,
}

impl Given {
    /// Absent and empty are alike to the gateway's check of mandatory fields.
    pub(crate) fn is_missing(&self) -> bool {
        match self {
            Self::Absent => true,
            Self::Text(text) => text.is_empty(),
            Self::Number(_) | Self::Other => false,
        }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// An amount in a form that the world takes.
    pub(crate) fn amount(&self, amounts: Amounts) -> Option<&str> {
        match amounts {
            Amounts::TextOrNumber => self.text_or_number(),
            Amounts::Text => self.text(),
        }
    }

    /// Text, or a number's text: amounts are taken both ways (seen in clients that live with it).
    pub(crate) fn text_or_number(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(GivenVisitor)
    }
}

struct GivenVisitor;

impl<'de> Visitor<'de> for GivenVisitor {
    type Value = Given;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("any JSON value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Given, E> {
        Ok(Given::Absent)
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Given, E> {
        Ok(Given::Other)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Given, E> {
        Ok(Given::Number(number.to_string()))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Given, E> {
        Ok(Given::Number(number.to_string()))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Given, E> {
        Ok(Given::Number(number.to_string()))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Given, E> {
        Ok(Given::Text(text.to_owned()))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Given, E> {
        Ok(Given::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Given, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Given::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Given, A::Error> {
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Given::Other)
    }
}

/// A body that names one payment, in either family's spelling: execute, query, and what faults
/// look at.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PaymentRequest {
    #[serde(rename = "paymentID", alias = "paymentId")]
    pub(crate) payment_id: Given,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_json_value_is_read_as_what_it_is() {
        for (json, given) in [
            ("null", Given::Absent),
            ("\"15.00\"", Given::Text("15.00".to_owned())),
            ("15", Given::Number("15".to_owned())),
            ("15.5", Given::Number("15.5".to_owned())),
            ("-3", Given::Number("-3".to_owned())),
            ("true", Given::Other),
            ("[1, {\"a\": 2}]", Given::Other),
            ("{\"a\": [1]}", Given::Other),
        ] {
            assert_eq!(
                serde_json::from_str::<Given>(json).unwrap(),
                given,
                "{json}"
            );
        }
    }
}
