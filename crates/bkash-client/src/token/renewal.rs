//! One renewal: reuse what the store has, else refresh, else grant, within the budget.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use tokio::time::Instant;

use super::calls::Issued;
use super::flight::{Haste, Landing, Purpose};
use super::keeper::Inner;
use super::record::after;
use super::{Begin, CallEnd, Finish, Intent, Permit, StoredTokens, TokenSet};
use crate::error::{CallError, NotPerformed, NotPerformedReason};
use crate::exchange::Outcome;

/// How often a store is asked whether another's call has ended.
const POLL: Duration = Duration::from_millis(100);

/// Who can wait leaves a call to those who cannot: one that is allowed within so long after its own.
const SPARE_WITHIN: Duration = Duration::from_secs(60);

pub(super) struct Renewal<'a> {
    keeper: &'a Inner,
    purpose: Purpose,
    /// Others' leases are waited for until then.
    give_up_at: Instant,
}

/// What to do once the store allows a call.
enum Plan {
    Grant,
    Refresh {
        refresh_token: SecretString,
        tokens: TokenSet,
    },
}

/// How far one call brought us.
enum Step {
    Landed(Landing),
    /// The refresh token is dead, and the store knows.
    Again,
}

impl<'a> Renewal<'a> {
    pub(super) fn new(keeper: &'a Inner, purpose: Purpose) -> Self {
        let give_up_at = Instant::now() + keeper.settings.lease * 2;
        Self {
            keeper,
            purpose,
            give_up_at,
        }
    }

    pub(super) async fn run(self) -> Landing {
        let keeper = self.keeper;
        loop {
            let stored = keeper.heard(keeper.store.load(&keeper.account).await)?;
            let stored = match stored {
                Some(stored) if self.is_welcome(&stored) => return keeper.adopt(stored),
                stored => stored,
            };
            let intent = self.intent(stored.as_ref());
            // The budget counts the call by the end of its lease, which begins after now: a process that stalls behind
            // it must not call when it wakes.
            let write_by = Instant::now() + keeper.settings.lease;
            let begin = keeper.store.begin_call(&keeper.account, &intent).await;
            match keeper.heard(begin)? {
                Begin::Newer(_) => {}
                Begin::Busy { retry_after } => self.wait(retry_after).await?,
                Begin::Exhausted { next_allowed } => {
                    return Err(exhausted(keeper.settings.calls_per_hour, next_allowed).into());
                }
                Begin::Go(permit) => match self.call(self.plan(stored), permit, write_by).await {
                    Step::Landed(landing) => return landing,
                    Step::Again => {}
                },
            }
        }
    }

    /// Whether what the store has makes a call needless.
    fn is_welcome(&self, stored: &StoredTokens) -> bool {
        let remaining = stored.tokens.remaining(stored.as_of);
        match &self.purpose {
            Purpose::Needed { unusable, .. } => {
                let refused = unusable
                    .as_ref()
                    .is_some_and(|it| it.is_same_token(&stored.tokens));
                !refused && !remaining.is_zero()
            }
            Purpose::Early { current } => {
                !current.is_same_token(&stored.tokens) && remaining > stored.tokens.margin()
            }
            Purpose::ForcedGrant | Purpose::ForcedRefresh => false,
        }
    }

    fn intent(&self, stored: Option<&StoredTokens>) -> Intent {
        Intent {
            seen_version: stored.map_or(0, |stored| stored.version),
            calls_per_hour: self.keeper.settings.calls_per_hour,
            lease: self.keeper.settings.lease,
            spare_by: self.spare_by(stored),
        }
    }

    /// By when one more call must be allowed, if this one may not be the last.
    fn spare_by(&self, stored: Option<&StoredTokens>) -> Option<Timestamp> {
        match &self.purpose {
            // Its life began somewhere within the call that brought it, which is counted by its end: it may
            // die later by as much as a lease lasts.
            Purpose::Early { .. } => {
                stored.map(|stored| after(stored.tokens.expires_at, self.keeper.settings.lease))
            }
            // With a budget of one there is none to spare.
            Purpose::Needed {
                haste: Haste::CanWait,
                ..
            } if self.keeper.settings.calls_per_hour > 1 => {
                // By the store's clock, if it has told its time.
                let now = stored.map_or_else(|| self.keeper.clock.now(), |stored| stored.as_of);
                Some(after(now, SPARE_WITHIN))
            }
            Purpose::Needed { .. } | Purpose::ForcedGrant | Purpose::ForcedRefresh => None,
        }
    }

    fn plan(&self, stored: Option<StoredTokens>) -> Plan {
        let Some(stored) = stored else {
            return Plan::Grant;
        };
        if matches!(self.purpose, Purpose::ForcedGrant) {
            return Plan::Grant;
        }
        match stored.tokens.refresh_token_in_use(stored.as_of).cloned() {
            Some(refresh_token) => Plan::Refresh {
                refresh_token,
                tokens: stored.tokens,
            },
            None => Plan::Grant,
        }
    }

