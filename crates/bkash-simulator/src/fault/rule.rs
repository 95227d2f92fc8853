use serde_json::{Map, Value};

use super::kind::{Fault, Kind};
use super::schedule::Schedule;
use super::selection::{self, Selection};
use crate::input::{BadField, Fields, missing};

/// A fault with the calls that it is for, as a tester or a scenario asks for it.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(super) kind: &'static Kind,
    pub(super) fault: Fault,
    /// What was asked of the fault itself, to be listed.
    own: Map<String, Value>,
    pub(super) selection: Selection,
    pub(super) schedule: Schedule,
    /// Every so many of the calls that fit.
    pub(super) every: Option<u64>,
    pub(super) probability: Option<f64>,
    pub(super) count: Count,
}

/// How many calls a rule strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Count {
    Calls(u64),
    Unlimited,
}

/// The fields of every rule beside those of its selection.
const FIELDS: [&str; 6] = ["fault", "count", "every", "probability", "from", "until"];
const MOST_CALLS: u64 = 1_000_000;
const UNLIMITED: &str = "unlimited";
const COUNT_RULE: &str = "a whole number from 1 to 1000000, or \"unlimited\"";
const PROBABILITY_RULE: &str = "a number above 0 and up to 1";

impl Rule {
    /// Every field that some fault takes.
    pub(crate) fn fields() -> Vec<&'static str> {
        let mut names = vec!["endpoint"];
        let own = Kind::all().flat_map(|kind| kind.fields);
        for name in FIELDS.iter().chain(&selection::FIELDS).chain(own) {
            if !names.contains(name) {
                names.push(name);
            }
        }
        names
    }

    pub(crate) fn read(fields: &Fields) -> Result<Self, BadField> {
        let kind = kind(fields)?;
        let fault = (kind.read)(fields)?;
        let own = kind.fields.iter().filter_map(|name| {
            let value = fields.value(name)?;
            Some(((*name).to_owned(), value.clone()))
        });
        Ok(Self {
            kind,
            fault,
            own: own.collect(),
            selection: Selection::read(fields, kind.strikes)?,
            schedule: Schedule::read(fields)?,
            every: fields.whole("every", 1..=MOST_CALLS)?,
            probability: probability(fields)?,
            count: Count::read(fields)?,
        })
    }

    pub(super) fn show(&self, shown: &mut Map<String, Value>) {
        shown.insert("endpoint".to_owned(), self.selection.endpoint_value());
        shown.insert("fault".to_owned(), self.kind.name.into());
        shown.extend(self.own.clone());
        self.selection.show(shown);
        if let Some(every) = self.every {
            shown.insert("every".to_owned(), every.into());
        }
        if let Some(probability) = self.probability {
            shown.insert("probability".to_owned(), probability.into());
        }
    }
}

/// The fault that is asked for; a field of another one is refused.
fn kind(fields: &Fields) -> Result<&'static Kind, BadField> {
    let names = || Kind::all().map(|kind| kind.name).collect::<Vec<_>>();
    let name = fields
        .text("fault", "text")?
        .ok_or_else(|| missing("fault", names()))?;
    let kind = Kind::named(name).ok_or_else(|| {
        let detail = format!("there is no fault {name}");
        BadField::new("fault", detail, names())
    })?;
    for other in Kind::all().flat_map(|kind| kind.fields) {
        if fields.has(other) && !kind.fields.contains(other) && !is_of_all(other) {
            let having = Kind::all().filter(|kind| kind.fields.contains(other));
            let having: Vec<_> = having.map(|kind| kind.name).collect();
            let detail = format!("{other} has no meaning for the fault {name}");
            let allowed = format!("only with {}", having.join(", "));
            return Err(BadField::new(*other, detail, allowed));
        }
    }
    Ok(kind)
}

fn is_of_all(field: &str) -> bool {
    FIELDS.contains(&field) || selection::FIELDS.contains(&field)
}

fn probability(fields: &Fields) -> Result<Option<f64>, BadField> {
    match fields.number("probability", 0.0..=1.0) {
        Ok(None) => Ok(None),
        Ok(Some(probability)) if probability > 0.0 => Ok(Some(probability)),
        _ => Err(BadField::unfit("probability", PROBABILITY_RULE)),
    }
}

impl Count {
    /// One, unless said.
    fn read(fields: &Fields) -> Result<Self, BadField> {
        match fields.value("count") {
            None => Ok(Self::Calls(1)),
            Some(Value::String(text)) if text == UNLIMITED => Ok(Self::Unlimited),
            Some(value) => value
                .as_u64()
                .filter(|calls| (1..=MOST_CALLS).contains(calls))
                .map(Self::Calls)
                .ok_or_else(|| BadField::unfit("count", COUNT_RULE)),
        }
    }

    pub(super) fn to_value(self) -> Value {
        match self {
            Self::Calls(calls) => calls.into(),
            Self::Unlimited => UNLIMITED.into(),
        }
    }
}
