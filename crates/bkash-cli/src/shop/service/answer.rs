use serde::Deserialize;

/// A problem document (RFC 9457) of the service.
#[derive(Clone, Debug, Deserialize)]
pub struct Problem {
    pub status: u16,
    pub detail: String,
    /// The gateway's own words where it refused.
    #[serde(default)]
    pub message: Option<String>,
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
