use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::switch::RefundRepeat;

use super::{
    Amount, Bill, Code, Completion, Payment, Refusal, Stage, State, Transaction, TransactionKind,
    TrxId, WalletNumber, code,
};

/// How long a refund of the same amount is a repeat, where repeats are refused (one reader of the v2
/// document).
const REPEAT_WINDOW: SignedDuration = SignedDuration::from_mins(10);

/// A completed movement back to the payer.
#[derive(Debug, Clone)]
pub(crate) struct Refund {
    pub(crate) trx_id: TrxId,
    pub(crate) amount: Amount,
    pub(crate) amount_text: String,
    pub(crate) at: Timestamp,
}

/// Where the two refund products differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RefundRules {
    /// One refund of a payment.
    V1,
    /// Up to ten, within what was paid.
    V2,
}

impl RefundRules {
    fn trx_id_mismatch(self) -> Code {
        match self {
            Self::V1 => code::TRANSACTION_NOT_FOUND,
            Self::V2 => code::TRX_ID_MISMATCH,
        }
    }

    fn too_much(self) -> Code {
        match self {
            Self::V1 => code::REVERSAL_ABOVE_ORIGINAL,
            Self::V2 => code::INVALID_REFUND_AMOUNT,
        }
    }

    /// The limit on the count, and its code. That of an eleventh partial refund is inferred.
    fn check_count(self, made: usize, most: u32) -> Result<(), Refusal> {
        match self {
            Self::V1 if made >= 1 => Err(code::ALREADY_REVERSED.into()),
            Self::V2 if u32::try_from(made).is_ok_and(|made| made >= most) => {
                Err(code::CANNOT_BE_REVERSED.into())
            }
            _ => Ok(()),
        }
    }
}

/// A refund as asked for, its text already checked.
#[derive(Debug)]
pub(crate) struct RefundOrder<'a> {
    pub(crate) payment_id: &'a str,
    pub(crate) trx_id: &'a str,
    pub(crate) amount: Amount,
    pub(crate) amount_text: &'a str,
}

/// What an accepted refund reports.
#[derive(Debug)]
pub(crate) struct RefundMade {
    pub(crate) original_trx_id: TrxId,
    pub(crate) original_amount: Amount,
    pub(crate) refund: Refund,
}

impl State {
    /// Gives money back, or says why not; each accepted call is a new movement.
    pub(crate) fn refund(
        &mut self,
        now: Timestamp,
        rules: RefundRules,
        order: &RefundOrder<'_>,
    ) -> Result<RefundMade, Refusal> {
        let (payment, bill, completion) =
            self.refundable_payment(rules, order.payment_id, order.trx_id)?;
        let switches = &self.switches;
        check_window(now, completion.updated_at, switches.refund_days)?;
        check_amount(rules, payment, order.amount, switches.refund_partials)?;
        if switches.refund_repeat == RefundRepeat::Refused {
            check_repeat(now, payment, order.amount)?;
        }
        if self.merchant_balance < order.amount {
            return Err(code::INSUFFICIENT_BALANCE.into());
        }
        let Completion {
            wallet,
            trx_id: original_trx_id,
            ..
        } = completion.clone();
        let (payment_id, bill, charge) = (payment.id.clone(), Arc::clone(bill), payment.charge());
        let refund = Refund {
            trx_id: self.trx_ids.next(now, &mut self.rng),
            amount: order.amount,
            amount_text: order.amount_text.to_owned(),
            at: now,
        };
        self.credit(wallet, order.amount);
        self.record(Transaction {
            trx_id: refund.trx_id.clone(),
            kind: TransactionKind::Refund {
                original: original_trx_id.clone(),
            },
            payment_id,
            merchant_invoice_number: bill.merchant_invoice_number.clone(),
            wallet,
            amount: order.amount,
            amount_text: refund.amount_text.clone(),
            coupon: None,
            at: now,
        });
        if let Some(payment) = self.payments.get_mut(order.payment_id) {
            payment.refunds.push(refund.clone());
        }
        Ok(RefundMade {
            original_trx_id,
            original_amount: charge,
            refund,
        })
    }

    /// The completed payment that both ids name, and what was paid.
    pub(crate) fn refundable_payment(
        &self,
        rules: RefundRules,
        payment_id: &str,
        trx_id: &str,
    ) -> Result<(&Payment, &Arc<Bill>, &Completion), Refusal> {
        let payment = self.payment(payment_id)?;
        let bill = payment.bill().ok_or(code::INVALID_PAYMENT_STATE)?;
        match &payment.stage {
            Stage::Completed(paid) if paid.trx_id.as_str() == trx_id => Ok((payment, bill, paid)),
            Stage::Completed(_) => Err(rules.trx_id_mismatch().into()),
            Stage::Voided(_) => Err(code::INVALID_PAYMENT_STATE.into()),
            _ => Err(code::NOT_YET_COMPLETED.into()),
        }
    }

    fn credit(&mut self, wallet: WalletNumber, amount: Amount) {
        if let Some(wallet) = self.wallet_mut(wallet) {
            wallet.balance += amount;
            self.merchant_balance -= amount;
        }
    }
}

fn check_window(now: Timestamp, paid_at: Timestamp, days: u32) -> Result<(), Refusal> {
    if now.duration_since(paid_at) <= SignedDuration::from_hours(24 * i64::from(days)) {
        return Ok(());
    }
    let text = code::REFUND_TOO_LATE
        .message
        .replace("%s", &days.to_string());
    Err(Refusal::saying(code::REFUND_TOO_LATE, text))
}

fn check_amount(
    rules: RefundRules,
    payment: &Payment,
    amount: Amount,
    most_partials: u32,
) -> Result<(), Refusal> {
    if amount > payment.charge() {
        return Err(rules.too_much().into());
    }
    if payment.refundable() == Amount::ZERO {
        return Err(code::ALREADY_REVERSED.into());
    }
    rules.check_count(payment.refunds.len(), most_partials)?;
    if amount > payment.refundable() {
        return Err(rules.too_much().into());
    }
    Ok(())
}

fn check_repeat(now: Timestamp, payment: &Payment, amount: Amount) -> Result<(), Refusal> {
    let is_repeat = payment
        .refunds
        .iter()
        .any(|made| made.amount == amount && now.duration_since(made.at) < REPEAT_WINDOW);
    match is_repeat {
        true => Err(code::CANNOT_BE_REVERSED.into()),
        false => Ok(()),
    }
}
