use std::sync::Arc;

use super::call::{Call, parse};
use super::denied::Denied;
use crate::credentials::Credentials;
use crate::gateway::World;
use crate::lookout::SecretKind;
use crate::switch::{RefreshHeaders, RefusedRefresh, WrongSecret};
use crate::wire::{Answer, GatewayMessage, Given, TokenReply, TokenRequest};
use crate::world::{Issued, Refusal, code};

/// The app key in a token call's body.
pub(super) fn app_key(body: &[u8]) -> Option<String> {
    let request: TokenRequest = parse(body).ok()?;
    request.app_key.text().map(str::to_owned)
}

/// What a page of the merchant's must never hold, whatever comes of the call.
pub(super) fn remember_secrets(call: &Call) {
    let lookout = &call.gateway.lookout;
    if let Some(password) = call.header("password") {
        lookout.remember(SecretKind::Password, password);
    }
    let request = call.parse::<TokenRequest>().unwrap_or_default();
    if let Some(app_secret) = request.app_secret.text() {
        lookout.remember(SecretKind::AppSecret, app_secret);
    }
}

fn remember_issued(call: &Call, issued: &Issued) {
    let lookout = &call.gateway.lookout;
    lookout.remember(SecretKind::IdToken, &issued.id_token);
    lookout.remember(SecretKind::RefreshToken, &issued.refresh_token);
}

pub(super) fn grant(call: &Call) -> Result<Answer, Denied> {
    let (world, username, _) = caller(call, RefreshHeaders::Required)?;
    let mut state = world.state();
    let issued = state.grant(world.now(), (&world.app_key, username), call.token_seconds);
    remember_issued(call, &issued);
    Ok(Answer::ok(&TokenReply::of(
        &issued,
        state.switches.token_status,
    )))
}

pub(super) fn refresh(call: &Call) -> Result<Answer, Denied> {
    let headers = call.switches().refresh_headers;
    let (world, username, request) = caller(call, headers)?;
    if request.refresh_token.is_missing() {
        return Err(code::FIELD_MISSING.into());
    }
    let token = request.refresh_token.text().unwrap_or_default();
    let mut state = world.state();
    let caller = (world.app_key.as_str(), username);
    match state.refresh(world.now(), token, caller, call.token_seconds) {
        Some(issued) => {
            remember_issued(call, &issued);
            let status = state.switches.token_status;
            Ok(Answer::ok(&TokenReply::of(&issued, status)))
        }
        None => Err(match state.switches.refused_refresh {
            RefusedRefresh::InvalidToken => code::INVALID_APP_TOKEN.into(),
            RefusedRefresh::SystemError => code::SYSTEM_ERROR.into(),
            RefusedRefresh::Unauthorized => GatewayMessage::UNAUTHORIZED.into(),
        }),
    }
}

/// Headers, body, app key, then name and secrets.
fn caller(
    call: &Call,
    headers: RefreshHeaders,
) -> Result<(&Arc<World>, &str, TokenRequest), Denied> {
    let present = |name| call.header(name).filter(|value| !value.is_empty());
    let (username, password) = match (present("username"), present("password"), headers) {
        (Some(username), Some(password), _) => (username, Some(password)),
        (None, None, RefreshHeaders::Optional) => ("", None),
        _ => return Err(GatewayMessage::UNAUTHORIZED.into()),
    };
    let request: TokenRequest = call.parse()?;
    if request.app_key.is_missing() || request.app_secret.is_missing() {
        return Err(code::FIELD_MISSING.into());
    }
    let world = call.named.as_ref().ok_or(code::INVALID_APP_KEY)?;
    let known = &call.gateway.settings.credentials;
    if let Some(known) = known.iter().find(|known| known.app_key == world.app_key) {
        let wrong_secret = world.state().switches.wrong_secret;
        let named = password.map(|password| (username, password));
        check(known, named, &request.app_secret, wrong_secret)?;
    }
    Ok((world, username, request))
}

fn check(
    known: &Credentials,
    named: Option<(&str, &str)>,
    app_secret: &Given,
    wrong_secret: WrongSecret,
) -> Result<(), Denied> {
    if named.is_some_and(|(username, _)| known.username != username) {
        return Err(Refusal::saying(code::SYSTEM_ERROR, "Username does not exist").into());
    }
    let wrong_password = named.is_some_and(|(_, password)| known.password != password);
    if wrong_password || app_secret.text() != Some(&known.app_secret) {
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
