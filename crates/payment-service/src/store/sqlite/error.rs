use rusqlite::ErrorCode;

use super::moved;
use crate::store::StoreError;

/// How a piece of work ends when none of it may stay.
#[derive(Debug)]
pub(super) enum Rollback<T> {
    /// With an answer.
    Answer(T),
    /// With a failure.
    Failed(StoreError),
}

impl<T> From<StoreError> for Rollback<T> {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

impl<T> From<rusqlite::Error> for Rollback<T> {
    fn from(error: rusqlite::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error;
        match error {
            Error::SqliteFailure(_, Some(ref message)) if moved::refused(message).is_some() => {
                Self::moved(moved::refused(message).unwrap_or_default())
            }
            Error::SqliteFailure(failure, _)
                if !matches!(
                    failure.code,
                    ErrorCode::DatabaseCorrupt
                        | ErrorCode::NotADatabase
                        | ErrorCode::ConstraintViolation
                        | ErrorCode::TypeMismatch
                ) =>
            {
                Self::unavailable(error)
            }
            _ => Self::corrupt(error),
        }
    }
}
