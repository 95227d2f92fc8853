use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use payment_core::AccountId;

use super::App;
use crate::problem::{Problem, ProblemKind};
use crate::store::KeyDigest;

/// A shop that has shown its API key; every handler of the API asks for one before anything else.
#[derive(Clone, Copy, Debug)]
pub(super) struct Caller {
    pub(super) account: AccountId,
}

impl FromRequestParts<App> for Caller {
    type Rejection = Problem;

    /// Any key is digested and looked up by its digest, so timing tells nothing of the keys that exist.
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let key = bearer(parts).ok_or_else(|| {
            unauthorized("Send the shop's API key as `Authorization: Bearer KEY`.")
        })?;
        let account = app.store.account_of_key(KeyDigest::of(key)).await?;
        account
            .map(|account| Self { account })
            .ok_or_else(|| unauthorized("This API key is not known here."))
    }
}

/// The one key of the request; several headers are none.
fn bearer(parts: &Parts) -> Option<&str> {
    let mut headers = parts.headers.get_all(AUTHORIZATION).iter();
    let header = headers.next().filter(|_| headers.next().is_none())?;
    let (scheme, key) = header.to_str().ok()?.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && !key.trim().is_empty()).then(|| key.trim())
}

fn unauthorized(detail: &str) -> Problem {
    Problem::new(ProblemKind::UNAUTHORIZED, detail)
}
