use std::sync::Arc;

use http::header;

use super::call::Call;
use super::denied::Denied;
use crate::gateway::World;
use crate::switch::{Authorization, ExpiredToken};
use crate::wire::GatewayMessage;
use crate::world::{IdToken, audience, code};

/// The world of a good token, if the app key header names that world too. bKash's samples send the
/// raw token; the sandbox takes `Bearer` before it as well.
pub(super) fn authorize(call: &Call) -> Result<&Arc<World>, Denied> {
    let token = call
        .header(header::AUTHORIZATION.as_str())
        .ok_or(GatewayMessage::UNAUTHORIZED)?;
    let bare = bare(token);
    if let Some(world) = &call.named {
        match standing(world, token, bare) {
            IdToken::Good => return Ok(world),
            IdToken::Expired => return Err(expired(world).into()),
            IdToken::Unknown => {}
        }
    }
    match token_world(call, bare) {
        Some(world) if standing(&world, token, bare) == IdToken::Good => {
            Err(code::INVALID_APP_KEY.into())
        }
        _ => Err(GatewayMessage::UNAUTHORIZED.into()),
    }
}

/// The token that a call carries, good or not.
pub(super) fn id_token(call: &Call) -> Option<&str> {
    call.header(header::AUTHORIZATION.as_str()).map(bare)
}

fn bare(header: &str) -> &str {
    header.strip_prefix("Bearer ").unwrap_or(header)
}

/// How the world takes the header: a token in a form that it refuses is none.
fn standing(world: &World, header: &str, bare: &str) -> IdToken {
    let state = world.state();
    match state.switches.authorization {
        Authorization::Raw if header != bare => IdToken::Unknown,
        _ => state.judge_token(world.now(), bare),
    }
}

fn expired(world: &World) -> GatewayMessage {
    match world.state().switches.expired_token {
        ExpiredToken::Unauthorized => GatewayMessage::UNAUTHORIZED,
        ExpiredToken::Expired => GatewayMessage::EXPIRED,
    }
}

/// The world that a token was issued in, wherever the request was aimed.
fn token_world(call: &Call, token: &str) -> Option<Arc<World>> {
    call.gateway.existing_world(&audience(token)?)
}
