use serde_json::Value;

use super::Fill;
use super::pattern::Pattern;

/// What is sent, with its placeholders.
#[derive(Clone, Debug)]
pub(super) enum BodyPattern {
    Form(Vec<(String, Pattern)>),
    Json(JsonPattern),
}

/// A value of JSON in which texts have placeholders.
#[derive(Clone, Debug)]
pub(super) enum JsonPattern {
    Text(Pattern),
    /// `{amount:number}`: the amount as a number of JSON.
    Amount(Pattern),
    Plain(Value),
    List(Vec<JsonPattern>),
    Object(Vec<(String, JsonPattern)>),
}

impl BodyPattern {
    pub(super) fn patterns(&self) -> Vec<&Pattern> {
        match self {
            Self::Form(fields) => fields.iter().map(|(_, text)| text).collect(),
            Self::Json(json) => json.patterns(),
        }
    }
}

impl JsonPattern {
    fn patterns(&self) -> Vec<&Pattern> {
        match self {
            Self::Text(text) | Self::Amount(text) => vec![text],
            Self::Plain(_) => Vec::new(),
            Self::List(items) => items.iter().flat_map(Self::patterns).collect(),
            Self::Object(fields) => fields
                .iter()
                .flat_map(|(_, field)| field.patterns())
                .collect(),
        }
    }

    pub(super) fn filled(&self, fill: &Fill) -> Value {
        match self {
            Self::Text(text) => text.filled(fill).into(),
            Self::Amount(text) => {
                let text = text.filled(fill);
                serde_json::from_str(&text).unwrap_or_else(|_| text.into())
            }
            Self::Plain(value) => value.clone(),
            Self::List(items) => items.iter().map(|item| item.filled(fill)).collect(),
            Self::Object(fields) => {
                let fields = fields
                    .iter()
                    .map(|(name, field)| (name.clone(), field.filled(fill)));
                Value::Object(fields.collect())
            }
        }
    }
}
