use std::fmt;

/// A call of the gateway's API, as faults choose it and as the journal names it; and the two ways back to
/// the merchant, which faults can strike as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Endpoint {
    TokenGrant,
    TokenRefresh,
    Create,
    Execute,
    Query,
    Search,
    Refund,
    RefundStatus,
    AgreementQuery,
    AgreementCancel,
    Capture,
    Void,
    /// The browser's way back from the pages. Never in the journal: the simulator does not see it.
    Callback,
    /// The delivery of a notification to the merchant's listener.
    Notification,
}

impl Endpoint {
    pub(crate) const ALL: [Self; 14] = [
        Self::TokenGrant,
        Self::TokenRefresh,
        Self::Create,
        Self::Execute,
        Self::Query,
        Self::Search,
        Self::Refund,
        Self::RefundStatus,
        Self::AgreementQuery,
        Self::AgreementCancel,
        Self::Capture,
        Self::Void,
        Self::Callback,
        Self::Notification,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::TokenGrant => "token_grant",
            Self::TokenRefresh => "token_refresh",
            Self::Create => "create",
            Self::Execute => "execute",
            Self::Query => "query",
            Self::Search => "search",
            Self::Refund => "refund",
            Self::RefundStatus => "refund_status",
            Self::Callback => "callback",
            Self::Notification => "notification",
            Self::AgreementQuery => "agreement_query",
            Self::AgreementCancel => "agreement_cancel",
            Self::Capture => "capture",
            Self::Void => "void",
        }
    }

    /// Whether it is a merchant's call to the gateway.
    pub(crate) fn is_call(self) -> bool {
        !matches!(self, Self::Callback | Self::Notification)
    }

    /// Whether it names a payment that exists already.
    pub(crate) fn names_payment(self) -> bool {
        !matches!(
            self,
            Self::TokenGrant
                | Self::TokenRefresh
                | Self::Create
                | Self::Search
                | Self::AgreementQuery
                | Self::AgreementCancel
        )
    }

    pub(crate) fn is_token_call(self) -> bool {
        matches!(self, Self::TokenGrant | Self::TokenRefresh)
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|endpoint| endpoint.name() == name)
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}
