use std::sync::Arc;

use super::call::{Call, parse};
use super::denied::Denied;
use crate::credentials::Credentials;
use crate::gateway::World;
use crate::switch::{RefusedRefresh, WrongSecret};
use crate::wire::{Answer, GatewayMessage, Given, TokenReply, TokenRequest};
use crate::world::{Refusal, code};

/// The app key in a token call's body.
pub(super) fn app_key(body: &[u8]) -> Option<String> {
    let request: TokenRequest = parse(body).ok()?;
    request.app_key.text().map(str::to_owned)
}

pub(super) fn grant(call: &Call) -> Result<Answer, Denied> {
    let (world, username, _) = caller(call)?;
    let issued = world.state().grant(world.now(), &world.app_key, username);
    Ok(Answer::ok(&TokenReply::of(&issued)))
}

pub(super) fn refresh(call: &Call) -> Result<Answer, Denied> {
    let (world, username, request) = caller(call)?;
    if request.refresh_token.is_missing() {
        return Err(code::FIELD_MISSING.into());
    }
    let token = request.refresh_token.text().unwrap_or_default();
    let mut state = world.state();
    match state.refresh(world.now(), token, &world.app_key, username) {
        Some(issued) => Ok(Answer::ok(&TokenReply::of(&issued))),
        None => Err(match state.switches.refused_refresh {
            RefusedRefresh::InvalidToken => code::INVALID_APP_TOKEN.into(),
            RefusedRefresh::SystemError => code::SYSTEM_ERROR.into(),
            RefusedRefresh::Unauthorized => GatewayMessage::UNAUTHORIZED.into(),
        }),
    }
}

/// Headers, body, app key, then name and secrets.
fn caller(call: &Call) -> Result<(&Arc<World>, &str, TokenRequest), Denied> {
    let present = |name| call.header(name).filter(|value| !value.is_empty());
    let username = present("username").ok_or(GatewayMessage::UNAUTHORIZED)?;
    let password = present("password").ok_or(GatewayMessage::UNAUTHORIZED)?;
    let request: TokenRequest = call.parse()?;
    if request.app_key.is_missing() || request.app_secret.is_missing() {
        return Err(code::FIELD_MISSING.into());
    }
    let world = call.named.as_ref().ok_or(code::INVALID_APP_KEY)?;
    let known = &call.gateway.settings.credentials;
    if let Some(known) = known.iter().find(|known| known.app_key == world.app_key) {
        let wrong_secret = world.state().switches.wrong_secret;
        check(known, username, password, &request.app_secret, wrong_secret)?;
    }
    Ok((world, username, request))
}

fn check(
    known: &Credentials,
    username: &str,
    password: &str,
    app_secret: &Given,
    wrong_secret: WrongSecret,
) -> Result<(), Denied> {
    if known.username != username {
        return Err(Refusal::saying(code::SYSTEM_ERROR, "Username does not exist").into());
    }
    if known.password != password || app_secret.text() != Some(&known.app_secret) {
        return Err(match wrong_secret {
            WrongSecret::Escaped => {
                Refusal::saying(code::SYSTEM_ERROR, "Invalid credentials.\n").into()
            }
            WrongSecret::RawNewline => Denied::RawNewline,
            WrongSecret::SystemError => code::SYSTEM_ERROR.into(),
        });
    }
    Ok(())
}
