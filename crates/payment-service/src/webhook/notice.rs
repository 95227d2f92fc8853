//! Notices of the rules as webhooks: rows of the commit that makes them true.

use payment_core::payment::{Notice, Payment};
use payment_core::refund::Refund;
use payment_core::{PaymentId, Timestamp};
use serde_json::{Value, json};

use crate::random::Random;
use crate::store::{DeliveryId, NewDelivery};
use crate::view;

/// One webhook for each notice, with the payment as `GET /v1/payments/{id}` shows it after the change.
#[must_use]
pub fn deliveries(
    payment: &Payment,
    notices: &[Notice],
    now: Timestamp,
    random: &dyn Random,
) -> Vec<NewDelivery> {
    let delivery = |notice: &Notice| new(payment.id, *notice, now, &view::payment(payment), random);
    notices.iter().map(delivery).collect()
}

/// One webhook for each notice, with the refund as `GET /v1/refunds/{id}` shows it after the change.
#[must_use]
pub fn refund_deliveries(
    refund: &Refund,
    notices: &[Notice],
    now: Timestamp,
    random: &dyn Random,
) -> Vec<NewDelivery> {
    let delivery =
        |notice: &Notice| new(refund.payment, *notice, now, &view::refund(refund), random);
    notices.iter().map(delivery).collect()
}

fn new(
    payment: PaymentId,
    notice: Notice,
    now: Timestamp,
    data: &Value,
    random: &dyn Random,
) -> NewDelivery {
    let mut id = [0; 16];
    random.fill(&mut id);
    let event_type = notice.as_str();
    let body = json!({"type": event_type, "timestamp": view::time(now), "data": data});
    NewDelivery {
        id: DeliveryId(format!("msg_{:032x}", u128::from_be_bytes(id))),
        payment,
        event_type,
        body: body.to_string(),
    }
}
