use std::sync::Arc;

use axum::extract::State;
use http::StatusCode;

use super::fields::Fields;
use super::problem::Problem;
use super::selection::ChosenIfAny;
use super::sent::Sent;
use crate::gateway::Gateway;

/// A simulator that has seen no app key yet is as good as reset.
pub(super) async fn reset(
    State(gateway): State<Arc<Gateway>>,
    ChosenIfAny(world): ChosenIfAny,
    Sent(body): Sent,
) -> Result<StatusCode, Problem> {
    let fields = Fields::read(&body, &["seed"])?;
    let seed = fields.whole("seed", 0..=u64::MAX)?;
    if let Some(world) = world {
        gateway.reset(&world, seed);
    }
    Ok(StatusCode::NO_CONTENT)
}
