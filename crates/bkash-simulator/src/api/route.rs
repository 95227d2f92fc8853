use super::call::parse;
use crate::endpoint::Endpoint;
use crate::wire::{Dialect, RefundV1Request};

/// One way to reach an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Route {
    TokenGrant,
    TokenRefresh,
    Create,
    Execute,
    Query,
    Search,
    RefundV1,
    RefundV2,
    RefundV2Status,
}

/// The second search path is the one of bKash's own Node samples.
pub(super) const PATHS: [(&str, Route); 10] = [
    (
        "/v1.2.0-beta/tokenized/checkout/token/grant",
        Route::TokenGrant,
    ),
    (
        "/v1.2.0-beta/tokenized/checkout/token/refresh",
        Route::TokenRefresh,
    ),
    ("/v1.2.0-beta/tokenized/checkout/create", Route::Create),
    ("/v1.2.0-beta/tokenized/checkout/execute", Route::Execute),
    (
        "/v1.2.0-beta/tokenized/checkout/payment/status",
        Route::Query,
    ),
    (
        "/v1.2.0-beta/tokenized/checkout/general/searchTransaction",
        Route::Search,
    ),
    (
        "/v1.2.0-beta/tokenized/checkout/general/search/searchTransaction",
        Route::Search,
    ),
    (
        "/v1.2.0-beta/tokenized/checkout/payment/refund",
        Route::RefundV1,
    ),
    (
        "/v2/tokenized-checkout/refund/payment/transaction",
        Route::RefundV2,
    ),
    (
        "/v2/tokenized-checkout/refund/payment/status",
        Route::RefundV2Status,
    ),
];

impl Route {
    pub(super) fn dialect(self) -> Dialect {
        match self {
            Self::RefundV2 | Self::RefundV2Status => Dialect::B,
            _ => Dialect::A,
        }
    }

    pub(super) fn is_token_call(self) -> bool {
        matches!(self, Self::TokenGrant | Self::TokenRefresh)
    }

    /// Refund v1 and its status share a path: only the body tells them apart.
    pub(super) fn endpoint(self, body: &[u8]) -> Endpoint {
        match self {
            Self::TokenGrant => Endpoint::TokenGrant,
            Self::TokenRefresh => Endpoint::TokenRefresh,
            Self::Create => Endpoint::Create,
            Self::Execute => Endpoint::Execute,
            Self::Query => Endpoint::Query,
            Self::Search => Endpoint::Search,
            Self::RefundV2 => Endpoint::Refund,
            Self::RefundV2Status => Endpoint::RefundStatus,
            Self::RefundV1 => match parse::<RefundV1Request>(body) {
                Ok(request) if request.asks_for_status() => Endpoint::RefundStatus,
                _ => Endpoint::Refund,
            },
        }
    }
}
