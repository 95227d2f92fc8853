use serde::{Deserialize, Serialize};

use super::coupon::CouponFields;
use super::envelope::{SUCCESS, Success};
use super::{Given, stamp_of_second};
use crate::switch::ReplyAge;
use crate::world::{Dialect, Found};

/// The sandbox merchant's short code (seen in traces).
pub(crate) const SHORT_CODE: &str = "50022";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SearchRequest {
    #[serde(rename = "trxID", alias = "trxId")]
    pub(crate) trx_id: Given,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SearchReply<'a> {
    #[serde(rename = "trxID")]
    trx_id: &'a str,
    initiation_time: String,
    completed_time: String,
    transaction_type: &'static str,
    customer_msisdn: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    payer_account: Option<&'a str>,
    transaction_status: &'static str,
    amount: &'a str,
    currency: &'static str,
    organization_short_code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_fee: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credited_amount: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_refundable_amount: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    original_trx_amount: Option<String>,
    #[serde(flatten)]
    coupon: Option<CouponFields>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payer_type: Option<&'static str>,
    #[serde(flatten)]
    success: Option<Success>,
}

impl<'a> SearchReply<'a> {
    /// The iframe checkout has no status code.
    pub(crate) fn of(found: &Found<'a>, dialect: Dialect, age: ReplyAge) -> Self {
        let transaction = found.transaction;
        let is_new = age == ReplyAge::Newest;
        Self {
            trx_id: transaction.trx_id.as_str(),
            initiation_time: stamp_of_second(found.initiated_at()),
            completed_time: stamp_of_second(transaction.at),
            transaction_type: transaction_type(found),
            customer_msisdn: transaction.wallet.as_str(),
            payer_account: is_new.then_some(transaction.wallet.as_str()),
            transaction_status: found.status(),
            amount: &transaction.amount_text,
            currency: "BDT",
            organization_short_code: SHORT_CODE,
            service_fee: is_new.then_some("0.00"),
            credited_amount: is_new.then(|| found.credited().to_string()),
            max_refundable_amount: found
                .refundable()
                .filter(|_| is_new)
                .map(|amount| amount.to_string()),
            original_trx_amount: found.original_amount().map(|amount| amount.to_string()),
            coupon: CouponFields::of(transaction),
            payer_type: is_new.then_some("Customer"),
            success: (dialect != Dialect::Iframe).then_some(SUCCESS),
        }
    }
}

/// Only that of a payment of family A is recorded; the others are ours, made like it.
pub(super) fn transaction_type(found: &Found<'_>) -> &'static str {
    match (found.payment.order.dialect, found.is_refund()) {
        (Dialect::A | Dialect::B, false) => "bKash Tokenized Checkout via API",
        (Dialect::A | Dialect::B, true) => "Refund of bKash Tokenized Checkout via API",
        (Dialect::Iframe, false) => "bKash Checkout via API",
        (Dialect::Iframe, true) => "Refund of bKash Checkout via API",
    }
}
