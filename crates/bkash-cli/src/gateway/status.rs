//! The gateway's word for the state of a movement.

use bkash_client::TransactionStatus;

/// The gateway's own word.
#[must_use]
pub fn status(status: &TransactionStatus) -> &str {
    match status {
        TransactionStatus::Completed => "Completed",
        TransactionStatus::Authorized => "Authorized",
        TransactionStatus::Initiated => "Initiated",
        TransactionStatus::Cancelled => "Cancelled",
        TransactionStatus::Other(word) => word,
    }
}
