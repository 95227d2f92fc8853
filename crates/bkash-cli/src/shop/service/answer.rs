use serde::Deserialize;

/// A problem document (RFC 9457) of the service.
#[derive(Clone, Debug, Deserialize)]
pub struct Problem {
    pub status: u16,
    pub detail: String,
    /// The gateway's own words where it refused.
    #[serde(default)]
    pub message: Option<String>,
    /// Each field that was refused.
    #[serde(default)]
    pub errors: Vec<FieldError>,
}

/// One field that was refused.
#[derive(Clone, Debug, Deserialize)]
pub struct FieldError {
    pub field: String,
    /// What it must be, as the end of a sentence.
    pub rule: String,
}

impl Problem {
    /// What was wrong, for a person: the rules that were broken, else the detail.
    pub fn told(&self) -> String {
        if self.errors.is_empty() {
            return self.detail.clone();
        }
        let rules = self.errors.iter();
        let rules: Vec<_> = rules.map(|e| format!("{} {}", e.field, e.rule)).collect();
        rules.join("; ")
    }
}

/// Why there is no answer to work with.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// The service said no, and why.
    #[error("the payment service refused ({}): {}", .0.status, .0.detail)]
    Refused(Problem),
    /// Nothing readable came back; the request may or may not have been taken.
    #[error("the payment service did not answer: {0}")]
    Unheard(#[from] reqwest::Error),
}

impl ServiceError {
    /// Whether the same request with the same idempotency key may still succeed.
    pub const fn may_be_repeated(&self) -> bool {
        match self {
            Self::Refused(problem) => problem.status >= 500,
            Self::Unheard(_) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_told_the_rules_that_were_broken() {
        let refused = r#"{"status": 422, "detail": "Correct these and send again: amount.",
            "errors": [{"field": "amount", "rule": "must be at most 500000.00", "example": "1"}]}"#;
        let problem: Problem = serde_json::from_str(refused).unwrap();
        assert_eq!(problem.told(), "amount must be at most 500000.00");
        let other = r#"{"status": 409, "detail": "Another refund is not settled yet."}"#;
        let problem: Problem = serde_json::from_str(other).unwrap();
        assert_eq!(problem.told(), "Another refund is not settled yet.");
    }
}
