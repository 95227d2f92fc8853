use std::sync::Arc;

use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};

use super::{Product, Step};
use crate::switch::{Profile, Switches};
use crate::world::{
    AgreementId, Amount, Bill, Coupon, Dialect, GOOD_WALLETS, Intent, Order, Party, RefundOrder,
    RefundRules, SANDBOX_OTP, SANDBOX_PIN, Stage, State, Subject, Window,
};

pub(super) const GOOD_BALANCE: Amount = Amount::from_poisha(10_000_000);

/// A world with the payments that were created in it.
pub(super) struct Run {
    pub(super) state: State,
    pub(super) now: Timestamp,
    pub(super) payments: Vec<String>,
}

impl Run {
    pub(super) fn new() -> Self {
        let state = State::new(1, GOOD_BALANCE, Switches::of(Profile::Lenient));
        Self {
            state,
            now: Timestamp::UNIX_EPOCH,
            payments: Vec::new(),
        }
    }

    /// Creates a payment and approves it by any good wallet.
    pub(super) fn approved(&mut self, product: Product, poisha: i64, rng: &mut Rng) -> usize {
        self.take(&Step::Create { product, poisha });
        let payment = self.payments.len() - 1;
        self.take(&Step::Pay {
            payment,
            wallet: rng.usize(..GOOD_WALLETS.len()),
            otp_right: true,
            pin_right: true,
        });
        payment
    }

    pub(super) fn take(&mut self, step: &Step) {
        match *step {
            Step::Create { product, poisha } => self.create(product, Amount::from_poisha(poisha)),
            Step::Pay {
                payment,
                wallet,
                otp_right,
                pin_right,
            } => self.pay(payment, wallet, otp_right, pin_right),
            Step::Redeem {
                payment,
                poisha,
                share_percent,
            } => self.redeem(payment, poisha, poisha * share_percent / 100),
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
            Step::Capture { payment } => {
                if let Some(id) = self.payments.get(payment) {
                    let _ = self.state.capture(self.now, id);
                }
            }
            Step::Void { payment } => {
                if let Some(id) = self.payments.get(payment) {
                    let _ = self.state.void(self.now, id);
                }
            }
            Step::EndAgreement { payment } => self.end_agreement(payment),
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

    fn create(&mut self, product: Product, amount: Amount) {
        let bill = |intent, agreement| {
            Subject::Bill(Arc::new(Bill {
                amount,
                amount_text: amount.to_string(),
                currency: "BDT".to_owned(),
                intent,
                intent_text: "as sent".to_owned(),
                merchant_invoice_number: "INV".to_owned(),
                agreement,
            }))
        };
        let subject = match product {
            Product::Sale => bill(Intent::Sale, None),
            Product::Authorization => bill(Intent::Authorization, None),
            Product::Agreement => Subject::Agreement,
            Product::ByAgreement { agreement } => match self.agreed(agreement) {
                Some(agreement) => bill(Intent::Sale, Some(agreement)),
                None => return,
            },
        };
        let order = Order {
            dialect: Dialect::A,
            payer_reference: " ".to_owned(),
            callback_url: Some("https://merchant.example/".to_owned()),
            subject,
        };
        if let Ok(payment) = self.state.create(self.now, order) {
            let id = payment.id.to_string();
            self.payments.push(id);
        }
    }

    fn agreed(&self, payment: usize) -> Option<AgreementId> {
        let payment = self.state.payment(self.payments.get(payment)?).ok()?;
        match &payment.stage {
            Stage::Agreed(agreement) => Some(agreement.clone()),
            _ => None,
        }
    }

    fn end_agreement(&mut self, payment: usize) {
        if let Some(agreement) = self.agreed(payment) {
            let _ = self
                .state
                .cancel_agreement(self.now, agreement.as_str(), Party::Customer);
        }
    }

    fn redeem(&mut self, payment: usize, poisha: i64, share: i64) {
        let [amount, share] = [poisha, share].map(Amount::from_poisha);
        let coupon = Coupon::new(amount, Some(share));
        if let Some(id) = self.payments.get(payment) {
            let _ = self.state.redeem(id, coupon);
        }
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
        let trx_id = match self.state.payment(id).unwrap().completion() {
            Some(completion) => completion.trx_id.as_str().to_owned(),
            None => "CLB50PG0H4".to_owned(),
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
}
