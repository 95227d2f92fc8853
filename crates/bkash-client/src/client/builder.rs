//! Putting a client together.

use std::sync::Arc;
use std::time::Duration;

use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue};
use secrecy::ExposeSecret as _;

use super::routes::Routes;
use super::{Client, Inner, RefundApi};
use crate::clock::{Clock, SystemClock};
use crate::credentials::Credentials;
use crate::environment::Environment;
use crate::exchange::Wire;
use crate::observer::Observer;
use crate::token::{Keeper, MemoryTokenStore, Settings, TokenAccount, TokenCalls, TokenStore};
use crate::transport::{HttpTransport, Transport, TransportBuildError};

/// The onboarding brief sets it for all calls.
const DEADLINE: Duration = Duration::from_secs(30);
/// Two an hour, then an hour's block (developer portal: Token Management).
const TOKEN_CALLS_PER_HOUR: u32 = 2;
/// What a token call's lease outlasts its deadline by: the store's own time.
const LEASE_GRACE: Duration = Duration::from_secs(5);
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Makes a [`Client`]. Only a token store has to be given, and on loopback not even that.
#[derive(Debug)]
#[must_use = "a builder does nothing before `build`"]
pub struct ClientBuilder {
    environment: Environment,
    credentials: Credentials,
    transport: Option<Arc<dyn Transport>>,
    token_store: Option<Arc<dyn TokenStore>>,
    clock: Arc<dyn Clock>,
    observer: Option<Arc<dyn Observer>>,
    deadline: Duration,
    refund_api: RefundApi,
    token_calls_per_hour: u32,
}

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// A token store that forgets, with a gateway that is not on this machine: a process that
    /// crashes and restarts would use up the gateway's two token calls an hour, unseen.
    #[error(
        "a token store that does not outlive the process is for a gateway on loopback only; \
         give a persistent one"
    )]
    ForgetfulTokenStore,
    /// Tokens that anybody can use who gets a copy of the store.
    #[error(
        "a token store that outlives the process must be sealed when the gateway is not on loopback: \
         set BKASH_ENCRYPTION_KEY_FILE or BKASH_ENCRYPTION_KEY; `bkash key generate` makes a key"
    )]
    UnsealedTokenStore,
    /// Empty, or with characters that no header can carry.
    #[error("{0} is empty or has characters that cannot be sent")]
    Credential(&'static str),
    /// The network cannot be used.
    #[error(transparent)]
    Transport(#[from] TransportBuildError),
}

impl ClientBuilder {
    pub(super) fn new(environment: Environment, credentials: Credentials) -> Self {
        Self {
            environment,
            credentials,
            transport: None,
            token_store: None,
            clock: Arc::new(SystemClock),
            observer: None,
            deadline: DEADLINE,
            refund_api: RefundApi::V2,
            token_calls_per_hour: TOKEN_CALLS_PER_HOUR,
        }
    }

    /// How requests travel; [`HttpTransport::to`] the environment unless set.
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// Where tokens are kept; in memory unless set. Off loopback it must be persistent and sealed.
    pub fn token_store(mut self, token_store: Arc<dyn TokenStore>) -> Self {
        self.token_store = Some(token_store);
        self
    }

    /// The wall clock; the system's unless set.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Hears of every exchange.
    pub fn observer(mut self, observer: Arc<dyn Observer>) -> Self {
        self.observer = Some(observer);
        self
    }

    /// The longest that one exchange may take, connecting and reading included; 30 s unless set,
    /// as the onboarding brief demands.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Which refund calls; version 2 unless set.
    pub fn refund_api(mut self, refund_api: RefundApi) -> Self {
        self.refund_api = refund_api;
        self
    }

    /// Token calls in any hour, for all processes that share the token store; 2 unless set.
    pub fn token_calls_per_hour(mut self, calls: u32) -> Self {
        self.token_calls_per_hour = calls;
        self
    }

    /// Makes the client; sends nothing yet.
    ///
    /// # Errors
    /// Refuses a token store that forgets or does not seal off loopback, and credentials that cannot be sent.
    pub fn build(self) -> Result<Client, BuildError> {
        let token_store = self
            .token_store
            .unwrap_or_else(|| Arc::new(MemoryTokenStore::new()) as Arc<_>);
        if !token_store.is_persistent() && !self.environment.is_loopback() {
            return Err(BuildError::ForgetfulTokenStore);
        }
        if !token_store.is_sealed() && !self.environment.is_loopback() {
            return Err(BuildError::UnsealedTokenStore);
        }
        let transport = match self.transport {
            Some(transport) => transport,
            None => Arc::new(HttpTransport::to(&self.environment)?),
        };
        let (headers, token_headers) = headers(&self.credentials)?;
        let account = TokenAccount::new(
            self.environment.origin(),
            &self.credentials.app_key,
            &self.credentials.username,
        );
        let routes = Routes::new(&self.environment, self.refund_api);
        let wire = Arc::new(Wire {
            transport,
            clock: Arc::clone(&self.clock),
            observer: self.observer,
            deadline: self.deadline,
            secrets: vec![
                self.credentials.app_secret.clone(),
                self.credentials.password.clone(),
            ],
        });
        let calls = TokenCalls {
            wire: Arc::clone(&wire),
            grant: routes.grant.clone(),
            refresh: routes.refresh.clone(),
            headers: token_headers,
            credentials: self.credentials,
        };
        let settings = Settings {
            calls_per_hour: self.token_calls_per_hour,
            lease: self.deadline + LEASE_GRACE,
        };
        Ok(Client(Arc::new(Inner {
            environment: self.environment,
            keeper: Keeper::new(calls, token_store, account, self.clock, settings),
            wire,
            routes,
            refund_api: self.refund_api,
            headers,
        })))
    }
}

/// The headers of all calls but the token, and those of the token calls.
fn headers(credentials: &Credentials) -> Result<(HeaderMap, HeaderMap), BuildError> {
    let mut common = HeaderMap::new();
    common.insert(CONTENT_TYPE, JSON);
    common.insert(ACCEPT, JSON);
    let mut token = common.clone();
    common.insert(
        HeaderName::from_static("x-app-key"),
        sendable("the app_key", &credentials.app_key)?,
    );
    token.insert(
        HeaderName::from_static("username"),
        sendable("the username", &credentials.username)?,
    );
    token.insert(
        HeaderName::from_static("password"),
        sendable("the password", credentials.password.expose_secret())?,
    );
    if credentials.app_secret.expose_secret().is_empty() {
        return Err(BuildError::Credential("the app_secret"));
    }
    Ok((common, token))
}

fn sendable(what: &'static str, text: &str) -> Result<HeaderValue, BuildError> {
    if text.is_empty() {
        return Err(BuildError::Credential(what));
    }
    let mut value =
        HeaderValue::from_bytes(text.as_bytes()).map_err(|_| BuildError::Credential(what))?;
    value.set_sensitive(true);
    Ok(value)
}
