use super::route::{Action, Route};
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

/// Every path with what it asks for.
pub(super) fn all() -> impl Iterator<Item = (String, Route)> {
    PRODUCTS.iter().flat_map(|product| {
        let documented = product.paths.iter().map(|path| (path, false));
        let variants = product.variants.iter().map(|path| (path, true));
        let all = documented.chain(variants);
        all.map(|((path, action), is_variant)| {
            let route = Route {
                dialect: product.dialect,
                action: *action,
                is_variant,
            };
            (format!("{}{path}", product.base), route)
        })
    })
}
