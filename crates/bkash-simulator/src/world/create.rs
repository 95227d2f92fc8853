use std::sync::Arc;

use jiff::Timestamp;

use super::checkout::Checkout;
use super::id::ALPHANUMERIC;
use super::{
    Dialect, Order, Payment, PaymentId, Refusal, Stage, State, Subject, code, random_text,
};
use crate::switch::{CallbackSignature, ReusedInvoice};

const HASH_ALPHABET: &[u8] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._!*()-";

impl State {
    /// # Errors
    /// 2031 for an invoice number used before, where the world refuses those; or the agreement to pay
    /// by is unknown, not executed or cancelled.
    pub(crate) fn create(&mut self, now: Timestamp, order: Order) -> Result<&Payment, Refusal> {
        if self.switches.reused_invoice == ReusedInvoice::Refused && self.has_invoice_of(&order) {
            return Err(code::INVALID_INVOICE.into());
        }
        if let Some(agreement) = order.bill().and_then(|bill| bill.agreement.as_ref()) {
            self.living_agreement(agreement.as_str())?;
        }
        let mut id = PaymentId::random(order.mode(), now, &mut self.rng);
        while self.payments.contains_key(&id) {
            id = PaymentId::random(order.mode(), now, &mut self.rng);
        }
        let reserved = match (order.dialect, &order.subject) {
            (Dialect::B, Subject::Agreement) => Some(self.new_agreement_id(now)),
            _ => None,
        };
        if let Some(agreement) = &reserved {
            self.reserve_agreement(agreement.clone(), id.clone());
        }
        let hash = random_text(&mut self.rng, 87, HASH_ALPHABET);
        let payment = Payment {
            id: id.clone(),
            order: Arc::new(order),
            reserved,
            created_at: now,
            hash: format!("{hash}{:013}", now.as_millisecond()),
            signature: match self.switches.callback_signature {
                CallbackSignature::Present => Some(random_text(&mut self.rng, 10, ALPHANUMERIC)),
                CallbackSignature::Absent => None,
            },
            window: None,
            stage: Stage::Initiated(Checkout::default()),
            coupon: None,
            refunds: Vec::new(),
        };
        Ok(self.payments.entry(id).or_insert(payment))
    }
    fn has_invoice_of(&self, order: &Order) -> bool {
        let Some(wanted) = order.bill().map(|bill| &bill.merchant_invoice_number) else {
            return false;
        };
        let mut bills = self.payments.values().filter_map(Payment::bill);
        bills.any(|bill| bill.merchant_invoice_number == *wanted)
    }
}
