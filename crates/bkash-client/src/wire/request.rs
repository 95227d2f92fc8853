//! The bodies that are written, member by member as documented.

use bytes::Bytes;
use serde::Serialize;

/// Checkout without an agreement (developer portal: Create Payment).
pub(crate) const MODE_CHECKOUT: &str = "0011";

#[derive(Serialize)]
pub(crate) struct Grant<'a> {
    pub(crate) app_key: &'a str,
    pub(crate) app_secret: &'a str,
}

#[derive(Serialize)]
pub(crate) struct Refresh<'a> {
    pub(crate) app_key: &'a str,
    pub(crate) app_secret: &'a str,
    pub(crate) refresh_token: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Create<'a> {
    pub(crate) mode: &'a str,
    pub(crate) payer_reference: &'a str,
    #[serde(rename = "callbackURL")]
    pub(crate) callback_url: &'a str,
    pub(crate) amount: &'a str,
    pub(crate) currency: &'a str,
    pub(crate) intent: &'a str,
    pub(crate) merchant_invoice_number: &'a str,
}

/// Execute and query.
#[derive(Serialize)]
pub(crate) struct Payment<'a> {
    #[serde(rename = "paymentID")]
    pub(crate) payment_id: &'a str,
}

#[derive(Serialize)]
pub(crate) struct Search<'a> {
    #[serde(rename = "trxID")]
    pub(crate) trx_id: &'a str,
}

#[derive(Serialize)]
pub(crate) struct RefundV1<'a> {
    #[serde(rename = "paymentID")]
    pub(crate) payment_id: &'a str,
    #[serde(rename = "trxID")]
    pub(crate) trx_id: &'a str,
    pub(crate) amount: &'a str,
    pub(crate) sku: &'a str,
    pub(crate) reason: &'a str,
}

/// Same path as [`RefundV1`]: the missing amount makes it a question.
#[derive(Serialize)]
pub(crate) struct RefundStatusV1<'a> {
    #[serde(rename = "paymentID")]
    pub(crate) payment_id: &'a str,
    #[serde(rename = "trxID")]
    pub(crate) trx_id: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RefundV2<'a> {
    pub(crate) payment_id: &'a str,
    pub(crate) trx_id: &'a str,
    pub(crate) refund_amount: &'a str,
    pub(crate) sku: &'a str,
    pub(crate) reason: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RefundStatusV2<'a> {
    pub(crate) payment_id: &'a str,
    pub(crate) trx_id: &'a str,
}

/// Structs of text cannot fail to serialize; if they ever did, the gateway would refuse `{}`
/// before its backend.
pub(crate) fn body(request: &impl Serialize) -> Bytes {
    serde_json::to_vec(request).map_or(Bytes::from_static(b"{}"), Bytes::from)
}
