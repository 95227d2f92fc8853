use http::Method;

use super::route::{Action, Route};
use super::wrong_route::WRONG_ROUTE;
use crate::wire::{CreateCall, Dialect};

/// Paths of one product, under its base.
struct Product {
    base: &'static str,
    dialect: Dialect,
    paths: &'static [(&'static str, Action)],
    variants: &'static [(&'static str, Action)],
}

/// The older version stands in old clients of the iframe checkout only.
const PRODUCTS: [Product; 4] = [
    Product {
        base: "/v1.2.0-beta/tokenized/checkout",
        dialect: Dialect::A,
        paths: &FAMILY_A,
        variants: &VARIANTS_OF_A,
    },
    Product {
        base: "/v2/tokenized-checkout",
        dialect: Dialect::B,
        paths: &FAMILY_B,
        variants: &[],
    },
    Product {
        base: "/v1.2.0-beta/checkout",
        dialect: Dialect::Iframe,
        paths: &IFRAME,
        variants: &[],
    },
    Product {
        base: "/v1.0.0-beta/checkout",
        dialect: Dialect::Iframe,
        paths: &IFRAME,
        variants: &[],
    },
];

const FAMILY_A: [(&str, Action); 11] = [
    ("/token/grant", Action::TokenGrant),
    ("/token/refresh", Action::TokenRefresh),
    ("/create", Action::Create(CreateCall::ByMode)),
    ("/execute", Action::Execute),
    ("/payment/status", Action::Query),
    ("/general/searchTransaction", Action::Search),
    ("/payment/confirm/capture", Action::Capture),
    ("/payment/confirm/void", Action::Void),
    ("/agreement/status", Action::AgreementQuery),
    ("/agreement/cancel", Action::AgreementCancel),
    ("/payment/refund", Action::RefundV1),
];

/// Of bKash's Node samples, two SDKs, a copy of the documents and a few clients: whether the gateway
/// answers them is not known.
const VARIANTS_OF_A: [(&str, Action); 4] = [
    ("/general/search/searchTransaction", Action::Search),
    ("/general/searchTran", Action::Search),
    ("/payment/confirm/capture/void", Action::Void),
    ("/payment/refund/status", Action::RefundV1Status),
];

const FAMILY_B: [(&str, Action); 18] = [
    ("/auth/grant-token", Action::TokenGrant),
    ("/auth/refresh-token", Action::TokenRefresh),
    ("/payment/create", Action::Create(CreateCall::Payment)),
    ("/payment/execute", Action::Execute),
    ("/payment/capture", Action::Capture),
    ("/payment/void", Action::Void),
    ("/query/payment", Action::Query),
    ("/general/search-transaction", Action::Search),
    ("/agreement/create", Action::Create(CreateCall::Agreement)),
    ("/agreement/execute", Action::ExecuteAgreement),
    ("/agreement/cancel", Action::AgreementCancel),
    ("/query/agreement", Action::AgreementQuery),
    (
        "/payment-with-agreement/create",
        Action::Create(CreateCall::PaymentWithAgreement),
    ),
    ("/payment-with-agreement/execute", Action::Execute),
    ("/payment-with-agreement/capture", Action::Capture),
    ("/payment-with-agreement/void", Action::Void),
    ("/refund/payment/transaction", Action::RefundV2),
    ("/refund/payment/status", Action::RefundV2Status),
];

const IFRAME: [(&str, Action); 9] = [
    ("/token/grant", Action::TokenGrant),
    ("/token/refresh", Action::TokenRefresh),
    ("/payment/create", Action::Create(CreateCall::Iframe)),
    ("/payment/execute/{id}", Action::Execute),
    ("/payment/query/{id}", Action::Query),
    ("/payment/search/{id}", Action::Search),
    ("/payment/capture/{id}", Action::Capture),
    ("/payment/void/{id}", Action::Void),
    ("/payment/refund", Action::RefundV1),
];

impl Product {
    /// Every path under its base with what it asks for.
    fn routes(&self) -> impl Iterator<Item = (&'static str, Route)> {
        let documented = self.paths.iter().map(|path| (path, false));
        let variants = self.variants.iter().map(|path| (path, true));
        let dialect = self.dialect;
        documented
            .chain(variants)
            .map(move |((path, action), is_variant)| {
                let route = Route {
                    dialect,
                    action: *action,
                    is_variant,
                };
                (*path, route)
            })
    }
}

/// Every path with what it asks for.
pub(super) fn all() -> impl Iterator<Item = (String, Route)> {
    PRODUCTS.iter().flat_map(|product| {
        let routes = product.routes();
        routes.map(|(path, route)| (format!("{}{path}", product.base), route))
    })
}

/// The endpoint that a call is for, as the journal names it (`create`, `token_grant`, ...), in every
/// product and by every variant of its path; `wrong_route` if the gateway knows no such path, or not by
/// this method. The path may have a query. The body tells v1's refund from its status.
#[must_use]
pub fn endpoint_of(method: &Method, path: &str, body: &[u8]) -> &'static str {
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    let named = PRODUCTS.iter().find_map(|product| {
        let rest = path.strip_prefix(product.base)?;
        let mut routes = product.routes();
        routes.find(|(known, route)| is_path(rest, known) && route.takes(method))
    });
    named.map_or(WRONG_ROUTE, |(_, route)| route.endpoint(body).name())
}

/// Whether a path is meant for the API, though it may not be one of its own.
pub(super) fn is_under_a_product(path: &str) -> bool {
    PRODUCTS
        .iter()
        .any(|product| path.starts_with(product.base))
}

fn is_path(path: &str, known: &str) -> bool {
    match known.strip_suffix("{id}") {
        None => path == known,
        Some(start) => path
            .strip_prefix(start)
            .is_some_and(|id| !id.is_empty() && !id.contains('/')),
    }
}
