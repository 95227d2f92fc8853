use std::time::Duration;

use super::wire::Call;

/// The time limit of the brief.
const LIMIT: Duration = Duration::from_secs(30);
const HASTY: Duration = Duration::from_secs(10);
/// Longer than any answer takes.
const ENDLESS: Duration = Duration::from_secs(3_600);

/// What a shop does wrong; `Flaw::row` has each in words, with the case that it fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    GrantsForEachCall,
    TokenOfEachOrder,
    GrantsOnRace,
    GrantsInsteadOfRefresh,
    RefreshesWithIdToken,
    IgnoresExpiry,
    NeverGrantsAgain,
    RenewsOnTimer,
    RefreshesAndGrants,
    TokenInMemory,
    GivesUpOn401,
    RepeatsWithSameToken,

    ExecutesOnFailure,
    ExecutesOnCancel,
    IgnoresStatus,
    NeverExecutes,
    ExecutesAgainOnReturn,
    SecondCallbackExecutes,
    SecondCallbackFails,
    RacingCallbacksExecute,
    RacingCallbacksFail,
    InvalidStateMeansPaid,
    CancelledIsRevived,
    UnknownIsPaid,
    PaymentOfAnotherOrder,
    LastStatusIsShown,
    BareCallbackCrashes,
    BareCallbackExecutes,

    Http200MeansPaid,
    OnlyKnownCodesFail,
    OwnTextForRefusals,
    CodeWithoutMessage,
    TranslatesSomeCodes,
    ExecutesAgainUnanswered,
    ExecutesAgainRefused,
    UnansweredMeansFailed,
    UnansweredIsLeftOpen,
    QueriedMeansPaid,
    LateAnswerIsFailed,
    AmountUnchecked,
    InvoiceUnchecked,
    TransactionStatusUnchecked,

    QueriesEveryPayment,
    QueriesBeforeExecute,
    QueriesAfterRefusal,
    QueriesAfterCancel,
    QueriesForEver,

    OneInvoiceForAll,
    InvoiceOfProduct,
    CreatesAgainUnanswered,
    BlankWhenCreateUnanswered,

    SilentAfterFailure,
    SilentAfterCancel,
    HidesTrxId,
    SilentWhenCreateRefused,

    HastyCreate,
    EndlessCreate,
    HastyExecute,
    PatientExecute,
    HastyQuery,
    EndlessRefund,
    HastyRefresh,
    EndlessGrant,
    HastyRefundStatus,
    NoTimeLimits,

    RefundGrantsAnew,
    RefundNeverSent,
    RefundsWholeInstead,
    SwallowsSecondRefund,
    TooMuchIsDone,
    RefundsAgainUnanswered,
    RefundLeftOpen,

    TokenInPage,
    TokenInRedirect,
    TokenInCheckoutJson,
    SecretInScript,
    AmountFromForm,
    AmountFromHiddenField,
    BrowserCallsGateway,

    // No flaws but habits that break no rule: `lawful` has them judged.
    RenewsAMinuteAhead,
    ExecutesBehindItsPage,
    PagesByScript,
    CountsTokenCalls,
    SpeaksV2,
}

impl Flaw {
    /// How long this shop waits for the answer of a call.
    pub(crate) fn patience(flaw: Option<Self>, call: Call) -> Duration {
        match (flaw, call) {
            (Some(Self::HastyCreate), Call::Create)
            | (Some(Self::HastyExecute), Call::Execute)
            | (Some(Self::HastyQuery), Call::Query)
            | (Some(Self::HastyRefresh), Call::Refresh)
            | (Some(Self::HastyRefundStatus), Call::RefundStatus) => HASTY,
            (Some(Self::PatientExecute), Call::Execute) => 2 * LIMIT,
            (Some(Self::EndlessCreate), Call::Create)
            | (Some(Self::EndlessRefund), Call::Refund)
            | (Some(Self::EndlessGrant), Call::Grant)
            | (Some(Self::NoTimeLimits), _) => ENDLESS,
            _ => LIMIT,
        }
    }
}
