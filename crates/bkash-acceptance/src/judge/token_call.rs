//! Why each token call was made, as far as the wire shows it.

use jiff::{SignedDuration, Timestamp};

use crate::record::{Exchange, Journal};

/// What a token lives that does not say.
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// One call for a token, and why it was made.
#[derive(Clone, Debug)]
pub(super) struct TokenCall<'a> {
    pub(super) exchange: &'a Exchange,
    pub(super) why: Why<'a>,
}

/// Each cause allows one call; a call without one is blamed on one mistake.
#[derive(Clone, Debug)]
pub(super) enum Why<'a> {
    Cause(Cause<'a>),
    Blame(Blame<'a>),
}

/// What makes a token call lawful.
#[derive(Clone, Debug)]
pub(super) enum Cause<'a> {
    /// There was no token yet, or nothing is known of it.
    None,
    /// This token was over, or nearly.
    Due(Issued<'a>),
    /// This token had at most ten minutes left: a fixed margin explains it.
    Early(Issued<'a>),
    /// This token was answered with 401.
    Unauthorized(Issued<'a>),
    /// The token call before it was refused, or got no answer.
    Failed,
}

/// What a token call without a cause is a sign of.
#[derive(Clone, Debug)]
pub(super) enum Blame<'a> {
    /// Another one for the same cause was under way, or just answered.
    Race(Cause<'a>),
    /// For a payment, though this token was good.
    Second(Issued<'a>),
    /// For a refund alone.
    Refund,
    /// A shop that was started anew forgot its token.
    Restart,
    /// Again and again after calls that were refused.
    Storm,
    /// For nobody: by a timer, or beside a renewal.
    Idle,
}

/// A token that was handed out, and heard.
#[derive(Clone, Copy, Debug)]
pub(super) struct Issued<'a> {
    /// Masked, as calls carry it.
    pub(super) token: &'a str,
    pub(super) refresh_token: Option<&'a str>,
    /// The exchange that brought it.
    pub(super) id: u64,
    pub(super) from: Timestamp,
    pub(super) until: Timestamp,
}

impl<'a> Issued<'a> {
    /// What a token call brought its caller.
    pub(super) fn by(call: &'a Exchange) -> Option<Self> {
        let token = call.said("id_token").filter(|_| call.succeeded())?;
        let lives = call.expires_in().map_or(HOUR, SignedDuration::from_secs);
        let from = call.ended_at();
        Some(Self {
            token,
            refresh_token: call.said("refresh_token"),
            id: call.id,
            from,
            until: from.checked_add(lives).unwrap_or(from),
        })
    }

    pub(super) fn left_at(&self, at: Timestamp) -> SignedDuration {
        self.until.duration_since(at)
    }

    /// Whether it is over, or in the last tenth of its life.
    pub(super) fn is_due(&self, at: Timestamp) -> bool {
        let tenth = self.until.duration_since(self.from) / 10;
        self.left_at(at) <= tenth
    }

    /// The calls that carried it, those turned away with 401 left out.
    pub(super) fn uses(self, journal: &'a Journal) -> impl Iterator<Item = &'a Exchange> {
        journal
            .with_token()
            .filter(move |(call, token)| *token == self.token && call.id > self.id)
            .map(|(call, _)| call)
    }

    /// The first call that was turned away although it carried this token.
    pub(super) fn turned_away(&self, journal: &'a Journal) -> Option<&'a Exchange> {
        journal.all().find(|call| {
            call.id > self.id && call.is_unauthorized() && call.token() == Some(self.token)
        })
    }
}

/// Answered, and with a no.
pub(super) fn is_refused(call: &Exchange) -> bool {
    let answered = call
        .response
        .as_ref()
        .is_some_and(|response| response.status < 500 && response.body.is_object());
    answered && call.caller_heard() && !call.succeeded()
}
