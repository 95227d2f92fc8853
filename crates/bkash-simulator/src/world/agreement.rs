use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use super::id::UPPER_ALPHANUMERIC;
use super::{
    AgreementId, Order, Payment, PaymentId, Refusal, Stage, State, WalletNumber, code, random_text,
};

/// Whose word ended an agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Party {
    Merchant,
    /// In the wallet's own app.
    Customer,
}

/// A payer's leave to be charged by PIN only.
#[derive(Debug, Clone)]
pub(crate) struct Agreement {
    pub(crate) id: AgreementId,
    /// Of its creation.
    pub(crate) payment_id: PaymentId,
    pub(crate) payer_reference: String,
    pub(crate) wallet: WalletNumber,
    pub(crate) created_at: Timestamp,
    pub(crate) executed_at: Timestamp,
    /// By whom and when. It lives until then.
    pub(crate) cancelled: Option<(Party, Timestamp)>,
}

impl Agreement {
    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.is_some()
    }

    pub(crate) fn status(&self) -> &'static str {
        match self.cancelled {
            Some(_) => "Cancelled",
            None => "Completed",
        }
    }
}

/// The agreements of one merchant.
#[derive(Debug, Default)]
pub(super) struct Agreements {
    made: HashMap<AgreementId, Agreement>,
    /// The one of each wallet that was not cancelled.
    active: HashMap<WalletNumber, AgreementId>,
    /// Ids that family B handed out at creation.
    reserved: HashMap<AgreementId, PaymentId>,
}

/// What an agreement's id leads to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Named<'a> {
    Made(&'a Agreement),
    /// Created, and not executed yet.
    Unfinished(&'a Payment),
}

impl Agreements {
    /// Together with the payments that made them.
    pub(super) fn forget(&mut self, payments: &HashSet<PaymentId>) {
        self.made
            .retain(|_, agreement| !payments.contains(&agreement.payment_id));
        self.active.retain(|_, id| self.made.contains_key(id));
        self.reserved
            .retain(|_, payment_id| !payments.contains(payment_id));
    }
}

impl State {
    /// `TokenizedMerchant01`, seven upper-case letters or digits, and the time in ms since 1970.
    pub(super) fn new_agreement_id(&mut self, now: Timestamp) -> AgreementId {
        loop {
            let middle = random_text(&mut self.rng, 7, UPPER_ALPHANUMERIC);
            let text = format!("TokenizedMerchant01{middle}{:013}", now.as_millisecond());
            let id = AgreementId::named(&text);
            if !self.knows_agreement(id.as_str()) {
                return id;
            }
        }
    }

    pub(super) fn reserve_agreement(&mut self, id: AgreementId, payment_id: PaymentId) {
        self.agreements.reserved.insert(id, payment_id);
    }

    pub(crate) fn knows_agreement(&self, id: &str) -> bool {
        self.agreement(id).is_ok()
    }

    /// An agreement that is not executed yet is known by the paymentID of its creation, and by the
    /// agreementId that family B handed out then (inferred: `agreementStatus` can be `Initiated`).
    pub(crate) fn agreement(&self, id: &str) -> Result<Named<'_>, Refusal> {
        if let Some(agreement) = self.agreements.made.get(id) {
            return Ok(Named::Made(agreement));
        }
        let payment_id = self
            .agreements
            .reserved
            .get(id)
            .map_or(id, PaymentId::as_str);
        match self.payments.get(payment_id) {
            Some(payment) if payment.is_unfinished_agreement() => Ok(Named::Unfinished(payment)),
            _ => Err(code::INVALID_AGREEMENT_ID.into()),
        }
    }

    /// The agreement that a payment made, or is paid by.
    pub(crate) fn agreement_of(&self, payment: &Payment) -> Option<&Agreement> {
        let id = match &payment.stage {
            Stage::Agreed(id) => id,
            _ => payment.bill()?.agreement.as_ref()?,
        };
        self.agreements.made.get(id)
    }

    /// The paymentID of the creation that an agreementId comes from: of family B before it is executed too.
    pub(crate) fn creation_of(&self, id: &str) -> Option<PaymentId> {
        let made = self.agreements.made.get(id);
        let reserved = || self.agreements.reserved.get(id).cloned();
        made.map(|made| made.payment_id.clone()).or_else(reserved)
    }

    /// The agreement to pay by, or to end: executed, and not cancelled.
    pub(super) fn living_agreement(&self, id: &str) -> Result<&Agreement, Refusal> {
        match self.agreement(id)? {
            Named::Unfinished(_) => Err(code::AGREEMENT_INCOMPLETE.into()),
            Named::Made(agreement) if agreement.is_cancelled() => {
                Err(code::AGREEMENT_CANCELLED.into())
            }
            Named::Made(agreement) => Ok(agreement),
        }
    }

    pub(crate) fn cancel_agreement(
        &mut self,
        now: Timestamp,
        id: &str,
        by: Party,
    ) -> Result<&Agreement, Refusal> {
        let wallet = self.living_agreement(id)?.wallet;
        self.agreements.active.remove(&wallet);
        let agreement = self.agreements.made.get_mut(id);
        let agreement = agreement.ok_or(code::INVALID_AGREEMENT_ID)?;
        agreement.cancelled = Some((by, now));
        Ok(agreement)
    }

    pub(super) fn has_agreement(&self, wallet: WalletNumber) -> bool {
        self.agreements.active.contains_key(&wallet)
    }

    /// Executes an approved agreement: one at a time for a wallet. That a second one is found out
    /// here, where the wallet is certain, and not by create's payerReference, is inferred.
    pub(super) fn agree(
        &mut self,
        now: Timestamp,
        payment_id: &PaymentId,
        order: &Order,
        wallet: WalletNumber,
    ) -> Result<Agreement, Refusal> {
        if self.has_agreement(wallet) {
            return Err(code::AGREEMENT_EXISTS.into());
        }
        let payment = self.payment(payment_id.as_str())?;
        let (created_at, reserved) = (payment.created_at, payment.reserved.clone());
        let id = reserved.unwrap_or_else(|| self.new_agreement_id(now));
        let agreement = Agreement {
            id: id.clone(),
            payment_id: payment_id.clone(),
            payer_reference: order.payer_reference.clone(),
            wallet,
            created_at,
            executed_at: now,
            cancelled: None,
        };
        self.agreements.active.insert(wallet, id.clone());
        self.agreements.made.insert(id.clone(), agreement.clone());
        self.set_stage(payment_id.as_str(), Stage::Agreed(id));
        Ok(agreement)
    }
}

impl Payment {
    fn is_unfinished_agreement(&self) -> bool {
        self.bill().is_none() && !matches!(self.stage, Stage::Agreed(_))
    }
}
