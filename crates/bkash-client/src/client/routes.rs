//! The addresses of the calls (developer portal; the refund calls of version 2 as seen live).

use url::Url;

use super::RefundApi;
use crate::environment::Environment;

#[derive(Debug)]
pub(super) struct Routes {
    pub(super) grant: Url,
    pub(super) refresh: Url,
    pub(super) create: Url,
    pub(super) execute: Url,
    pub(super) query: Url,
    pub(super) search: Url,
    pub(super) refund: Url,
    pub(super) refund_status: Url,
}

impl Routes {
    pub(super) fn new(environment: &Environment, refund_api: RefundApi) -> Self {
        let (refund, refund_status) = match refund_api {
            // One path for both: the body tells them apart.
            RefundApi::V1 => (
                environment.checkout("payment/refund"),
                environment.checkout("payment/refund"),
            ),
            RefundApi::V2 => (
                environment.checkout_v2("refund/payment/transaction"),
                environment.checkout_v2("refund/payment/status"),
            ),
        };
        Self {
            grant: environment.checkout("token/grant"),
            refresh: environment.checkout("token/refresh"),
            create: environment.checkout("create"),
            execute: environment.checkout("execute"),
            query: environment.checkout("payment/status"),
            search: environment.checkout("general/searchTransaction"),
            refund,
            refund_status,
        }
    }
}
