use payment_core::refund::RefundOrder;
use payment_core::text::{Reason, Sku};
use payment_core::{PaymentId, Taka};
use serde_json::{Map, Value};

use crate::api::fields::{Field, Fields};
use crate::api::idempotency::Content;
use crate::api::payments::{amount, currency};
use crate::problem::Problem;
use crate::store::Fingerprint;

const AMOUNT: Field = Field {
    name: "amount",
    example: "120.50",
};
const CURRENCY: Field = Field {
    name: "currency",
    example: "BDT",
};
const SKU: Field = Field {
    name: "sku",
    example: "TSHIRT-RED-M",
};
const REASON: Field = Field {
    name: "reason",
    example: "damaged on arrival",
};

/// What the shop asks to send back, or everything that is wrong with it at once.
pub(super) fn parse(members: Map<String, Value>, amount_max: Taka) -> Result<RefundOrder, Problem> {
    let mut fields = Fields::new(members);
    let amount = fields.required(AMOUNT, |text| amount(text, amount_max));
    fields.optional(CURRENCY, currency);
    let sku = fields.required(SKU, |text| Sku::parse(text).map_err(|why| why.to_string()));
    let reason = fields.required(REASON, |text| {
        Reason::parse(text).map_err(|why| why.to_string())
    });
    match (fields.finish(), amount, sku, reason) {
        (Ok(()), Some(amount), Some(sku), Some(reason)) => Ok(RefundOrder {
            amount,
            sku,
            reason,
        }),
        (errors, ..) => Err(Problem::invalid_fields(&errors.err().unwrap_or_default())),
    }
}

/// The payment is part of the content: a key cannot wander from one payment to another.
pub(super) fn fingerprint(payment: PaymentId, order: &RefundOrder) -> Fingerprint {
    Content::default()
        .with(&payment.to_string())
        .with(&order.amount.to_string())
        .with(order.sku.as_str())
        .with(order.reason.as_str())
        .fingerprint()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_refund_needs_amount_sku_and_reason() {
        let max = Taka::from_poisha(10_000).unwrap();
        let read = |body: Value| parse(body.as_object().unwrap().clone(), max);
        let good = json!({"amount": "1", "sku": "s", "reason": "r"});
        assert!(read(good.clone()).is_ok());
        for (field, value) in [
            ("amount", json!("100.01")),
            ("amount", json!(1)),
            ("sku", json!("")),
            ("sku", json!(null)),
            ("reason", json!("<")),
            ("currency", json!("USD")),
            ("payment_id", json!("x")),
        ] {
            let mut body = good.clone();
            body[field] = value;
            let problem = read(body).unwrap_err();
            assert!(
                problem.detail.contains(field),
                "{field}: {}",
                problem.detail
            );
        }
    }
}
