use std::sync::Arc;

use axum::extract::{FromRequestParts, Query};
use http::request::Parts;
use serde::Deserialize;

use super::problem::Problem;
use crate::gateway::{Gateway, OnlyWorld, World};

#[derive(Deserialize)]
struct Parameters {
    app_key: Option<String>,
}

/// The world that `?app_key=` names, made on first sight; without it the only one, or the first one to come.
pub(super) struct Chosen(pub(super) Arc<World>);

/// Likewise, but a world that was never seen is none, and is not made.
pub(super) struct ChosenIfAny(pub(super) Option<Arc<World>>);

impl FromRequestParts<Arc<Gateway>> for Chosen {
    type Rejection = Problem;

    async fn from_request_parts(
        parts: &mut Parts,
        gateway: &Arc<Gateway>,
    ) -> Result<Self, Problem> {
        if let Some(app_key) = app_key(parts) {
            return gateway
                .world(&app_key)
                .map(Self)
                .ok_or_else(|| not_admitted(gateway));
        }
        let world = only(gateway)?.unwrap_or_else(|| gateway.unnamed_world());
        Ok(Self(world))
    }
}

impl FromRequestParts<Arc<Gateway>> for ChosenIfAny {
    type Rejection = Problem;

    async fn from_request_parts(
        parts: &mut Parts,
        gateway: &Arc<Gateway>,
    ) -> Result<Self, Problem> {
        match app_key(parts) {
            Some(app_key) if gateway.admits(&app_key) => Ok(Self(gateway.existing_world(&app_key))),
            Some(_) => Err(not_admitted(gateway)),
            None => only(gateway).map(Self),
        }
    }
}

fn app_key(parts: &Parts) -> Option<String> {
    let query = Query::<Parameters>::try_from_uri(&parts.uri).ok()?;
    query.0.app_key
}

fn only(gateway: &Gateway) -> Result<Option<Arc<World>>, Problem> {
    match gateway.only_world() {
        OnlyWorld::One(world) => Ok(Some(world)),
        OnlyWorld::None => Ok(None),
        OnlyWorld::Several => {
            let detail = "several app_keys have been seen: say which one is meant";
            Err(Problem::field("app_key", detail, "?app_key=KEY"))
        }
    }
}

fn not_admitted(gateway: &Gateway) -> Problem {
    let configured = gateway.settings.credentials.iter();
    let allowed: Vec<_> = configured.map(|known| known.app_key.clone()).collect();
    Problem::field("app_key", "this app_key is not admitted", allowed)
}
