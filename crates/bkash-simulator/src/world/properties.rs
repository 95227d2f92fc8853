//! Random sequences of everything that payers, merchants and time can do: money is never made or
//! lost, and no more comes back than was paid.

use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use crate::switch::{Profile, Switches};

use super::{
    Amount, GOOD_WALLETS, Movement, Order, RefundOrder, RefundRules, SANDBOX_OTP, SANDBOX_PIN,
    Stage, State, TransactionKind, Window,
};

#[derive(Debug, Clone)]
enum Step {
    Create {
        poisha: i64,
    },
    Pay {
        payment: usize,
        wallet: usize,
        otp_right: bool,
        pin_right: bool,
    },
    Cancel {
        payment: usize,
    },
    Execute {
        payment: usize,
    },
    Refund {
        payment: usize,
        poisha: i64,
        v1: bool,
    },
    Settle,
    Wait {
        seconds: i64,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let poisha = prop_oneof![Just(10_000_i64), 1..500_000_i64, 9_000_000..20_000_000_i64];
    prop_oneof![
        3 => poisha.clone().prop_map(|poisha| Step::Create { poisha }),
        4 => (0..20_usize, 0..8_usize, prop::bool::weighted(0.9), prop::bool::weighted(0.9))
            .prop_map(|(payment, wallet, otp_right, pin_right)| Step::Pay {
                payment, wallet, otp_right, pin_right
            }),
        1 => (0..20_usize).prop_map(|payment| Step::Cancel { payment }),
        6 => (0..20_usize).prop_map(|payment| Step::Execute { payment }),
        4 => (0..20_usize, poisha, any::<bool>())
            .prop_map(|(payment, poisha, v1)| Step::Refund { payment, poisha, v1 }),
        1 => Just(Step::Settle),
        1 => prop_oneof![1..300_i64, 3600..100_000_i64].prop_map(|seconds| Step::Wait { seconds }),
    ]
}

/// A world with the payments that were created in it.
struct Run {
    state: State,
    now: Timestamp,
    payments: Vec<String>,
}

impl Run {
    fn new() -> Self {
        let state = State::new(
            1,
            Amount::from_poisha(10_000_000),
            Switches::of(Profile::Lenient),
        );
        Self {
            state,
            now: Timestamp::UNIX_EPOCH,
            payments: Vec::new(),
        }
    }

    fn take(&mut self, step: &Step) {
        match *step {
            Step::Create { poisha } => self.create(Amount::from_poisha(poisha)),
            Step::Pay {
                payment,
                wallet,
                otp_right,
                pin_right,
            } => {
                self.pay(payment, wallet, otp_right, pin_right);
            }
            Step::Cancel { payment } => {
                if let Some((id, window)) = self.opened(payment) {
                    self.state.cancel_page(self.now, &id, &window).unwrap();
                }
            }
            Step::Execute { payment } => {
                if let Some(id) = self.payments.get(payment) {
                    let _ = self.state.execute(self.now, id);
                }
            }
            Step::Refund {
                payment,
                poisha,
                v1,
            } => self.refund(payment, poisha, v1),
            Step::Settle => {
                self.state.settle();
            }
            Step::Wait { seconds } => self.now += SignedDuration::from_secs(seconds),
        }
    }

    fn create(&mut self, amount: Amount) {
        let order = Order {
            amount,
            amount_text: amount.to_string(),
            currency: "BDT".to_owned(),
            intent: "sale".to_owned(),
            merchant_invoice_number: "INV".to_owned(),
            payer_reference: " ".to_owned(),
            callback_url: "https://merchant.example/".to_owned(),
        };
        let id = self.state.create(self.now, order).unwrap().id.to_string();
        self.payments.push(id);
    }

    fn opened(&mut self, payment: usize) -> Option<(String, Window)> {
        let id = self.payments.get(payment)?.clone();
        let hash = self.state.payment(&id).unwrap().hash.clone();
        let window = self.state.open_page(self.now, &id, &hash).ok()?;
        Some((id, window))
    }

    fn pay(&mut self, payment: usize, wallet: usize, otp_right: bool, pin_right: bool) {
        let Some((id, window)) = self.opened(payment) else {
            return;
        };
        let wallet = self.state.wallets[wallet].number;
        let otp = if otp_right { SANDBOX_OTP } else { "000000" };
        let pin = if pin_right { SANDBOX_PIN } else { "00000" };
        let _ = self.state.give_wallet(self.now, &id, &window, &wallet);
        for _ in 0..3 {
            let _ = self.state.give_otp(self.now, &id, &window, otp);
        }
        for _ in 0..3 {
            let _ = self.state.give_pin(self.now, &id, &window, pin);
        }
    }

