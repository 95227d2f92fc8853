use std::fmt;

/// A call of the gateway's API, as faults choose it and as the journal names it.
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
}

impl Endpoint {
    pub(crate) const ALL: [Self; 8] = [
        Self::TokenGrant,
        Self::TokenRefresh,
        Self::Create,
        Self::Execute,
        Self::Query,
        Self::Search,
        Self::Refund,
        Self::RefundStatus,
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
        }
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
