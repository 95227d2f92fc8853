use axum::routing::MethodFilter;
use http::Method;

use super::call::parse;
use crate::endpoint::Endpoint;
use crate::wire::{CreateCall, Dialect, RefundV1Request};

/// One path of one product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Route {
    pub(super) dialect: Dialect,
    pub(super) action: Action,
    /// Used by clients, and not named by the documents.
    pub(super) is_variant: bool,
}

/// What a path asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    TokenGrant,
    TokenRefresh,
    Create(CreateCall),
    Execute,
    /// Family B's own path, where the body may name the agreement.
    ExecuteAgreement,
    Query,
    Search,
    Capture,
    Void,
    AgreementQuery,
    AgreementCancel,
    /// The status too, when the body names no amount.
    RefundV1,
    RefundV1Status,
    RefundV2,
    RefundV2Status,
}

impl Route {
    /// Served beside family A too: refunds of its payments go there (developer portal: Refund).
    pub(super) fn is_refund_v2(self) -> bool {
        matches!(self.action, Action::RefundV2 | Action::RefundV2Status)
    }

    pub(super) fn is_token_call(self) -> bool {
        matches!(self.action, Action::TokenGrant | Action::TokenRefresh)
    }

    /// The iframe checkout reads by GET; everything else is a POST.
    pub(super) fn method(self) -> MethodFilter {
        match (self.dialect, self.action) {
            (Dialect::Iframe, Action::Query | Action::Search) => MethodFilter::GET,
            _ => MethodFilter::POST,
        }
    }

    pub(super) fn takes(self, method: &Method) -> bool {
        MethodFilter::try_from(method.clone()).is_ok_and(|method| method == self.method())
    }

    /// The iframe checkout names payments and transactions in its paths.
    pub(super) fn id_in(self, path: &str) -> Option<String> {
        use Action::{Capture, Execute, Query, Search, Void};
        match (self.dialect, self.action) {
            (Dialect::Iframe, Execute | Query | Search | Capture | Void) => {
                path.rsplit('/').next().map(str::to_owned)
            }
            _ => None,
        }
    }

    /// Refund v1 and its status share a path: only the body tells them apart.
    pub(super) fn endpoint(self, body: &[u8]) -> Endpoint {
        match self.action {
            Action::TokenGrant => Endpoint::TokenGrant,
            Action::TokenRefresh => Endpoint::TokenRefresh,
            Action::Create(_) => Endpoint::Create,
            Action::Execute | Action::ExecuteAgreement => Endpoint::Execute,
            Action::Query => Endpoint::Query,
            Action::Search => Endpoint::Search,
            Action::Capture => Endpoint::Capture,
            Action::Void => Endpoint::Void,
            Action::AgreementQuery => Endpoint::AgreementQuery,
            Action::AgreementCancel => Endpoint::AgreementCancel,
            Action::RefundV2 => Endpoint::Refund,
            Action::RefundV1Status | Action::RefundV2Status => Endpoint::RefundStatus,
            Action::RefundV1 => match parse::<RefundV1Request>(body) {
                Ok(request) if request.asks_for_status() => Endpoint::RefundStatus,
                _ => Endpoint::Refund,
            },
        }
    }
}
