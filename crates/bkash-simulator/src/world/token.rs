use std::collections::{HashMap, VecDeque};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::{Refusal, code, random_text};

/// What `expires_in` says (developer portal: Grant Token).
pub(crate) const ID_TOKEN_LIFE: SignedDuration = SignedDuration::from_secs(3600);
/// From the first issue; a refresh never moves it (onboarding brief, Token Management).
const REFRESH_TOKEN_LIFE: SignedDuration = SignedDuration::from_hours(28 * 24);
/// Token calls that the gateway allows in any hour (developer portal: Token Management).
const CALLS_PER_HOUR: usize = 2;
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// What a token call hands out.
#[derive(Clone)]
pub(crate) struct Issued {
    pub(crate) id_token: String,
    pub(crate) refresh_token: String,
}

/// The tokens of one world, by their text, and how often they were asked for.
#[derive(Default)]
pub(super) struct Tokens {
    ids: HashMap<String, Timestamp>,
    refreshes: HashMap<String, Timestamp>,
    calls: VecDeque<Timestamp>,
    /// All token calls since the world began.
    pub(super) total: u64,
    /// Those that a gateway which enforces its limit would have refused.
    pub(super) over_limit: u64,
}

impl Tokens {
    /// Counts a token call; true when it is beyond the limit. It is answered all the same.
    pub(super) fn count_call(&mut self, now: Timestamp) -> bool {
        while self
            .calls
            .front()
            .is_some_and(|first| now.duration_since(*first) >= HOUR)
        {
            self.calls.pop_front();
        }
        self.calls.push_back(now);
        self.total += 1;
        let over = self.calls.len() > CALLS_PER_HOUR;
        self.over_limit += u64::from(over);
        over
    }

    pub(super) fn calls_in_last_hour(&self, now: Timestamp) -> usize {
        self.calls
            .iter()
            .filter(|at| now.duration_since(**at) < HOUR)
            .count()
    }

    pub(super) fn grant(
        &mut self,
        now: Timestamp,
        app_key: &str,
        username: &str,
        rng: &mut Rng,
    ) -> Issued {
        self.refreshes.retain(|_, expires| *expires > now);
        let refresh_token = refresh_token(rng);
        self.refreshes
            .insert(refresh_token.clone(), now + REFRESH_TOKEN_LIFE);
        Issued {
            id_token: self.issue(now, app_key, username, rng),
            refresh_token,
        }
    }

    /// A new id token beside the old ones, which stay good until their own expiry; the refresh token
    /// stays the same. A dead one is refused with 2079 (inferred: no trace shows the real code).
    pub(super) fn refresh(
        &mut self,
        now: Timestamp,
        refresh_token: &str,
        app_key: &str,
        username: &str,
        rng: &mut Rng,
    ) -> Result<Issued, Refusal> {
        let alive = self
            .refreshes
            .get(refresh_token)
            .is_some_and(|expires| *expires > now);
        if !alive {
            return Err(code::INVALID_APP_TOKEN.into());
        }
        let id_token = self.issue(now, app_key, username, rng);
        Ok(Issued {
            id_token,
            refresh_token: refresh_token.to_owned(),
        })
    }

    pub(super) fn accepts(&self, now: Timestamp, id_token: &str) -> bool {
        self.ids.get(id_token).is_some_and(|expires| *expires > now)
    }

    fn issue(&mut self, now: Timestamp, app_key: &str, username: &str, rng: &mut Rng) -> String {
        self.ids.retain(|_, expires| *expires > now);
        let token = id_token(now, app_key, username, rng);
        self.ids.insert(token.clone(), now + ID_TOKEN_LIFE);
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
fn id_token(now: Timestamp, app_key: &str, username: &str, rng: &mut Rng) -> String {
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
        "exp": issued + ID_TOKEN_LIFE.as_secs(),
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
        let issued = Tokens::default().grant(Timestamp::UNIX_EPOCH, "key-1", "me", &mut rng);
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

    #[test]
    fn the_third_call_of_an_hour_is_over_the_limit_and_the_hour_slides() {
        let mut tokens = Tokens::default();
        let minute = |n: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_mins(n);
        assert_eq!(
            [0, 10, 59].map(|n| tokens.count_call(minute(n))),
            [false, false, true]
        );
        assert!(!tokens.count_call(minute(75)));
        assert_eq!((tokens.total, tokens.over_limit), (4, 1));
    }
}
