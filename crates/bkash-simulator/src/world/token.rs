use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::forget::make_room;
use super::random_text;
use super::token_limit::TokenLimits;
use crate::switch::{Switches, span};

/// How long an expired id token is remembered as one.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24);

/// Tokens of a kind that a world remembers, one to two kilobytes each; the first to expire goes first.
const MOST_TOKENS: usize = 10_000;

/// What a token call hands out.
#[derive(Clone)]
pub(crate) struct Issued {
    pub(crate) id_token: String,
    pub(crate) refresh_token: String,
    /// Seconds that the id token lives.
    pub(crate) expires_in: u32,
}

/// How an id token stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IdToken {
    Good,
    /// Was good once, in this life of the world.
    Expired,
    Unknown,
}

/// The tokens of one world, by their text, and how often they were asked for.
#[derive(Default)]
pub(super) struct Tokens {
    ids: HashMap<String, Timestamp>,
    refreshes: HashMap<String, Timestamp>,
    pub(super) limits: TokenLimits,
}

impl Tokens {
    pub(super) fn grant(
        &mut self,
        now: Timestamp,
        (app_key, username): (&str, &str),
        switches: &Switches,
        rng: &mut Rng,
    ) -> Issued {
        self.refreshes.retain(|_, expires| *expires > now);
        let refresh_token = refresh_token(rng);
        // From the first issue; a refresh never moves it (onboarding brief, Token Management).
        let expires = now + span(switches.refresh_token_seconds);
        make_room(&mut self.refreshes, MOST_TOKENS);
        self.refreshes.insert(refresh_token.clone(), expires);
        Issued {
            id_token: self.issue(now, (app_key, username), switches, rng),
            refresh_token,
            expires_in: switches.id_token_seconds,
        }
    }

    /// A new id token beside the old ones, which stay good until their own expiry; the refresh token
    /// stays the same. None for a dead or unknown one.
    pub(super) fn refresh(
        &mut self,
        now: Timestamp,
        refresh_token: &str,
        (app_key, username): (&str, &str),
        switches: &Switches,
        rng: &mut Rng,
    ) -> Option<Issued> {
        self.refreshes
            .get(refresh_token)
            .filter(|expires| **expires > now)?;
        Some(Issued {
            id_token: self.issue(now, (app_key, username), switches, rng),
            refresh_token: refresh_token.to_owned(),
            expires_in: switches.id_token_seconds,
        })
    }

    pub(super) fn judge(&self, now: Timestamp, id_token: &str) -> IdToken {
        match self.ids.get(id_token) {
            Some(expires) if *expires > now => IdToken::Good,
            Some(_) => IdToken::Expired,
            None => IdToken::Unknown,
        }
    }

    pub(super) fn revoke(&mut self, id_token: &str) {
        self.ids.remove(id_token);
    }

    /// Tokens that are long dead are forgotten; those of the last day can still be told that they
    /// have expired.
    fn issue(
        &mut self,
        now: Timestamp,
        (app_key, username): (&str, &str),
        switches: &Switches,
        rng: &mut Rng,
    ) -> String {
        self.ids
            .retain(|_, expires| now.duration_since(*expires) < REMEMBERED);
        let life = span(switches.id_token_seconds);
        let token = id_token(now, life, (app_key, username), rng);
        make_room(&mut self.ids, MOST_TOKENS);
        self.ids.insert(token.clone(), now + life);
        token
    }
}

/// The app key that an id token of ours was issued to, whether or not it is still good.
pub(crate) fn audience(id_token: &str) -> Option<String> {
    let claims = URL_SAFE_NO_PAD.decode(id_token.split('.').nth(1)?).ok()?;
    let claims: serde_json::Value = serde_json::from_slice(&claims).ok()?;
    claims.get("aud")?.as_str().map(str::to_owned)
}

/// Shaped as the user pool's RS256 token, about a kilobyte; the signature is noise.
fn id_token(
    now: Timestamp,
    life: SignedDuration,
    (app_key, username): (&str, &str),
    rng: &mut Rng,
) -> String {
    let issued = now.as_second();
    let header = json!({ "kid": base64_noise(rng, 32), "alg": "RS256" });
    let claims = json!({
        "sub": uuid(rng),
        "aud": app_key,
        "event_id": uuid(rng),
        "token_use": "id",
        "auth_time": issued,
        "iss": format!(
            "https://cognito-idp.ap-southeast-1.amazonaws.com/ap-southeast-1_{}",
            random_text(rng, 9, super::id::ALPHANUMERIC)
        ),
        "cognito:username": username,
        "exp": issued + life.as_secs(),
        "iat": issued,
    });
    format!(
        "{}.{}.{}",
        part(&header),
        part(&claims),
        base64_noise(rng, 256)
    )
}

/// Shaped as a five-part JWE, about 1.8 kB; all but its header is noise.
fn refresh_token(rng: &mut Rng) -> String {
    let header = json!({ "cty": "JWT", "enc": "A256GCM", "alg": "RSA-OAEP" });
    let noise = [256, 12, 1000, 16].map(|bytes| base64_noise(rng, bytes));
    format!("{}.{}", part(&header), noise.join("."))
}

fn part(value: &serde_json::Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn base64_noise(rng: &mut Rng, bytes: usize) -> String {
    let mut noise = vec![0; bytes];
    rng.fill(&mut noise);
    URL_SAFE_NO_PAD.encode(noise)
}

fn uuid(rng: &mut Rng) -> String {
    let hex = format!("{:032x}", rng.u128(..));
    format!(
        "{}-{}-4{}-8{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[13..16],
        &hex[17..20],
        &hex[20..]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_have_the_shape_and_size_of_the_real_ones() {
        let mut rng = Rng::with_seed(4);
        let issued = Tokens::default().grant(
            Timestamp::UNIX_EPOCH,
            ("key-1", "me"),
            &Switches::of(crate::switch::Profile::Lenient),
            &mut rng,
        );
        assert_eq!(issued.id_token.split('.').count(), 3);
        assert!(
            (700..1200).contains(&issued.id_token.len()),
            "{}",
            issued.id_token.len()
        );
        assert_eq!(issued.refresh_token.split('.').count(), 5);
        assert!((1700..1900).contains(&issued.refresh_token.len()));
        assert_eq!(audience(&issued.id_token).as_deref(), Some("key-1"));
        assert_eq!(audience("not.a.token"), None);
    }
}
