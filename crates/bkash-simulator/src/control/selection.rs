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

/// The world that `?app_key=` names, made on first sight; without it the only one.
pub(super) struct Chosen(pub(super) Arc<World>);

/// Likewise, or none while the simulator has seen no app key at all.
pub(super) struct ChosenIfAny(pub(super) Option<Arc<World>>);

impl FromRequestParts<Arc<Gateway>> for Chosen {
    type Rejection = Problem;

    async fn from_request_parts(
        parts: &mut Parts,
        gateway: &Arc<Gateway>,
    ) -> Result<Self, Problem> {
        let ChosenIfAny(world) = ChosenIfAny::from_request_parts(parts, gateway).await?;
        world.map(Self).ok_or_else(|| {
            let detail = "no app_key has been seen yet: name one to make its world";
            Problem::field("app_key", detail, "?app_key=KEY")
        })
    }
}

impl FromRequestParts<Arc<Gateway>> for ChosenIfAny {
    type Rejection = Problem;

    async fn from_request_parts(
        parts: &mut Parts,
        gateway: &Arc<Gateway>,
    ) -> Result<Self, Problem> {
        let query = Query::<Parameters>::try_from_uri(&parts.uri);
        let app_key = query.ok().and_then(|Query(parameters)| parameters.app_key);
        if let Some(app_key) = app_key {
            let world = gateway.world(&app_key).ok_or_else(|| {
                let configured = gateway.settings.credentials.iter();
                let allowed: Vec<_> = configured.map(|known| known.app_key.clone()).collect();
                Problem::field("app_key", "this app_key is not admitted", allowed)
            })?;
            return Ok(Self(Some(world)));
        }
        match gateway.only_world() {
            OnlyWorld::One(world) => Ok(Self(Some(world))),
            OnlyWorld::None => Ok(Self(None)),
            OnlyWorld::Several => {
                let detail = "several app_keys have been seen: say which one is meant";
                Err(Problem::field("app_key", detail, "?app_key=KEY"))
            }
        }
    }
}
