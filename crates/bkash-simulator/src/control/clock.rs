use axum::Json;
use serde_json::{Value, json};

use super::fields::{Fields, missing};
use super::problem::Problem;
use super::selection::Chosen;
use super::sent::Sent;

/// Ten years, in one step.
const FARTHEST_SECONDS: u64 = 10 * 365 * 24 * 3600;

pub(super) async fn advance(
    Chosen(world): Chosen,
    Sent(body): Sent,
) -> Result<Json<Value>, Problem> {
    let fields = Fields::read(&body, &["seconds"])?;
    let seconds = fields
        .whole("seconds", 1..=FARTHEST_SECONDS)?
        .ok_or_else(|| missing("seconds", "a whole number of seconds"))?;
    world.advance(i64::try_from(seconds * 1000).unwrap_or(i64::MAX));
    Ok(Json(json!({ "now": world.now().to_string() })))
}
