use std::sync::Arc;

use axum::extract::State;
use http::StatusCode;

use super::selection::ChosenIfAny;
use crate::gateway::Gateway;

/// A simulator that has seen no app key yet is as good as reset.
pub(super) async fn reset(
    State(gateway): State<Arc<Gateway>>,
    ChosenIfAny(world): ChosenIfAny,
) -> StatusCode {
    if let Some(world) = world {
        gateway.reset(&world);
    }
    StatusCode::NO_CONTENT
}
