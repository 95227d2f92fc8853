//! An id token with its refresh token and their times.

use std::fmt;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;

/// The gateway's tokens are valid for an hour; a stored one that claims over a day is nonsense.
const LONGEST_LIFE: SignedDuration = SignedDuration::from_hours(24);
/// How far in the future a stored token may have been issued: clocks of one fleet differ a little.
const SKEW: SignedDuration = SignedDuration::from_secs(60);
/// The refresh token is valid for 28 days from its first issue (onboarding brief, Token
/// Management); it is used for 27.
const REFRESH_USED_FOR: SignedDuration = SignedDuration::from_hours(27 * 24);
/// The most that a token is renewed early.
const LONGEST_MARGIN: SignedDuration = SignedDuration::from_mins(5);

/// What one token call brought. All times are by the store's clock. `Debug` shows times only.
#[derive(Clone)]
pub struct TokenSet {
    /// Sent raw in `Authorization`.
    pub id_token: SecretString,
    /// When the call that brought the id token began: not later than its issue.
    pub issued_at: Timestamp,
    /// `issued_at` and the life that the gateway named.
    pub expires_at: Timestamp,
    /// The refresh token of the first issue; `None` once the gateway has refused it.
    pub refresh_token: Option<SecretString>,
    /// When the refresh token was first issued; a refresh does not move it.
    pub refresh_issued_at: Timestamp,
}

impl TokenSet {
    /// How long the id token serves from `now`; zero if expired or if its times make no sense.
    /// A clock that leapt back must never make a token eternal.
    #[must_use]
    pub fn remaining(&self, now: Timestamp) -> Duration {
        let life = self.expires_at.duration_since(self.issued_at);
        let age = now.duration_since(self.issued_at);
        if !life.is_positive() || life > LONGEST_LIFE || age < -SKEW {
            return Duration::ZERO;
        }
        Duration::try_from(self.expires_at.duration_since(now)).unwrap_or(Duration::ZERO)
    }

    /// How long before its end the id token is renewed: five minutes or a tenth of its life,
    /// whichever is less.
    pub(crate) fn margin(&self) -> Duration {
        let tenth = self.expires_at.duration_since(self.issued_at) / 10;
        Duration::try_from(tenth.min(LONGEST_MARGIN)).unwrap_or(Duration::ZERO)
    }

    /// The refresh token, if it is worth a call at `now`.
    pub(crate) fn refresh_token_in_use(&self, now: Timestamp) -> Option<&SecretString> {
        let age = now.duration_since(self.refresh_issued_at);
        self.refresh_token
            .as_ref()
            .filter(|_| age >= -SKEW && age < REFRESH_USED_FOR)
    }

    pub(crate) fn without_refresh_token(&self) -> Self {
        Self {
            refresh_token: None,
            ..self.clone()
        }
    }
}

impl fmt::Debug for TokenSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenSet")
            .field("issued_at", &self.issued_at)
            .field("expires_at", &self.expires_at)
            .field("refresh_issued_at", &self.refresh_issued_at)
            .finish_non_exhaustive()
    }
}

/// The token in hand, for tools. `Debug` and fields hold no token; [`TokenInfo::expose`] does.
#[derive(Clone)]
#[non_exhaustive]
pub struct TokenInfo {
    /// When the call that brought it began.
    pub issued_at: Timestamp,
    /// When it dies.
    pub expires_at: Timestamp,
    /// When its refresh token was first issued, if there is one.
    pub refresh_issued_at: Option<Timestamp>,
    id_token: SecretString,
}

impl TokenInfo {
    /// The raw id token. Whoever has it can take payments of this merchant for its hour.
    #[must_use]
    pub fn expose(&self) -> &str {
        secrecy::ExposeSecret::expose_secret(&self.id_token)
    }
}

impl From<&TokenSet> for TokenInfo {
    fn from(set: &TokenSet) -> Self {
        Self {
            issued_at: set.issued_at,
            expires_at: set.expires_at,
            refresh_issued_at: set.refresh_token.as_ref().map(|_| set.refresh_issued_at),
            id_token: set.id_token.clone(),
        }
    }
}

impl fmt::Debug for TokenInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenInfo")
            .field("issued_at", &self.issued_at)
            .field("expires_at", &self.expires_at)
            .field("refresh_issued_at", &self.refresh_issued_at)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_765_000_000 + seconds).unwrap()
    }

    fn set(issued: i64, life: i64) -> TokenSet {
        TokenSet {
            id_token: "id".to_owned().into(),
            issued_at: at(issued),
            expires_at: at(issued + life),
            refresh_token: Some("refresh".to_owned().into()),
            refresh_issued_at: at(0),
        }
    }

    #[test]
    fn a_token_serves_until_its_hour_is_over() {
        assert_eq!(set(0, 3600).remaining(at(0)), Duration::from_secs(3600));
        assert_eq!(set(0, 3600).remaining(at(3599)), Duration::from_secs(1));
        assert_eq!(set(0, 3600).remaining(at(3600)), Duration::ZERO);
    }

    #[test]
    fn a_token_whose_times_make_no_sense_is_expired() {
        assert_eq!(
            set(86_400, 3600).remaining(at(0)),
            Duration::ZERO,
            "issued tomorrow"
        );
        assert_eq!(
            set(0, 90_000).remaining(at(1)),
            Duration::ZERO,
            "lives over a day"
        );
        assert_eq!(
            set(0, -5).remaining(at(-10)),
            Duration::ZERO,
            "died before its birth"
        );
        assert_eq!(
            set(30, 3600).remaining(at(0)),
            Duration::from_secs(3630),
            "a little skew"
        );
    }

    #[test]
    fn the_margin_is_five_minutes_or_a_tenth() {
        assert_eq!(set(0, 3600).margin(), Duration::from_secs(300));
        assert_eq!(set(0, 600).margin(), Duration::from_secs(60));
        assert_eq!(set(0, 40).margin(), Duration::from_secs(4));
    }

    #[test]
    fn a_refresh_token_is_used_for_27_days() {
        let day = 86_400;
        assert!(
            set(0, 3600)
                .refresh_token_in_use(at(27 * day - 1))
                .is_some()
        );
        assert!(set(0, 3600).refresh_token_in_use(at(27 * day)).is_none());
        assert!(
            set(0, 3600).refresh_token_in_use(at(-day)).is_none(),
            "issued tomorrow"
        );
    }

    #[test]
    fn debug_shows_no_token() {
        let shown = format!("{:?} {:?}", set(0, 1), TokenInfo::from(&set(0, 1)));
        assert!(
            !shown.contains("\"id\"") && !shown.contains("refresh\""),
            "{shown}"
        );
    }
}
