use serde::Serialize;

use crate::wire::coupon::CouponFields;
use crate::wire::search::{SHORT_CODE, transaction_type};
use crate::wire::stamp_of_second;
use crate::world::Found;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SearchReplyV2<'a> {
    trx_id: &'a str,
    initiation_time: String,
    completed_time: String,
    transaction_type: &'static str,
    customer_msisdn: &'a str,
    payer_account: &'a str,
    transaction_status: &'static str,
    amount: String,
    currency: &'static str,
    organization_short_code: &'static str,
    service_fee: &'static str,
    credited_amount: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_refundable_amount: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    original_trx_amount: Option<String>,
    #[serde(flatten)]
    coupon: Option<CouponFields>,
    payer_type: &'static str,
}

impl<'a> SearchReplyV2<'a> {
    pub(crate) fn of(found: &Found<'a>) -> Self {
        let transaction = found.transaction;
        Self {
            trx_id: transaction.trx_id.as_str(),
            initiation_time: stamp_of_second(found.initiated_at()),
            completed_time: stamp_of_second(transaction.at),
            transaction_type: transaction_type(found),
            customer_msisdn: transaction.wallet.as_str(),
            payer_account: transaction.wallet.as_str(),
            transaction_status: found.status(),
            amount: transaction.amount.to_string(),
            currency: "BDT",
            organization_short_code: SHORT_CODE,
            service_fee: "0.00",
            credited_amount: found.credited().to_string(),
            max_refundable_amount: found.refundable().map(|amount| amount.to_string()),
            original_trx_amount: found.original_amount().map(|amount| amount.to_string()),
            coupon: CouponFields::of(transaction),
            payer_type: "Customer",
        }
    }
}
