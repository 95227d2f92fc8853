use serde_json::Value;

/// A field that cannot be taken: which one, why, and what it may hold.
#[derive(Debug)]
pub(crate) struct BadField {
    pub(crate) name: String,
    pub(crate) detail: String,
    pub(crate) allowed: Value,
}

impl BadField {
    pub(crate) fn new(
        name: impl Into<String>,
        detail: impl Into<String>,
        allowed: impl Into<Value>,
    ) -> Self {
        Self {
            name: name.into(),
            detail: detail.into(),
            allowed: allowed.into(),
        }
    }

    /// A value that breaks the field's rule.
    pub(crate) fn unfit(name: &str, rule: &str) -> Self {
        Self::new(name, format!("{name} must be {rule}"), rule)
    }
}

/// A mandatory field that is not there.
pub(crate) fn missing(name: &str, allowed: impl Into<Value>) -> BadField {
    BadField::new(name, format!("{name} is missing"), allowed)
}
