use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::flaw::Flaw;
use super::wire::{APP_KEY, APP_SECRET, Call, Heard, Wire};

/// Where a token stands that all payers share.
const SHARED: u64 = 0;

#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) id_token: String,
    /// None once it was refused.
    refresh_token: Option<String>,
    fresh_until: Instant,
}

/// What outlives the shop's process.
pub(crate) type Vault = Arc<Mutex<BTreeMap<u64, Token>>>;

/// Keeps the id_token for its life, and renews it once for all who wait.
#[derive(Debug)]
pub(crate) struct Tokens {
    wire: Wire,
    vault: Vault,
    flaw: Option<Flaw>,
    renewal: tokio::sync::Mutex<()>,
}

impl Tokens {
    pub(crate) fn new(wire: Wire, vault: Vault, flaw: Option<Flaw>) -> Self {
        let vault = match flaw {
            Some(Flaw::TokenInMemory) => Vault::default(),
            _ => vault,
        };
        Self {
            wire,
            vault,
            flaw,
            renewal: tokio::sync::Mutex::default(),
        }
    }

    /// The token for a call; None if the gateway gives none.
    pub(crate) async fn token(&self, call: Call, order: u64) -> Option<String> {
        let place = match self.flaw {
            Some(Flaw::TokenOfEachOrder) => order,
            _ => SHARED,
        };
        let refunds = matches!(call, Call::Refund | Call::RefundV1);
        let anew = self.flaw == Some(Flaw::GrantsForEachCall);
        if self.flaw == Some(Flaw::RefundGrantsAnew) && refunds {
            return Some(self.grant().await?.id_token);
        }
        if anew {
            let token = self.grant().await?;
            self.keep(place, &token);
            return Some(token.id_token);
        }
        if let Some(token) = self.fresh(place) {
            return Some(token.id_token);
        }
        if self.flaw == Some(Flaw::GrantsOnRace) {
            return self.renew(place).await;
        }
        let _turn = self.renewal.lock().await;
        match self.fresh(place) {
            Some(token) => Some(token.id_token),
            None => self.renew(place).await,
        }
    }

    /// Another token than this one, which the gateway does not know any more.
    pub(crate) async fn instead_of(&self, refused: &str, order: u64) -> Option<String> {
        let place = match self.flaw {
            Some(Flaw::TokenOfEachOrder) => order,
            _ => SHARED,
        };
        let _turn = self.renewal.lock().await;
        match self.fresh(place) {
            Some(token) if token.id_token != refused => Some(token.id_token),
            _ => self.renew(place).await,
        }
    }

    /// The next caller renews it.
    pub(crate) fn distrust(&self) {
        for token in self.vault.lock().unwrap().values_mut() {
            token.fresh_until = Instant::now();
        }
    }

    /// For mistakes that give the token away.
    pub(crate) fn at_hand(&self) -> String {
        let vault = self.vault.lock().unwrap();
        vault
            .get(&SHARED)
            .map_or_else(String::new, |token| token.id_token.clone())
    }

    /// Refreshes every now and then, whether anybody pays or not.
    pub(crate) async fn renew_on_timer(self: Arc<Self>, every: Duration) {
        loop {
            tokio::time::sleep(every).await;
            let _turn = self.renewal.lock().await;
            if self.vault.lock().unwrap().contains_key(&SHARED) {
                self.renew(SHARED).await;
            }
        }
    }

    fn fresh(&self, place: u64) -> Option<Token> {
        let vault = self.vault.lock().unwrap();
        let token = vault.get(&place)?;
        (Instant::now() < token.fresh_until).then(|| token.clone())
    }

    fn keep(&self, place: u64, token: &Token) {
        self.vault.lock().unwrap().insert(place, token.clone());
    }

    /// Refresh where there is something to refresh by; grant if that was refused or unanswered.
    async fn renew(&self, place: u64) -> Option<String> {
        if !self.may_call() {
            return None;
        }
        let known = self.vault.lock().unwrap().get(&place).cloned();
        let refreshed = match &known {
            Some(known) if self.flaw != Some(Flaw::GrantsInsteadOfRefresh) => {
                self.refresh(known).await
            }
            _ => None,
        };
        let gives_up = self.flaw == Some(Flaw::NeverGrantsAgain) && known.is_some();
        let token = match refreshed {
            Some(token) if self.flaw != Some(Flaw::RefreshesAndGrants) => Some(token),
            _ if gives_up => None,
            _ => {
                self.forget_refresh_token(place);
                self.grant().await
            }
        }?;
        self.keep(place, &token);
        Some(token.id_token)
    }

    fn forget_refresh_token(&self, place: u64) {
        if let Some(token) = self.vault.lock().unwrap().get_mut(&place) {
            token.refresh_token = None;
        }
    }

    async fn refresh(&self, known: &Token) -> Option<Token> {
        let refresh_token = match self.flaw {
            Some(Flaw::RefreshesWithIdToken) => Some(&known.id_token),
            _ => known.refresh_token.as_ref(),
        }?;
        let body =
            json!({"app_key": APP_KEY, "app_secret": APP_SECRET, "refresh_token": refresh_token});
        self.read(self.wire.token_call(Call::Refresh, &body).await)
    }

    async fn grant(&self) -> Option<Token> {
        let body = json!({"app_key": APP_KEY, "app_secret": APP_SECRET});
        self.read(self.wire.token_call(Call::Grant, &body).await)
    }

    /// The gateway allows two an hour.
    fn may_call(&self) -> bool {
        let before = self.wire.token_calls.fetch_add(1, Ordering::Relaxed);
        self.flaw != Some(Flaw::CountsTokenCalls) || before < 2
    }

    fn read(&self, heard: Heard) -> Option<Token> {
        let Heard::Success(body) = heard else {
            return None;
        };
        let text = |key| Some(body.get(key)?.as_str()?.to_owned());
        let life = match self.flaw {
            Some(Flaw::IgnoresExpiry) => 3_600,
            _ => body.get("expires_in").and_then(Value::as_u64)?,
        };
        // Renewed in the last tenth of its life.
        let good_for = match self.flaw {
            Some(Flaw::RenewsAMinuteAhead) => Duration::from_secs(life.saturating_sub(60)),
            _ => Duration::from_millis(life * 900),
        };
        Some(Token {
            id_token: text("id_token")?,
            refresh_token: Some(text("refresh_token")?),
            fresh_until: Instant::now() + good_for,
        })
    }
}
