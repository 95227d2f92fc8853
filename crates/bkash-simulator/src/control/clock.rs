use axum::Json;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::fields::{Fields, missing};
use super::problem::Problem;
use super::selection::Chosen;
use super::sent::Sent;
use crate::clock::{LATEST, Speed};
use crate::gateway::World;

/// Ten years, in one step.
const FARTHEST_SECONDS: u64 = 10 * 365 * 24 * 3600;

pub(super) async fn show(Chosen(world): Chosen) -> Json<Value> {
    Json(clock_value(&world))
}

/// Sets the moment, the speed or both; the moment first.
pub(super) async fn set(Chosen(world): Chosen, Sent(body): Sent) -> Result<Json<Value>, Problem> {
    let fields = Fields::read(&body, &["now", "speed"])?;
    let moment = fields.parsed("now", "a moment such as 2026-01-31T12:00:00Z", moment)?;
    let speed = fields.number("speed", 0.0..=Speed::FASTEST)?;
    let speed = speed.and_then(Speed::of);
    if moment.is_none() && speed.is_none() {
        return Err(missing("now", "now, speed or both").into());
    }
    if let Some(moment) = moment {
        world.clock.set(moment).map_err(|out_of_reach| {
            let detail = "a world's clock goes forward only, and not past the year 2199";
            let allowed = format!("from {} to {LATEST}", out_of_reach.now);
            Problem::field("now", detail, allowed)
        })?;
    }
    if let Some(speed) = speed {
        world.clock.set_speed(speed);
    }
    Ok(Json(clock_value(&world)))
}

pub(super) async fn advance(
    Chosen(world): Chosen,
    Sent(body): Sent,
) -> Result<Json<Value>, Problem> {
    let fields = Fields::read(&body, &["seconds"])?;
    let seconds = fields
        .whole("seconds", 1..=FARTHEST_SECONDS)?
        .ok_or_else(|| missing("seconds", "a whole number of seconds"))?;
    let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
    world.clock.advance(SignedDuration::from_secs(seconds));
    Ok(Json(clock_value(&world)))
}

fn moment(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

fn clock_value(world: &World) -> Value {
    json!({
        "now": world.now().to_string(),
        "speed": number(world.clock.speed().times()),
        "ahead_seconds": world.clock.ahead().as_secs(),
    })
}

/// 60 rather than 60.0, as it was given.
#[expect(
    clippy::cast_possible_truncation,
    reason = "whole speeds are far below the limit of an i64"
)]
fn number(speed: f64) -> Value {
    match speed.fract() == 0.0 {
        true => Value::from(speed as i64),
        false => Value::from(speed),
    }
}
