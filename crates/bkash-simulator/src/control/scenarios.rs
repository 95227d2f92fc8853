use axum::Json;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::{IntoResponse as _, Response};
use http::{StatusCode, header};
use serde_json::{Value, json};

use super::fields::{BadField, Fields, missing};
use super::problem::Problem;
use super::selection::Chosen;
use super::sent::Sent;
use crate::scenario::{Full, SHIPPED, Scenario, ScenarioError};

/// Those that the simulator brings along.
pub(super) async fn list() -> Json<Value> {
    let data: Vec<Value> = Scenario::shipped()
        .map(|scenario| {
            json!({
                "name": scenario.name(),
                "story": scenario.story(),
                "faults": scenario.faults(),
            })
        })
        .collect();
    Json(json!({ "data": data }))
}

/// The file of one, to be changed and sent back.
pub(super) async fn show(name: Result<Path<String>, PathRejection>) -> Result<Response, Problem> {
    let shipped = name.ok().and_then(|Path(name)| {
        let mut all = SHIPPED.iter();
        all.find(|shipped| shipped.name == name)
    });
    let shipped = shipped.ok_or_else(|| Problem::not_found("no scenario has this name"))?;
    let kind = [(header::CONTENT_TYPE, "application/toml")];
    Ok((kind, shipped.text).into_response())
}

/// Plays one in this world from now on: `{"name"}` of a shipped one, or the text of a scenario file.
pub(super) async fn play(
    Chosen(world): Chosen,
    Sent(body): Sent,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let scenario = read(&body)?;
    let faults = scenario.play(&world)?;
    let played = json!({ "name": scenario.name(), "faults": faults });
    Ok((StatusCode::CREATED, Json(played)))
}

fn read(body: &[u8]) -> Result<Scenario, Problem> {
    let is_object = matches!(body.trim_ascii_start().first(), None | Some(b'{'));
    if is_object {
        return Ok(named(&Fields::read(body, &["name"])?)?);
    }
    let text = std::str::from_utf8(body).map_err(|_| {
        let detail = "a scenario file is UTF-8 text";
        BadField::new("body", detail, "TOML, or {\"name\"}")
    })?;
    Ok(Scenario::parse("body", text)?)
}

fn named(fields: &Fields) -> Result<Scenario, BadField> {
    let names = || {
        SHIPPED
            .iter()
            .map(|shipped| shipped.name)
            .collect::<Vec<_>>()
    };
    let name = fields.text("name", "text")?;
    let name = name.ok_or_else(|| missing("name", names()))?;
    Scenario::named(name).ok_or_else(|| {
        let detail = format!("there is no scenario {name}");
        BadField::new("name", detail, names())
    })
}

impl From<ScenarioError> for Problem {
    fn from(error: ScenarioError) -> Self {
        let detail = error.to_string();
        let bad = *error.bad;
        Self::field(&bad.name, detail, bad.allowed)
    }
}

impl From<Full> for Problem {
    fn from(full: Full) -> Self {
        Self::conflict(full.to_string())
    }
}
