use std::sync::Arc;

use jiff::Timestamp;

use super::checkout::Checkout;
use super::id::ALPHANUMERIC;
use crate::switch::{CallbackSignature, ReusedInvoice};

use super::{Order, Payment, PaymentId, Refusal, Stage, State, code, random_text};

const HASH_ALPHABET: &[u8] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._!*()-";

impl State {
    /// # Errors
    /// 2031 for an invoice number used before, where the world refuses those.
    pub(crate) fn create(&mut self, now: Timestamp, order: Order) -> Result<&Payment, Refusal> {
        let used = || {
            let mut orders = self.payments.values().map(|payment| &payment.order);
            orders.any(|known| known.merchant_invoice_number == order.merchant_invoice_number)
        };
        if self.switches.reused_invoice == ReusedInvoice::Refused && used() {
            return Err(code::INVALID_INVOICE.into());
        }
        let mut id = PaymentId::random(Payment::MODE, now, &mut self.rng);
        while self.payments.contains_key(&id) {
            id = PaymentId::random(Payment::MODE, now, &mut self.rng);
        }
        let hash = random_text(&mut self.rng, 87, HASH_ALPHABET);
        let payment = Payment {
            id: id.clone(),
            order: Arc::new(order),
            created_at: now,
            hash: format!("{hash}{:013}", now.as_millisecond()),
            signature: match self.switches.callback_signature {
                CallbackSignature::Present => Some(random_text(&mut self.rng, 10, ALPHANUMERIC)),
                CallbackSignature::Absent => None,
            },
            window: None,
            stage: Stage::Initiated(Checkout::default()),
            refunds: Vec::new(),
        };
        Ok(self.payments.entry(id).or_insert(payment))
    }
}