    async fn wait(&self, retry_after: Duration) -> Result<(), NotPerformed> {
        if Instant::now() >= self.give_up_at {
            return Err(NotPerformed::new(
                NotPerformedReason::NoToken,
                "another process holds the lease for the token call and does not end",
            ));
        }
        tokio::time::sleep(retry_after.clamp(Duration::from_millis(1), POLL)).await;
        Ok(())
    }

    async fn call(&self, plan: Plan, permit: Permit, write_by: Instant) -> Step {
        let (began, began_at) = (Instant::now(), permit.began_at);
        let (outcome, before) = match plan {
            Plan::Grant => (self.keeper.calls.grant(write_by).await, None),
            Plan::Refresh {
                refresh_token,
                tokens,
            } => (
                self.keeper.calls.refresh(&refresh_token, write_by).await,
                Some(tokens),
            ),
        };
        if let Some(tokens) = before
            .as_ref()
            .filter(|_| says_refresh_token_is_dead(&outcome))
        {
            let finished = self
                .finish(permit, CallEnd::Tokens(tokens.without_refresh_token()))
                .await;
            return finished.map_or_else(|error| Step::Landed(Err(error)), |_| Step::Again);
        }
        let failed = match never_left(&outcome) {
            true => CallEnd::NeverLeft,
            false => CallEnd::NoTokens,
        };
        Step::Landed(match outcome.into_result() {
            Ok(issued) => {
                let tokens = token_set(issued, began_at, before.as_ref());
                self.keep(tokens, permit, began.elapsed()).await
            }
            Err(error) => {
                // The lease ends by itself if the store cannot be told.
                let _ = self.finish(permit, failed).await;
                Err(error)
            }
        })
    }

    async fn keep(&self, tokens: TokenSet, permit: Permit, took: Duration) -> Landing {
        let took = SignedDuration::try_from(took).unwrap_or(SignedDuration::ZERO);
        let unstored = StoredTokens {
            version: permit.seen_version,
            as_of: permit
                .began_at
                .saturating_add(took)
                .unwrap_or(Timestamp::MAX),
            tokens: tokens.clone(),
        };
        match self.finish(permit, CallEnd::Tokens(tokens)).await {
            Ok(Finish::Kept(stored) | Finish::Superseded(stored)) => self.keeper.adopt(stored),
            Ok(Finish::Released) => self.keeper.adopt(unstored),
            Err(error) => {
                // Better one token too many in some other process than no payments in this one.
                tracing::warn!(account = %self.keeper.account, %error, "serving an unstored token");
                self.keeper.adopt(unstored)
            }
        }
    }

    async fn finish(&self, permit: Permit, end: CallEnd) -> Result<Finish, CallError> {
        let keeper = self.keeper;
        let finished = keeper.store.finish(&keeper.account, permit, end).await;
        keeper.heard(finished)
    }
}

/// A refresh never moves the 28 days. The refresh token stays the one first issued, unless
/// another comes back, which then inherits its age (onboarding brief, Token Management).
fn token_set(issued: Issued, began_at: Timestamp, before: Option<&TokenSet>) -> TokenSet {
    let life = SignedDuration::try_from(issued.life).unwrap_or(SignedDuration::MAX);
    TokenSet {
        id_token: issued.id_token,
        issued_at: began_at,
        expires_at: began_at.saturating_add(life).unwrap_or(Timestamp::MAX),
        refresh_token: issued
            .refresh_token
            .or_else(|| before.and_then(|before| before.refresh_token.clone())),
        refresh_issued_at: before.map_or(began_at, |before| before.refresh_issued_at),
    }
}

/// No trace of the reply to a dead refresh token is known: any code will do but maintenance, and
/// so will a 400 or 401. A 403 or 429 is about the caller, and a grant would fare no better.
fn says_refresh_token_is_dead<T>(outcome: &Outcome<T>) -> bool {
    match outcome {
        Outcome::Refused(refusal) => refusal.code.as_str() != "503",
        Outcome::NotPerformed(not_performed) => matches!(
            not_performed.reason,
            NotPerformedReason::Unauthorized | NotPerformedReason::BadRequest
        ),
        Outcome::Success(_) | Outcome::Unanswered(_) => false,
    }
}

/// Whether the gateway cannot have counted the call: no connection, or too late to be written.
fn never_left<T>(outcome: &Outcome<T>) -> bool {
    matches!(
        outcome,
        Outcome::NotPerformed(not_performed) if matches!(
            not_performed.reason,
            NotPerformedReason::NotSent | NotPerformedReason::TooLate
        )
    )
}

fn exhausted(calls_per_hour: u32, next_allowed: Option<Timestamp>) -> NotPerformed {
    let when = next_allowed.map_or_else(|| "never".to_owned(), |at| at.to_string());
    let message =
        format!("no token call is allowed now: {calls_per_hour} in any hour; the next at {when}");
    let mut not_performed = NotPerformed::new(NotPerformedReason::TokenBudget, message);
    not_performed.next_allowed_at = next_allowed;
    not_performed
}
