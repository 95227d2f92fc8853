use std::sync::Arc;

use jiff::Timestamp;

use super::{
    Bill, Code, Completion, Intent, Payment, Refusal, Stage, State, Transaction, TransactionKind,
    code,
};

/// How a hold ends.
#[derive(Debug, Clone, Copy)]
enum End {
    Capture,
    Void,
}

impl State {
    /// Takes the whole of what is held. How long a hold lasts is not published: here it does not end
    /// by itself, also not with the payment's day (inferred).
    pub(crate) fn capture(
        &mut self,
        now: Timestamp,
        payment_id: &str,
    ) -> Result<&Payment, Refusal> {
        let (bill, held) = self.held(payment_id, code::TRANSACTION_COMPLETED)?;
        self.on_hold -= bill.amount;
        self.merchant_balance += bill.amount;
        self.end_hold(now, payment_id, &bill, held, End::Capture)
    }

    /// Gives back what is held.
    pub(crate) fn void(&mut self, now: Timestamp, payment_id: &str) -> Result<&Payment, Refusal> {
        let (bill, held) = self.held(payment_id, code::INVALID_PAYMENT_STATE)?;
        let wallet = self.wallet_mut(held.wallet).ok_or(code::SYSTEM_ERROR)?;
        wallet.balance += bill.amount;
        self.on_hold -= bill.amount;
        self.end_hold(now, payment_id, &bill, held, End::Void)
    }

    /// The hold of a payment. Which of 2119, 2068 and 2069 a payment without one gets is inferred from
    /// their texts.
    fn held(&self, payment_id: &str, of_a_sale: Code) -> Result<(Arc<Bill>, Completion), Refusal> {
        let payment = self.payment(payment_id)?;
        let bill = payment.bill().ok_or(code::INVALID_PAYMENT_STATE)?;
        match &payment.stage {
            Stage::Authorized(held) => Ok((Arc::clone(bill), held.clone())),
            Stage::Completed(_) if bill.intent == Intent::Authorization => {
                Err(code::AUTHORIZATION_PROCESSED.into())
            }
            Stage::Completed(_) => Err(of_a_sale.into()),
            Stage::Voided(_) => Err(code::TRANSACTION_CANCELLED.into()),
            _ => Err(code::INVALID_PAYMENT_STATE.into()),
        }
    }

    /// The trx id stays that of the authorization: search shows what became of it.
    fn end_hold(
        &mut self,
        now: Timestamp,
        payment_id: &str,
        bill: &Bill,
        held: Completion,
        end: End,
    ) -> Result<&Payment, Refusal> {
        let payment = self.payment(payment_id)?;
        let kind = match end {
            End::Capture => TransactionKind::Capture,
            End::Void => TransactionKind::Void,
        };
        let transaction = Transaction::of((&payment.id, None), bill, &held, kind, now);
        self.record(transaction);
        let ended = Completion {
            updated_at: now,
            ..held
        };
        let stage = match end {
            End::Capture => Stage::Completed(ended),
            End::Void => Stage::Voided(ended),
        };
        self.set_stage(payment_id, stage);
        self.payment(payment_id)
    }
}
