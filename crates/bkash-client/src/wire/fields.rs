//! The members of a reply, asked for by every name that they have had.

use jiff::Timestamp;
use secrecy::SecretString;
use serde_json::{Map, Value};

use super::timestamp;
use crate::amount::Amount;
use crate::ids::WalletNumber;

/// An object of a reply. `null`, an empty text and a missing member are the same.
#[derive(Debug)]
pub(crate) struct Fields(Map<String, Value>);

/// A member without which the reply cannot be read as an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Missing(pub(crate) &'static str);

impl Fields {
    pub(super) fn new(members: Map<String, Value>) -> Self {
        Self(members)
    }

    /// The first of `names` that is there, as text; numbers are taken as written.
    pub(crate) fn text(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| match self.0.get(*name)? {
            Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })
    }

    /// As [`Fields::text`], for a member that an answer must have.
    pub(crate) fn needed(&self, names: &[&'static str]) -> Result<String, Missing> {
        self.text(names)
            .ok_or(Missing(names.first().copied().unwrap_or_default()))
    }

    /// `None` also for what is no amount: it then equals no amount that anyone expects.
    pub(crate) fn amount(&self, names: &[&str]) -> Option<Amount> {
        Amount::from_wire(&self.text(names)?)
    }

    pub(crate) fn time(&self, names: &[&str]) -> Option<Timestamp> {
        timestamp::parse(&self.text(names)?)
    }

    pub(crate) fn wallet(&self, names: &[&str]) -> Option<WalletNumber> {
        self.text(names).map(WalletNumber::new)
    }

    pub(crate) fn secret(&self, name: &str) -> Option<SecretString> {
        self.text(&[name]).map(SecretString::from)
    }

    /// The objects of a list; `None` if one of its members is no object.
    pub(crate) fn list(&self, name: &str) -> Option<Vec<Self>> {
        match self.0.get(name) {
            None | Some(Value::Null) => Some(Vec::new()),
            Some(Value::Array(members)) => members
                .iter()
                .map(|member| member.as_object().map(|object| Self(object.clone())))
                .collect(),
            Some(_) => None,
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| !value.is_null())
    }
}
