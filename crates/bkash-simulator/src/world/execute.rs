use std::sync::Arc;

use jiff::Timestamp;

use super::{
    Amount, Completion, Order, PaymentId, Refusal, Stage, State, Transaction, TransactionKind,
    WalletNumber, code,
};

/// What a completed execute reports.
#[derive(Debug)]
pub(crate) struct Executed {
    pub(crate) payment_id: PaymentId,
    pub(crate) order: Arc<Order>,
    pub(crate) completion: Completion,
}

impl State {
    /// Moves the money, once. A refusal after the payer's approval spends the payment.
    pub(crate) fn execute(
        &mut self,
        now: Timestamp,
        payment_id: &str,
    ) -> Result<Executed, Refusal> {
        let payment = self.payment(payment_id)?;
        let wallet = match payment.stage {
            Stage::Completed(_) => return Err(self.switches.second_execute.code().into()),
            Stage::Approved { .. } if payment.is_expired(now, self.payment_life()) => {
                return Err(self.switches.expired_execute.code().into());
            }
            Stage::Approved { wallet } => wallet,
            _ => return Err(code::INVALID_PAYMENT_STATE.into()),
        };
        let order = Arc::clone(&payment.order);
        let id = payment.id.clone();
        if let Err(refusal) = self.debit(now, wallet, order.amount) {
            self.set_stage(payment_id, Stage::Spent);
            return Err(refusal);
        }
        self.merchant_balance += order.amount;
        self.recent.record(now, wallet, order.amount);
        let trx_id = self.trx_ids.next(now, &mut self.rng);
        self.record(Transaction {
            trx_id: trx_id.clone(),
            kind: TransactionKind::Payment,
            payment_id: id.clone(),
            merchant_invoice_number: order.merchant_invoice_number.clone(),
            wallet,
            amount: order.amount,
            amount_text: order.amount_text.clone(),
            at: now,
        });
        let completion = Completion {
            wallet,
            trx_id,
            at: now,
        };
        self.set_stage(payment_id, Stage::Completed(completion.clone()));
        Ok(Executed {
            payment_id: id,
            order,
            completion,
        })
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
