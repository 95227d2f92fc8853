use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;

use super::App;
use crate::problem::{Problem, ProblemKind};

/// The one variable segment of a path, unread; what is not UTF-8 names nothing.
#[derive(Debug)]
pub(super) struct Named(pub(super) String);

impl FromRequestParts<App> for Named {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        match Path::<String>::from_request_parts(parts, app).await {
            Ok(Path(name)) => Ok(Self(name)),
            Err(_) => Err(Problem::new(
                ProblemKind::NOT_FOUND,
                "There is nothing of this name.",
            )),
        }
    }
}
