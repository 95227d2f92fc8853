use super::hint::Hint;
use super::report::{GatewayReport, NotPerformed, Refusal};
use crate::{GatewayPaymentId, PaymentId, SecretDigest, Taka, TrxId};

/// Something that has happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaymentEvent {
    /// Create was answered with a hosted page.
    GatewayCreated {
        /// The gateway's try.
        gateway_payment: GatewayPaymentId,
        /// The hosted page, as received.
        checkout_url: String,
    },
    /// Create was answered with a code that says no.
    CreateRefused(Refusal),
    /// Create never reached the gateway's backend.
    CreateNotPerformed(NotPerformed),
    /// Create got no readable answer.
    CreateUnanswered,
    /// A browser came to the callback address. Nothing in it is proof.
    PayerReturned {
        /// The digest of the secret in the address.
        secret: SecretDigest,
        /// The paymentID in the query string.
        gateway_payment: GatewayPaymentId,
        /// The status in the query string.
        outcome: PayerOutcome,
    },
    /// Execute was answered 0000.
    ExecuteAnswered(GatewayReport),
    /// Execute was answered with a code that settles the matter.
    ExecuteRefused(Refusal),
    /// Execute never reached the gateway's backend; told by the one whose commit permitted it.
    ExecuteNotPerformed(NotPerformed),
    /// A success callback could not even be committed as executing, as there was no token to be had.
    ///
    /// Unlike [`Self::ExecuteNotPerformed`] it says nothing of an execute that another process may have
    /// committed in the meantime, so it may be decided again on a newer version.
    ExecuteNotPossible(NotPerformed),
    /// Execute got no answer that settles the matter.
    ExecuteUnanswered,
    /// As [`Self::ExecuteUnanswered`], while the gateway is spared questions: the first query is due at once
    /// and waits for its turn, uncounted.
    ExecuteUnansweredAskLater,
    /// Query was answered 0000.
    QueryAnswered(GatewayReport),
    /// Query was answered with a code that settles the matter, which a query for our own payment cannot.
    QueryRefused(Refusal),
    /// Query brought no answer, or none that settles anything.
    QueryUnanswered,
    /// The time that [`super::Payment::wake_after`] named has passed, by the database's clock.
    ///
    /// It speaks of the version that was found due: never decide it again on a newer one, whose call may
    /// just have left. `now` is then that clock as well, or `TooEarly` comes back again and again.
    Woken,
    /// A notification that nobody has confirmed says that money came for this invoice.
    Hinted(Hint),
    /// A notification says that a transaction came for this invoice, and the gateway's search confirms that
    /// it exists.
    Notified(FoundTransaction),
    /// The shop asked for a new payment of the same invoice.
    Superseded {
        /// The new one.
        by: PaymentId,
    },
    /// A person decided.
    Resolved(Resolution),
}

/// What the callback's query string claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayerOutcome {
    /// `success`: the payer entered wallet, OTP and PIN. It permits execute and proves nothing.
    Success,
    /// `failure`.
    Failure,
    /// `cancel`.
    Cancel,
}

/// What a person found out about a payment that needed attention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// A person says which transaction paid the order, and the gateway's search confirms that it exists.
    Paid(FoundTransaction),
    /// No money moved.
    Unpaid,
    /// Seen; nothing of the payment changes.
    Acknowledged,
}

/// What the gateway's search says of a completed transaction. It names no paymentID and no invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundTransaction {
    /// The transaction searched for.
    pub trx_id: TrxId,
    /// Whether no other payment of ours carries it, nor a ledger entry of another one; the caller looks it up.
    pub trx_id_is_new: bool,
    /// What moved.
    pub amount: Taka,
}
