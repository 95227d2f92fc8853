use jiff::Timestamp;

use super::{Amount, Payment, Refusal, Stage, State, Transaction, TransactionKind, TrxId, code};

/// The latest movement under a trx id, with the payment that it belongs to.
#[derive(Debug)]
pub(crate) struct Found<'a> {
    pub(crate) transaction: &'a Transaction,
    pub(crate) payment: &'a Payment,
}

impl State {
    /// Of this merchant's own movements.
    pub(crate) fn search(&self, trx_id: &str) -> Result<Found<'_>, Refusal> {
        if !TrxId::is_well_formed(trx_id) {
            return Err(code::INVALID_TRX_ID.into());
        }
        let transaction = self.transaction(trx_id);
        let transaction = transaction.ok_or_else(|| self.switches.unknown_search.code())?;
        let payment = self.payment(transaction.payment_id.as_str())?;
        Ok(Found {
            transaction,
            payment,
        })
    }
}

impl Found<'_> {
    pub(crate) fn is_refund(&self) -> bool {
        matches!(self.transaction.kind, TransactionKind::Refund { .. })
    }

    /// When the first movement under this trx id was made.
    pub(crate) fn initiated_at(&self) -> Timestamp {
        match self.payment.completion() {
            Some(completion) if !self.is_refund() => completion.at,
            _ => self.transaction.at,
        }
    }

    pub(crate) fn status(&self) -> &'static str {
        match self.is_refund() {
            true => "Completed",
            false => self.payment.status(),
        }
    }

    /// What its receiver got: nothing of what is only held, or went back.
    pub(crate) fn credited(&self) -> Amount {
        match self.payment.stage {
            Stage::Completed(_) => self.transaction.credited(),
            _ => Amount::ZERO,
        }
    }

    /// What refunds have left; a refund has no such thing.
    pub(crate) fn refundable(&self) -> Option<Amount> {
        (!self.is_refund()).then(|| self.payment.refundable())
    }

    /// What a refund gives back of.
    pub(crate) fn original_amount(&self) -> Option<Amount> {
        self.is_refund().then(|| self.payment.charge())
    }
}
