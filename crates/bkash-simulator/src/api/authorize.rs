use std::sync::Arc;

use http::header;

use super::call::Call;
use super::denied::Denied;
use crate::gateway::World;
use crate::wire::GatewayMessage;
use crate::world::{audience, code};

/// The world of a good token, if the app key header names that world too. bKash's samples send the
/// raw token; the sandbox takes `Bearer` before it as well.
pub(super) fn authorize(call: &Call) -> Result<&Arc<World>, Denied> {
    let token = call
        .header(header::AUTHORIZATION.as_str())
        .ok_or(GatewayMessage::UNAUTHORIZED)?;
    let token = token.strip_prefix("Bearer ").unwrap_or(token);
    match &call.named {
        Some(world) if is_good(world, token) => Ok(world),
        _ if token_world(call, token).is_some_and(|world| is_good(&world, token)) => {
            Err(code::INVALID_APP_KEY.into())
        }
        _ => Err(GatewayMessage::UNAUTHORIZED.into()),
    }
}

fn is_good(world: &World, token: &str) -> bool {
    world.state().accepts_token(world.now(), token)
}

/// The world that a token was issued in, wherever the request was aimed.
fn token_world(call: &Call, token: &str) -> Option<Arc<World>> {
    call.gateway.existing_world(&audience(token)?)
}
