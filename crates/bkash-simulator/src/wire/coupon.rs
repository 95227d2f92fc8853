use serde::Serialize;

use crate::world::Transaction;

/// What search adds for a payment with a coupon (developer portal: Search Transaction; the shape of
/// the amounts is that of notifications).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CouponFields {
    sale_amount: String,
    coupon_amount: String,
    merchant_share_amount: String,
}

impl CouponFields {
    pub(super) fn of(transaction: &Transaction) -> Option<Self> {
        let coupon = transaction.coupon?;
        Some(Self {
            sale_amount: transaction.sale_amount().to_string(),
            coupon_amount: coupon.amount.plain(),
            merchant_share_amount: coupon.merchant_share.plain(),
        })
    }
}
