use axum::Json;
use serde_json::{Map, Value, json};

use super::fields::Fields;
use super::problem::Problem;
use super::selection::Chosen;
use super::sent::Sent;
use crate::gateway::World;
use crate::switch::{Profile, Row, Switches, UnknownSwitch};

/// Every switch with its value, what it may be, what it decides and where its readings come from.
pub(super) async fn show(Chosen(world): Chosen) -> Json<Value> {
    Json(listed(&world))
}

/// Sets `profile` first, then single switches; nothing is changed if one of them is refused.
pub(super) async fn set(Chosen(world): Chosen, Sent(body): Sent) -> Result<Json<Value>, Problem> {
    let rows = Switches::rows();
    let mut known: Vec<&str> = rows.iter().map(|row| row.name).collect();
    known.insert(0, "profile");
    let fields = Fields::read(&body, &known)?;
    let mut switches = world.state().switches;
    if let Some(profile) = fields.text("profile", "text")? {
        switches = Switches::of(profile.parse::<Profile>()?);
    }
    for row in &rows {
        if let Some(value) = fields.plain(row.name)? {
            switches.set(row.name, &value)?;
        }
    }
    world.state().switches = switches;
    Ok(Json(listed(&world)))
}

fn listed(world: &World) -> Value {
    let switches = world.state().switches;
    let profile = Profile::ALL
        .iter()
        .find(|(profile, _)| Switches::of(*profile) == switches);
    let values: Map<String, Value> = switches
        .values()
        .into_iter()
        .zip(Switches::rows())
        .map(|((name, value), row)| (name.to_owned(), described(&value, &row)))
        .collect();
    json!({ "profile": profile.map(|(_, name)| name), "switches": values })
}

fn described(value: &str, row: &Row) -> Value {
    json!({
        "value": value,
        "allowed": row.allowed,
        "about": row.about,
        "source": row.source,
    })
}

impl From<UnknownSwitch> for Problem {
    fn from(unknown: UnknownSwitch) -> Self {
        Self::field(&unknown.field, unknown.detail, unknown.allowed)
    }
}
