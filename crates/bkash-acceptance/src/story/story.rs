use serde::Serialize;

use super::Phase;

/// What a payer, or someone who only says so, does at the shop; and what goes wrong meanwhile.
///
/// "Typed" is a callback that no hosted page sent: anybody can type an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Story {
    /// Several payers start at the same moment in a shop that holds no token; all of them pay.
    ColdStart,

    /// Pays, and comes back. The page that is shown then is what "paid" looks like at this shop.
    Paid,
    /// Three wrong codes: the callback says failure. The page is what "failed" looks like.
    WrongOtp,
    /// Cancels at the hosted page.
    Cancelled,
    /// Never approves; success is typed.
    Forged,
    /// Cancels and comes back so; then success is typed.
    Replayed,
    /// Success is typed for a paymentID that does not exist.
    UnknownPayment,
    /// One payment is paid and shown; its paymentID is then typed at the callback of a dearer order that nobody paid.
    Crossed,
    /// Approves; the callback carries success and cancel at once.
    Contradicting,
    /// Never approves; the callback is opened with no parameters at all.
    Bare,
    /// Pays; the browser opens the same callback a second time afterwards.
    Twice,
    /// Pays; the browser opens the same callback eight times at the same moment.
    Burst,
    /// Approves; execute is refused. The variant is the code.
    Refused,
    /// Create is refused with 2031; there is no hosted page.
    CreateRefused,
    /// Pays; execute is done, its answer is of no use. The variant is the fault: the query that follows says Completed.
    Lost,
    /// Approves; execute never reached the gateway's work: the query that follows says Initiated.
    Dropped,
    /// Pays; execute answers 0000 with another amount.
    OtherAmount,
    /// Pays; execute answers 0000 with another invoice number.
    OtherInvoice,
    /// Approves; execute answers 0000, but transactionStatus is not Completed.
    NotCompleted,
    /// The browser adds amounts of its own to the checkout: `amount`, `price`, `total` and the like, all 1.00.
    Tampered,
    /// Pays; then two parts are refunded, one after the other, each a different amount.
    RefundedInParts,
    /// Pays; then more than was paid is asked back.
    RefundedTooMuch,
    /// Pays (the answer of execute is lost, so that the shop queries); then a part is refunded and that answer is lost.
    RefundLost,

    /// The first payer after the short-lived token has run out.
    Expired,
    /// The token has run out (or is refused), and so is its refresh token. In a full run the grant that follows hangs.
    RefreshRefused,
    /// The token has run out (or is refused), and the refresh call hangs. Full runs only.
    RefreshHangs,
    /// A token that should be good is refused once with 401.
    Unauthorized,
    /// The gateway shows a certificate that nobody vouches for; two payers come, one after the other. Played where the
    /// shop's calls come by TLS.
    Stranger,

    /// Create hangs.
    CreateHangs,
    /// Pays; execute is done but hangs.
    ExecuteHangs,
    /// Pays; execute answers 0000 after 20 seconds.
    ExecuteLate,
    /// Pays; the answer of execute is lost, and the query hangs.
    QueryHangs,
    /// Pays; then the refund is done but hangs.
    RefundHangs,
    /// Pays; then the answer of the refund is lost, and refund status hangs.
    RefundStatusHangs,

    /// Pays, after the shop was stopped and started again.
    Restarted,
}

impl Story {
    /// Every story, in the order of phases.
    pub const ALL: [Self; 35] = [
        Self::ColdStart,
        Self::Paid,
        Self::WrongOtp,
        Self::Cancelled,
        Self::Forged,
        Self::Replayed,
        Self::UnknownPayment,
        Self::Crossed,
        Self::Contradicting,
        Self::Bare,
        Self::Twice,
        Self::Burst,
        Self::Refused,
        Self::CreateRefused,
        Self::Lost,
        Self::Dropped,
        Self::OtherAmount,
        Self::OtherInvoice,
        Self::NotCompleted,
        Self::Tampered,
        Self::RefundedInParts,
        Self::RefundedTooMuch,
        Self::RefundLost,
        Self::Expired,
        Self::RefreshRefused,
        Self::RefreshHangs,
        Self::Unauthorized,
        Self::Stranger,
        Self::CreateHangs,
        Self::ExecuteHangs,
        Self::ExecuteLate,
        Self::QueryHangs,
        Self::RefundHangs,
        Self::RefundStatusHangs,
        Self::Restarted,
    ];

    /// When it is played.
    #[must_use]
    pub const fn phase(self) -> Phase {
        match self {
            Self::ColdStart => Phase::Cold,
            Self::Expired
            | Self::RefreshRefused
            | Self::RefreshHangs
            | Self::Unauthorized
            | Self::Stranger => Phase::Renewal,
            Self::CreateHangs
            | Self::ExecuteHangs
            | Self::ExecuteLate
            | Self::QueryHangs
            | Self::RefundHangs
            | Self::RefundStatusHangs => Phase::Slow,
            Self::Restarted => Phase::Restart,
            _ => Phase::Quick,
        }
    }

    /// Whether a call hangs in it for half a minute; a quick run leaves it out.
    #[must_use]
    pub const fn hangs(self) -> bool {
        matches!(self.phase(), Phase::Slow) || matches!(self, Self::RefreshHangs)
    }

    /// Whether it can be played only at a shop whose file says how a refund is asked for.
    #[must_use]
    pub const fn refunds(self) -> bool {
        matches!(
            self,
            Self::RefundedInParts
                | Self::RefundedTooMuch
                | Self::RefundLost
                | Self::RefundHangs
                | Self::RefundStatusHangs
        )
    }
}
