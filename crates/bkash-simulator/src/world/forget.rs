//! What a world forgets, so that its memory is bounded however long it runs.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use jiff::Timestamp;

use super::{Payment, PaymentId, Stage, State};

/// Payments that a world remembers at least, about a kilobyte each. Finished ones go first.
pub(crate) const MOST_PAYMENTS: usize = 200_000;

/// How many more there may be before the surplus is forgotten in one go, as a share of the most.
const SLACK: usize = 8;

impl State {
    /// Forgets the oldest payments, with their movements, when there are an eighth more than the most;
    /// open ones, and agreements, only if there is nothing else. Answers which ones are gone.
    ///
    /// Balances stay: only the movements that explain them are gone.
    pub(crate) fn forget_beyond(&mut self, most: usize, now: Timestamp) -> Vec<PaymentId> {
        if self.payments.len() <= most + most / SLACK {
            return Vec::new();
        }
        let life = self.payment_life();
        let mut by_age: Vec<(bool, Timestamp, &PaymentId)> = self
            .payments
            .values()
            .map(|payment| {
                let is_open = is_open(payment, payment.is_expired(now, life));
                (is_open, payment.created_at, &payment.id)
            })
            .collect();
        let surplus = by_age.len() - most;
        by_age.select_nth_unstable_by_key(surplus, |(is_open, created_at, id)| {
            (*is_open, *created_at, id.as_str())
        });
        let gone: HashSet<PaymentId> = by_age[..surplus]
            .iter()
            .map(|(.., id)| (*id).clone())
            .collect();
        self.payments.retain(|id, _| !gone.contains(id));
        self.agreements.forget(&gone);
        self.transactions
            .retain(|transaction| !gone.contains(&transaction.payment_id));
        self.by_trx_id = self
            .transactions
            .iter()
            .enumerate()
            .map(|(index, transaction)| (transaction.trx_id.clone(), index))
            .collect();
        gone.into_iter().collect()
    }
}

/// Whether something of it is still to come: an execute, a capture, a payment by its agreement.
fn is_open(payment: &Payment, is_expired: bool) -> bool {
    match payment.stage {
        Stage::Initiated(_) | Stage::Approved { .. } => !is_expired,
        Stage::Authorized(_) | Stage::Agreed(_) => true,
        Stage::Abandoned(_) | Stage::Spent | Stage::Completed(_) | Stage::Voided(_) => false,
    }
}

/// Makes room for one more where a map of moments is full: the earliest goes.
pub(super) fn make_room<K: Clone + Eq + Hash>(moments: &mut HashMap<K, Timestamp>, most: usize) {
    while moments.len() >= most {
        let earliest = moments.iter().min_by_key(|(_, moment)| **moment);
        let Some(key) = earliest.map(|(key, _)| key.clone()) else {
            return;
        };
        moments.remove(&key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::switch::{Profile, Switches};
    use std::sync::Arc;

    use crate::world::{
        Amount, Bill, Dialect, Intent, Order, SANDBOX_OTP, SANDBOX_PIN, Subject, WalletNumber,
    };
    use jiff::SignedDuration;

    const WALLET: WalletNumber = super::super::GOOD_WALLETS[0];

    fn order(poisha: i64) -> Order {
        let bill = Bill {
            amount: Amount::from_poisha(poisha),
            amount_text: "as sent".to_owned(),
            currency: "BDT".to_owned(),
            intent: Intent::Sale,
            intent_text: "sale".to_owned(),
            merchant_invoice_number: format!("INV-{poisha}"),
            agreement: None,
        };
        Order {
            dialect: Dialect::A,
            payer_reference: String::new(),
            callback_url: None,
            subject: Subject::Bill(Arc::new(bill)),
        }
    }

    fn second(number: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(number)
    }

    fn paid(state: &mut State, number: i64) -> (String, String) {
        let now = second(number);
        let payment = state.create(now, order(number)).unwrap();
        let (id, hash) = (payment.id.to_string(), payment.hash.clone());
        let window = state.open_page(now, &id, &hash).unwrap();
        state.give_wallet(now, &id, &window, &WALLET).unwrap();
        state.give_otp(now, &id, &window, SANDBOX_OTP).unwrap();
        state.give_pin(now, &id, &window, SANDBOX_PIN).unwrap();
        state.execute(now, &id).unwrap();
        let trx_id = state.payment(&id).unwrap().trx_ids().next().unwrap();
        let trx_id = trx_id.to_string();
        (id, trx_id)
    }

    #[test]
    fn the_oldest_finished_payments_are_forgotten_with_their_movements_and_no_money_is() {
        let mut state = State::new(
            3,
            Amount::from_poisha(10_000_000),
            Switches::of(Profile::Lenient),
        );
        let open = state.create(second(0), order(1)).unwrap().id.clone();
        let done: Vec<_> = (1..=18).map(|number| paid(&mut state, number)).collect();
        let balance = state.merchant_balance;
        assert!(
            state.forget_beyond(17, second(19)).is_empty(),
            "within the slack"
        );

        let gone = state.forget_beyond(16, second(19));
        let mut gone: Vec<_> = gone.iter().map(PaymentId::as_str).collect();
        gone.sort_unstable();
        let mut oldest: Vec<_> = done[..3].iter().map(|(id, _)| id.as_str()).collect();
        oldest.sort_unstable();
        assert_eq!(gone, oldest);
        assert!(state.payment(open.as_str()).is_ok(), "it can still be paid");
        for (index, (id, trx_id)) in done.iter().enumerate() {
            let found = state
                .transaction(trx_id)
                .map(|found| found.payment_id.as_str());
            assert_eq!(found, (index >= 3).then_some(id.as_str()));
        }
        assert_eq!(state.merchant_balance, balance);
    }

    #[test]
    fn when_all_can_still_be_paid_the_oldest_go() {
        let mut state = State::new(3, Amount::ZERO, Switches::of(Profile::Lenient));
        for number in 0..20 {
            state.create(second(number), order(number + 1)).unwrap();
        }
        assert_eq!(state.forget_beyond(10, second(20)).len(), 10);
        assert!(
            state
                .payments()
                .all(|payment| payment.created_at >= second(10))
        );
    }

    #[test]
    fn the_earliest_makes_room() {
        let mut moments: HashMap<i64, Timestamp> =
            (0..5).map(|number| (number, second(number))).collect();
        make_room(&mut moments, 4);
        let mut left: Vec<_> = moments.into_keys().collect();
        left.sort_unstable();
        assert_eq!(left, [2, 3, 4]);
    }
}
