use axum::Json;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use http::StatusCode;
use serde_json::{Value, json};

use super::fields::Fields;
use super::problem::Problem;
use super::selection::Chosen;
use super::sent::Sent;
use crate::fault::{Kind, Placed, Rule, TooMany};

pub(super) async fn add(
    Chosen(world): Chosen,
    Sent(body): Sent,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let fields = Fields::read(&body, &Rule::fields())?;
    let rule = Rule::read(&fields)?;
    let id = world.faults().add(rule, None, world.now())?;
    Ok((StatusCode::CREATED, Json(json!({ "id": id }))))
}

pub(super) async fn list(Chosen(world): Chosen) -> Json<Value> {
    let data: Vec<Value> = world.faults().list().map(Placed::to_value).collect();
    Json(json!({ "data": data }))
}

/// Every fault that there is, with what it takes and does.
pub(super) async fn catalogue() -> Json<Value> {
    let data: Vec<Value> = Kind::all().map(Kind::to_value).collect();
    Json(json!({ "data": data }))
}

pub(super) async fn clear(Chosen(world): Chosen) -> StatusCode {
    world.faults().clear();
    StatusCode::NO_CONTENT
}

pub(super) async fn remove(
    Chosen(world): Chosen,
    id: Result<Path<u64>, PathRejection>,
) -> Result<StatusCode, Problem> {
    match id {
        Ok(Path(id)) if world.faults().remove(id) => Ok(StatusCode::NO_CONTENT),
        _ => Err(Problem::not_found(
            "no fault has this id: it may have struck its last time",
        )),
    }
}

impl From<TooMany> for Problem {
    fn from(too_many: TooMany) -> Self {
        Self::conflict(too_many.to_string())
    }
}