    fn refund(&mut self, payment: usize, poisha: i64, v1: bool) {
        let Some(id) = self.payments.get(payment) else {
            return;
        };
        let trx_id = match &self.state.payment(id).unwrap().stage {
            Stage::Completed(completion) => completion.trx_id.as_str().to_owned(),
            _ => "CLB50PG0H4".to_owned(),
        };
        let amount = Amount::from_poisha(poisha);
        let order = RefundOrder {
            payment_id: id,
            trx_id: &trx_id,
            amount,
            amount_text: "as sent",
        };
        let rules = if v1 { RefundRules::V1 } else { RefundRules::V2 };
        let _ = self.state.refund(self.now, rules, &order);
    }

    /// All money there is, wherever it lies.
    fn total(&self) -> Amount {
        let wallets: Amount = self.state.wallets.iter().map(|wallet| wallet.balance).sum();
        wallets + self.state.merchant_balance + self.state.settled
    }

    fn check(&self, total_at_first: Amount) {
        assert_eq!(self.total(), total_at_first);
        assert!(self.state.merchant_balance >= Amount::ZERO);
        assert!(
            self.state
                .wallets
                .iter()
                .all(|wallet| wallet.balance >= Amount::ZERO)
        );
        for payment in self.state.payments.values() {
            assert!(payment.refundable() >= Amount::ZERO);
            let completed = matches!(payment.stage, Stage::Completed(_));
            let movements = self.state.transactions.iter().filter(|transaction| {
                transaction.payment_id == payment.id && transaction.kind == TransactionKind::Payment
            });
            assert_eq!(movements.count(), usize::from(completed), "{}", payment.id);
            assert!(completed || payment.refunds.is_empty());
        }
        self.check_books();
    }

    /// The movements alone explain every balance.
    fn check_books(&self) {
        let books = self.state.books(self.now);
        let fresh = State::new(
            1,
            Amount::from_poisha(10_000_000),
            Switches::of(Profile::Lenient),
        );
        let mut merchant = Amount::ZERO;
        let mut wallets = fresh.wallets;
        for transaction in &books.transactions {
            let wallet = wallets
                .iter_mut()
                .find(|wallet| wallet.number == transaction.wallet)
                .unwrap();
            match transaction.for_merchant() {
                Movement::In => {
                    merchant += transaction.amount;
                    wallet.balance -= transaction.amount;
                }
                Movement::Out => {
                    merchant -= transaction.amount;
                    wallet.balance += transaction.amount;
                }
            }
        }
        assert_eq!(merchant, books.merchant_balance + books.settled);
        for (explained, shown) in wallets.iter().zip(&books.wallets) {
            assert_eq!(explained.balance, shown.balance, "{}", shown.number);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn money_is_never_made_or_lost(steps in prop::collection::vec(step(), 1..80)) {
        let mut run = Run::new();
        let total = run.total();
        for step in &steps {
            run.take(step);
            run.check(total);
        }
    }

    #[test]
    fn an_amount_reads_back_what_it_writes(poisha in 1..99_999_999_999_999_i64) {
        let amount = Amount::from_poisha(poisha);
        prop_assert_eq!(Amount::parse(&amount.to_string()), Some(amount));
    }

    #[test]
    fn no_text_makes_an_amount_panic(text in ".*") {
        let _ = Amount::parse(&text);
    }
}

#[test]
fn the_sequences_do_complete_and_refund() {
    let mut run = Run::new();
    let mut rng = Rng::with_seed(1);
    for _ in 0..20 {
        run.take(&Step::Create {
            poisha: rng.i64(1..500_000),
        });
        let payment = run.payments.len() - 1;
        let wallet = rng.usize(..GOOD_WALLETS.len());
        run.take(&Step::Pay {
            payment,
            wallet,
            otp_right: true,
            pin_right: true,
        });
        run.take(&Step::Execute { payment });
        run.take(&Step::Refund {
            payment,
            poisha: 1,
            v1: false,
        });
    }
    assert_eq!(run.state.transactions.len(), 40);
}
