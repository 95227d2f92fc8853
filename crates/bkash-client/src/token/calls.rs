//! Grant and refresh, on the wire.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::time::Instant;
use url::Url;

use crate::credentials::Credentials;
use crate::exchange::{Exchange, Outcome, Wire};
use crate::observer::Call;
use crate::reply::MaskedReply;
use crate::wire::envelope::SuccessForm;
use crate::wire::fields::{Fields, Missing};
use crate::wire::request;

/// The life of an id token whose reply names none that can be read (onboarding brief, Token
/// Management).
const USUAL_LIFE: Duration = Duration::from_secs(3600);

/// What a token call brought.
pub(super) struct Issued {
    pub(super) id_token: SecretString,
    pub(super) refresh_token: Option<SecretString>,
    pub(super) life: Duration,
}

/// Makes token calls; counting them is the keeper's business.
pub(crate) struct TokenCalls {
    pub(crate) wire: Arc<Wire>,
    pub(crate) grant: Url,
    pub(crate) refresh: Url,
    /// With `username` and `password`.
    pub(crate) headers: HeaderMap,
    pub(crate) credentials: Credentials,
}

impl TokenCalls {
    /// Is never written after `write_by`: it is counted as made by then.
    pub(super) async fn grant(&self, write_by: Instant) -> Outcome<Issued> {
        let body = request::body(&request::Grant {
            app_key: &self.credentials.app_key,
            app_secret: self.credentials.app_secret.expose_secret(),
        });
        self.call(Call::Grant, &self.grant, body, write_by).await
    }

    /// As [`TokenCalls::grant`].
    pub(super) async fn refresh(
        &self,
        refresh_token: &SecretString,
        write_by: Instant,
    ) -> Outcome<Issued> {
        let body = request::body(&request::Refresh {
            app_key: &self.credentials.app_key,
            app_secret: self.credentials.app_secret.expose_secret(),
            refresh_token: refresh_token.expose_secret(),
        });
        self.call(Call::Refresh, &self.refresh, body, write_by)
            .await
    }

    async fn call(&self, call: Call, url: &Url, body: Bytes, write_by: Instant) -> Outcome<Issued> {
        let exchange = Exchange {
            call,
            attempt: 1,
            url,
            headers: self.headers.clone(),
            body,
            form: SuccessForm::CodeOr(&["id_token"]),
            write_by: Some(write_by),
        };
        self.wire.exchange(exchange, read).await
    }
}

impl fmt::Debug for TokenCalls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenCalls")
            .field("grant", &self.grant.as_str())
            .finish_non_exhaustive()
    }
}

fn read(fields: &Fields, _: MaskedReply) -> Result<Issued, Missing> {
    const ID_TOKEN: Missing = Missing("id_token");
    let id_token = fields.secret("id_token").ok_or(ID_TOKEN)?;
    if HeaderValue::from_str(id_token.expose_secret()).is_err() {
        return Err(ID_TOKEN);
    }
    let life = fields.text(&["expires_in"]).and_then(|text| seconds(&text));
    Ok(Issued {
        id_token,
        refresh_token: fields.secret("refresh_token"),
        life: life.unwrap_or(USUAL_LIFE),
    })
}

/// A number in the tokenized replies, text in the older ones (developer portal copies).
fn seconds(text: &str) -> Option<Duration> {
    let whole = text.split('.').next()?;
    whole.parse().ok().map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_life_is_read_as_whole_seconds_however_it_is_written() {
        assert_eq!(seconds("3600"), Some(Duration::from_secs(3600)));
        assert_eq!(seconds("3600.0"), Some(Duration::from_secs(3600)));
        assert_eq!(seconds("an hour"), None);
        assert_eq!(seconds("-1"), None);
    }
}
