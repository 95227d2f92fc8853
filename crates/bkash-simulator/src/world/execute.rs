use std::sync::Arc;

use jiff::Timestamp;

use super::special;
use super::{
    Agreement, Amount, Bill, Completion, Coupon, Intent, Order, Payment, PaymentId, Refusal, Stage,
    State, Subject, Transaction, TransactionKind, WalletNumber, code,
};

/// What an accepted execute reports.
#[derive(Debug)]
pub(crate) enum Executed {
    Paid(Paid),
    Agreed(Agreement),
}

/// Money that moved, or is held.
#[derive(Debug)]
pub(crate) struct Paid {
    pub(crate) payment_id: PaymentId,
    pub(crate) order: Arc<Order>,
    pub(crate) bill: Arc<Bill>,
    pub(crate) completion: Completion,
    /// What the wallet paid, all of which can be given back. None while it is only held.
    pub(crate) refundable: Option<Amount>,
}

impl State {
    /// Moves the money, or makes the agreement, once. A refusal after the payer's approval spends the
    /// payment.
    pub(crate) fn execute(
        &mut self,
        now: Timestamp,
        payment_id: &str,
    ) -> Result<Executed, Refusal> {
        let payment = self.payment(payment_id)?;
        let wallet = self.approver(now, payment)?;
        let (id, coupon, charge) = (payment.id.clone(), payment.coupon, payment.charge());
        let order = Arc::clone(&payment.order);
        let executed = match &order.subject {
            Subject::Agreement => self.agree(now, &id, &order, wallet).map(Executed::Agreed),
            Subject::Bill(bill) => self
                .take(now, (&id, coupon), bill, wallet)
                .map(|completion| {
                    Executed::Paid(Paid {
                        payment_id: id,
                        order: Arc::clone(&order),
                        bill: Arc::clone(bill),
                        completion,
                        refundable: (bill.intent == Intent::Sale).then_some(charge),
                    })
                }),
        };
        if executed.is_err() {
            self.set_stage(payment_id, Stage::Spent);
        }
        executed
    }

    /// The wallet that approved the payment, if it may be executed. The codes of what was never
    /// approved and of what was refused before are inferred for agreements.
    fn approver(&self, now: Timestamp, payment: &Payment) -> Result<WalletNumber, Refusal> {
        let is_agreement = payment.bill().is_none();
        let is_expired = payment.is_expired(now, self.payment_life());
        let code = match payment.stage {
            Stage::Approved { wallet } if !is_expired => return Ok(wallet),
            Stage::Authorized(_) | Stage::Completed(_) => self.switches.second_execute.code(),
            Stage::Voided(_) => code::TRANSACTION_CANCELLED,
            Stage::Agreed(_) => code::AGREEMENT_EXECUTED,
            Stage::Approved { .. } | Stage::Spent if is_agreement => code::INVALID_AGREEMENT_STATE,
            Stage::Initiated(_) | Stage::Abandoned(_) if is_agreement => {
                code::AGREEMENT_NOT_APPROVED
            }
            Stage::Approved { .. } => self.switches.expired_execute.code(),
            Stage::Initiated(_) | Stage::Abandoned(_) => self.switches.early_execute.code(),
            Stage::Spent => code::INVALID_PAYMENT_STATE,
        };
        Err(code.into())
    }

    fn take(
        &mut self,
        now: Timestamp,
        (payment_id, coupon): (&PaymentId, Option<Coupon>),
        bill: &Bill,
        wallet: WalletNumber,
    ) -> Result<Completion, Refusal> {
        if let Some(agreement) = &bill.agreement {
            // Ended between create and execute (inferred: 2055).
            let living = self.living_agreement(agreement.as_str());
            living.map_err(|_| code::INVALID_AGREEMENT_STATE)?;
        }
        let charge = bill.amount - coupon.map_or(Amount::ZERO, |coupon| coupon.amount);
        self.debit(now, wallet, charge)?;
        let window = self.duplicate_window();
        self.recent.record(now, wallet, charge, window);
        let completion = Completion {
            wallet,
            trx_id: self.trx_ids.next(now, &mut self.rng),
            at: now,
            updated_at: now,
        };
        let (kind, stage) = match bill.intent {
            Intent::Sale => {
                let added = coupon.map_or(Amount::ZERO, Coupon::gateway_share);
                self.merchant_balance += charge + added;
                self.coupons += added;
                (
                    TransactionKind::Payment,
                    Stage::Completed(completion.clone()),
                )
            }
            Intent::Authorization => {
                self.on_hold += bill.amount;
                (
                    TransactionKind::Authorization,
                    Stage::Authorized(completion.clone()),
                )
            }
        };
        self.record(Transaction::of(
            (payment_id, coupon),
            bill,
            &completion,
            kind,
            now,
        ));
        self.set_stage(payment_id.as_str(), stage);
        Ok(completion)
    }

    fn debit(
        &mut self,
        now: Timestamp,
        wallet: WalletNumber,
        amount: Amount,
    ) -> Result<(), Refusal> {
        let window = self.duplicate_window();
        let duplicate = self.recent.contains(now, wallet, amount, window);
        let blocked = self.switches.debit_block.code();
        if let Some(code) = special::at_execute(wallet) {
            return Err(code.into());
        }
        let Some(wallet) = self.wallet_mut(wallet) else {
            return Err(code::SYSTEM_ERROR.into());
        };
        if wallet.debit_blocked {
            return Err(blocked.into());
        }
        if duplicate {
            return Err(code::DUPLICATE.into());
        }
        if wallet.balance < amount {
            return Err(code::INSUFFICIENT_BALANCE.into());
        }
        wallet.balance -= amount;
        Ok(())
    }

    pub(super) fn set_stage(&mut self, payment_id: &str, stage: Stage) {
        if let Some(payment) = self.payments.get_mut(payment_id) {
            payment.stage = stage;
        }
    }
}
