use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::page;

/// Something of the shop's own failed. What was going on with bKash is found out by the next start.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The disk, or somebody else's lock on the file.
    #[error("the book of orders: {0}")]
    Book(#[from] rusqlite::Error),
    /// The operating system gave no random bytes.
    #[error("no randomness for the secret of a callback")]
    Randomness,
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        eprintln!("{self}");
        page::message(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Something went wrong here",
            "Please look at your order again in a minute before you pay anything.",
        )
    }
}
