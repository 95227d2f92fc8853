use std::sync::Arc;

use jiff::Timestamp;

use super::checkout::Checkout;
use super::id::ALPHANUMERIC;
use super::{Order, Payment, PaymentId, Stage, State, random_text};

const HASH_ALPHABET: &[u8] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._!*()-";

impl State {
    pub(crate) fn create(&mut self, now: Timestamp, order: Order) -> &Payment {
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
            signature: random_text(&mut self.rng, 10, ALPHANUMERIC),
            window: None,
            stage: Stage::Initiated(Checkout::default()),
            refunds: Vec::new(),
        };
        self.payments.entry(id).or_insert(payment)
    }
}
