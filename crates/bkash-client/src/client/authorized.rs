//! A call with the id token: sent once, and once more after a 401.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use tokio::time::Instant;
use url::Url;

use super::Client;
use crate::error::{CallError, NotPerformed, NotPerformedReason};
use crate::exchange::{Exchange, Outcome, Reader};
use crate::observer::Call;
use crate::token::Held;
use crate::wire::envelope::SuccessForm;

/// After this much more than its own limit, even the repeat of a prepared call must not be
/// written: a reader of the caller's records may by then have taken it for lost. The first
/// exchange and a renewal, each with its deadline, fit in.
const REPEAT_WITHIN: Duration = Duration::from_secs(70);

/// One call, ready to be sent with whatever token serves.
#[derive(Debug)]
pub(super) struct Operation {
    pub(super) call: Call,
    pub(super) url: Url,
    pub(super) form: SuccessForm,
    pub(super) body: Bytes,
}

impl Client {
    /// Gets a token and sends.
    pub(super) async fn call<T>(&self, operation: &Operation, read: Reader<T>) -> Outcome<T> {
        match self.token_in_hand().await {
            Ok(held) => self.send(operation, held, None, read).await,
            Err(not_performed) => not_performed.into(),
        }
    }

    pub(super) async fn token_in_hand(&self) -> Result<Arc<Held>, NotPerformed> {
        self.0
            .keeper
            .token()
            .await
            .map_err(|error| no_token(&error))
    }

    /// Sends; on 401, which the gateway gives in front of its backend, renews the token once and
    /// sends once more. There is no other repeat.
    pub(super) async fn send<T>(
        &self,
        operation: &Operation,
        held: Arc<Held>,
        write_by: Option<Instant>,
        read: Reader<T>,
    ) -> Outcome<T> {
        let first = self.exchange(operation, 1, &held, write_by, read).await;
        let refused = match first {
            Outcome::NotPerformed(refused)
                if refused.reason == NotPerformedReason::Unauthorized =>
            {
                refused
            }
            other => return other,
        };
        match self.0.keeper.successor_of(&held).await {
            Ok(successor) => {
                let write_by = write_by.map(|by| by + REPEAT_WITHIN);
                self.exchange(operation, 2, &successor, write_by, read)
                    .await
            }
            Err(error) => unauthorized(refused, &error).into(),
        }
    }

    async fn exchange<T>(
        &self,
        operation: &Operation,
        attempt: u8,
        held: &Held,
        write_by: Option<Instant>,
        read: Reader<T>,
    ) -> Outcome<T> {
        let mut headers = self.0.headers.clone();
        headers.insert(AUTHORIZATION, held.authorization());
        let exchange = Exchange {
            call: operation.call,
            attempt,
            url: &operation.url,
            headers,
            body: operation.body.clone(),
            form: operation.form,
            write_by,
        };
        self.0.wire.exchange(exchange, read).await
    }
}

fn no_token(error: &CallError) -> NotPerformed {
    let reason = match error.next_allowed_at() {
        Some(_) => NotPerformedReason::TokenBudget,
        None => NotPerformedReason::NoToken,
    };
    let mut not_performed = NotPerformed::new(reason, format!("no id token: {error}"))
        .with_reply(error.reply().cloned());
    not_performed.next_allowed_at = error.next_allowed_at();
    not_performed
}

fn unauthorized(mut refused: NotPerformed, error: &CallError) -> NotPerformed {
    refused.message = format!("{}; then no other id token: {error}", refused.message);
    refused.next_allowed_at = error.next_allowed_at();
    refused
}
