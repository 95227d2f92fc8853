//! One exchange: one request, one deadline, one outcome, one report.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderMap, Method};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::time::{Instant, timeout_at};
use url::Url;

use crate::clock::Clock;
use crate::error::{
    CallError, NotPerformed, NotPerformedReason, Refusal, Unanswered, UnansweredReason,
};
use crate::observer::{Call, ExchangeReport, Observer, OutcomeKind};
use crate::reply::{Mask, MaskedReply};
use crate::transport::{Request, Response, Transport, TransportError};
use crate::wire::envelope::{self, Reading, SuccessForm};
use crate::wire::fields::{Fields, Missing};

/// How a call ended: exactly one of four.
#[derive(Debug)]
pub(crate) enum Outcome<T> {
    Success(T),
    Refused(Refusal),
    NotPerformed(NotPerformed),
    Unanswered(Unanswered),
}

/// Makes an answer of a success body, or says which member is missing.
pub(crate) type Reader<T> = fn(&Fields, MaskedReply) -> Result<T, Missing>;

/// One request, but for its deadline.
pub(crate) struct Exchange<'a> {
    pub(crate) call: Call,
    pub(crate) attempt: u8,
    pub(crate) url: &'a Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) form: SuccessForm,
    pub(crate) write_by: Option<Instant>,
}

/// Everything that one exchange needs and all exchanges share.
pub(crate) struct Wire {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    pub(crate) deadline: Duration,
    /// Taken out of every reply that is kept, should the gateway ever echo them.
    pub(crate) secrets: Vec<SecretString>,
}

impl Wire {
    pub(crate) async fn exchange<T>(&self, exchange: Exchange<'_>, read: Reader<T>) -> Outcome<T> {
        let started_at = self.clock.now();
        let started = Instant::now();
        let deadline = started + self.deadline;
        let (call, attempt, form) = (exchange.call, exchange.attempt, exchange.form);
        let id_token = exchange.headers.get(AUTHORIZATION).cloned();
        let id_token = id_token.as_ref().and_then(|value| value.to_str().ok());
        let request = Request {
            method: Method::POST,
            url: exchange.url.clone(),
            headers: exchange.headers,
            body: exchange.body,
            write_by: exchange.write_by,
            deadline,
        };
        // A transport of another make may not watch the deadline; nothing is known of it then.
        let sent = timeout_at(deadline, self.transport.send(request))
            .await
            .unwrap_or(Err(TransportError::TimedOut { connected: true }));
        let status = sent.as_ref().ok().map(|response| response.status);
        let outcome = match sent {
            Ok(response) => {
                let secrets = self.secrets.iter().map(|secret| secret.expose_secret());
                let mask = Mask::of(secrets.chain(id_token));
                judge(call, form, &response, &mask, read)
            }
            Err(error) => without_reply(&error),
        };
        self.report(&ExchangeReport {
            call,
            attempt,
            status,
            outcome: outcome.kind(),
            code: outcome.code(),
            started_at,
            duration: started.elapsed(),
        });
        outcome
    }

    fn report(&self, report: &ExchangeReport) {
        tracing::debug!(
            call = report.call.name(),
            attempt = report.attempt,
            status = report.status,
            outcome = report.outcome.name(),
            code = report.code.as_deref(),
            duration_ms = report.duration.as_secs_f64() * 1e3,
            "gateway exchange"
        );
        if let Some(observer) = &self.observer {
            observer.exchange(report);
        }
    }
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wire")
            .field("transport", &self.transport)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}

/// What a reply means for the call.
fn judge<T>(
    call: Call,
    form: SuccessForm,
    response: &Response,
    mask: &Mask<'_>,
    read: Reader<T>,
) -> Outcome<T> {
    let masked = || mask.reply(response.status, &response.body);
    let unanswered = |reason| Outcome::Unanswered(Unanswered::new(reason, Some(masked())));
    match envelope::read(form, response.status, &response.body) {
        Reading::Success(fields) => match read(&fields, masked()) {
            Ok(answer) => Outcome::Success(answer),
            Err(Missing(member)) => unanswered(UnansweredReason::Unreadable(format!(
                "a success without a readable {member}"
            ))),
        },
        Reading::Refused { code, .. } if call.moves_money() && !code.settles() => {
            unanswered(UnansweredReason::Unsettled(code))
        }
        Reading::Refused { code, message } => Outcome::Refused(Refusal {
            code,
            message: mask.text(&message),
            reply: masked(),
        }),
        Reading::TurnedAway { message } => {
            NotPerformed::new(turned_away_by(response.status), mask.text(&message))
                .with_reply(Some(masked()))
                .into()
        }
        Reading::ServerError => unanswered(UnansweredReason::ServerError),
        Reading::Unreadable(what) => unanswered(UnansweredReason::Unreadable(what.to_owned())),
    }
}

fn without_reply<T>(error: &TransportError) -> Outcome<T> {
    let reason = match error {
        TransportError::TooLate => {
            return NotPerformed::new(NotPerformedReason::TooLate, error.to_string()).into();
        }
        TransportError::NotSent(_) | TransportError::TimedOut { connected: false } => {
            return NotPerformed::new(NotPerformedReason::NotSent, error.to_string()).into();
        }
        TransportError::Lost(_) => UnansweredReason::Lost,
        TransportError::TimedOut { connected: true } => UnansweredReason::TimedOut,
    };
    Outcome::Unanswered(Unanswered::new(reason, None))
}

fn turned_away_by(status: u16) -> NotPerformedReason {
    match status {
        401 => NotPerformedReason::Unauthorized,
        403 => NotPerformedReason::Forbidden,
        429 => NotPerformedReason::Throttled,
        _ => NotPerformedReason::BadRequest,
    }
}

impl<T> Outcome<T> {
    pub(crate) fn into_result(self) -> Result<T, CallError> {
        match self {
            Self::Success(answer) => Ok(answer),
            Self::Refused(refusal) => Err(refusal.into()),
            Self::NotPerformed(not_performed) => Err(not_performed.into()),
            Self::Unanswered(unanswered) => Err(unanswered.into()),
        }
    }

    fn kind(&self) -> OutcomeKind {
        match self {
            Self::Success(_) => OutcomeKind::Success,
            Self::Refused(_) => OutcomeKind::Refused,
            Self::NotPerformed(_) => OutcomeKind::NotPerformed,
            Self::Unanswered(_) => OutcomeKind::Unanswered,
        }
    }

    fn code(&self) -> Option<String> {
        match self {
            Self::Refused(refusal) => Some(refusal.code.to_string()),
            Self::Unanswered(Unanswered {
                reason: UnansweredReason::Unsettled(code),
                ..
            }) => Some(code.to_string()),
            _ => None,
        }
    }
}

impl<T> From<NotPerformed> for Outcome<T> {
    fn from(not_performed: NotPerformed) -> Self {
        Self::NotPerformed(not_performed)
    }
}
