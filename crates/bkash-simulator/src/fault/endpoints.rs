use serde_json::Value;

use super::kind::{ANY, Strikes};
use crate::endpoint::Endpoint;
use crate::input::{BadField, Fields, missing};

/// The endpoints that a fault waits at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Endpoints {
    /// All that its kind can strike.
    Any,
    These(Vec<Endpoint>),
}

const FIELD: &str = "endpoint";

impl Endpoints {
    /// A name, a list of names, or `any`.
    pub(super) fn read(fields: &Fields, strikes: Strikes) -> Result<Self, BadField> {
        let value = fields
            .value(FIELD)
            .ok_or_else(|| missing(FIELD, strikes.endpoints()))?;
        match value {
            Value::String(name) if name == ANY => Ok(Self::Any),
            Value::String(name) => Ok(Self::These(vec![named(name, strikes)?])),
            Value::Array(names) if !names.is_empty() => {
                let named = names.iter().map(|name| match name {
                    Value::String(name) => named(name, strikes),
                    _ => Err(no_name(strikes)),
                });
                named.collect::<Result<_, _>>().map(Self::These)
            }
            _ => Err(no_name(strikes)),
        }
    }

    pub(super) fn contains(&self, endpoint: Endpoint, strikes: Strikes) -> bool {
        match self {
            Self::Any => strikes.takes(endpoint),
            Self::These(endpoints) => endpoints.contains(&endpoint),
        }
    }

    /// As it was asked for.
    pub(super) fn to_value(&self) -> Value {
        match self {
            Self::Any => ANY.into(),
            Self::These(endpoints) => match endpoints.as_slice() {
                [one] => one.name().into(),
                several => several.iter().map(|one| one.name()).collect(),
            },
        }
    }
}

fn named(name: &str, strikes: Strikes) -> Result<Endpoint, BadField> {
    let bad = |detail| Err(BadField::new(FIELD, detail, strikes.endpoints()));
    match Endpoint::named(name) {
        Some(endpoint) if strikes.takes(endpoint) => Ok(endpoint),
        Some(endpoint) => bad(format!("this fault does not strike {endpoint}")),
        None => bad(format!("there is no endpoint {name}")),
    }
}

fn no_name(strikes: Strikes) -> BadField {
    let detail = "endpoint must be a name or a list of names";
    BadField::new(FIELD, detail, strikes.endpoints())
}
