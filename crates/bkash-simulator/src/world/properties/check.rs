use super::run::{GOOD_BALANCE, Run};
use crate::switch::{Profile, Switches};
use crate::world::{Amount, Movement, Payment, Stage, State, Transaction, TransactionKind};

impl Run {
    /// All money there is, wherever it lies, but for what bKash added to coupons.
    pub(super) fn total(&self) -> Amount {
        let wallets: Amount = self.state.wallets.iter().map(|wallet| wallet.balance).sum();
        let merchant = self.state.merchant_balance + self.state.settled;
        wallets + self.state.on_hold + merchant - self.state.coupons
    }

    pub(super) fn check(&self, total_at_first: Amount) {
        assert_eq!(self.total(), total_at_first);
        assert!(self.state.merchant_balance >= Amount::ZERO);
        let mut wallets = self.state.wallets.iter();
        assert!(wallets.all(|wallet| wallet.balance >= Amount::ZERO));
        for payment in self.state.payments.values() {
            self.check_payment(payment);
        }
        self.check_holds();
        self.check_books();
    }

    /// Each stage has exactly the movements that lead to it.
    fn check_payment(&self, payment: &Payment) {
        use TransactionKind::{Authorization, Capture, Payment as Paid, Void};
        assert!(payment.refundable() >= Amount::ZERO);
        let own = |entry: &&Transaction| entry.payment_id == payment.id;
        let all = self.state.transactions.iter().filter(own);
        let (refunds, moved): (Vec<_>, Vec<_>) =
            all.partition(|entry| matches!(entry.kind, TransactionKind::Refund { .. }));
        let moved: Vec<_> = moved.iter().map(|entry| entry.kind.clone()).collect();
        let allowed: &[&[TransactionKind]] = match payment.stage {
            Stage::Completed(_) => &[&[Paid], &[Authorization, Capture]],
            Stage::Authorized(_) => &[&[Authorization]],
            Stage::Voided(_) => &[&[Authorization, Void]],
            _ => &[&[]],
        };
        assert!(allowed.contains(&&*moved), "{}: {moved:?}", payment.id);
        assert_eq!(refunds.len(), payment.refunds.len(), "{}", payment.id);
        assert!(refunds.is_empty() || matches!(payment.stage, Stage::Completed(_)));
    }

    /// What is held is what authorizations hold.
    fn check_holds(&self) {
        let waiting = self.state.payments.values();
        let waiting = waiting.filter(|payment| matches!(payment.stage, Stage::Authorized(_)));
        let amounts = waiting.filter_map(|payment| Some(payment.bill()?.amount));
        assert_eq!(amounts.sum::<Amount>(), self.state.on_hold);
    }

    /// The movements alone explain every balance.
    fn check_books(&self) {
        let books = self.state.books(self.now);
        let fresh = State::new(1, GOOD_BALANCE, Switches::of(Profile::Lenient));
        let mut merchant = Amount::ZERO;
        let mut wallets = fresh.wallets;
        for transaction in &books.transactions {
            let mut wallets = wallets.iter_mut();
            let wallet = wallets.find(|wallet| wallet.number == transaction.wallet);
            let wallet = &mut wallet.unwrap().balance;
            for (balance, movement, amount) in [
                (
                    &mut merchant,
                    transaction.for_merchant(),
                    transaction.credited(),
                ),
                (wallet, transaction.for_wallet(), transaction.amount),
            ] {
                match movement {
                    Some(Movement::In) => *balance += amount,
                    Some(Movement::Out) => *balance -= amount,
                    None => {}
                }
            }
        }
        assert_eq!(merchant, books.merchant_balance + books.settled);
        for (explained, shown) in wallets.iter().zip(&books.wallets) {
            assert_eq!(explained.balance, shown.balance, "{}", shown.number);
        }
    }
}
