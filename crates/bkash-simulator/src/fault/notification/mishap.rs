use crate::notification::Deviation;

/// How a notification differs from one that is sent once, at once and as it is.
#[derive(Debug, Clone)]
pub(crate) enum Mishap {
    Missing,
    /// The answer that tells the merchant of the payment waits until the listener was told.
    Early,
    Deviates(Box<Deviation>),
}

impl Mishap {
    pub(super) fn deviates(deviation: Deviation) -> Self {
        Self::Deviates(Box::new(deviation))
    }
}
