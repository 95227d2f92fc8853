use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::checkout::Checkout;
use super::{
    AgreementId, Amount, Bill, Coupon, Dialect, Order, Outcome, OutcomeReason, PaymentId, Refund,
    TrxId, WalletNumber, Window,
};

/// How far a payment has come.
#[derive(Debug)]
pub(crate) enum Stage {
    /// The payer is, or may yet come, on the hosted pages.
    Initiated(Checkout),
    /// The payer failed or gave up on the pages; still `Initiated` to the merchant.
    Abandoned(OutcomeReason),
    /// The payer gave the PIN; money moves only at execute.
    Approved { wallet: WalletNumber },
    /// The one execute was refused.
    Spent,
    /// The payer agreed to later payments.
    Agreed(AgreementId),
    /// Money left the wallet and waits for capture or void.
    Authorized(Completion),
    /// Money reached the merchant.
    Completed(Completion),
    /// What was held went back to the wallet.
    Voided(Completion),
}

/// What execute did with the money, and when that changed.
#[derive(Debug, Clone)]
pub(crate) struct Completion {
    pub(crate) wallet: WalletNumber,
    pub(crate) trx_id: TrxId,
    /// Of execute.
    pub(crate) at: Timestamp,
    /// Of capture or void; the same as `at` where there was none.
    pub(crate) updated_at: Timestamp,
}

/// One try to be paid, or to make an agreement.
#[derive(Debug)]
pub(crate) struct Payment {
    pub(crate) id: PaymentId,
    pub(crate) order: Arc<Order>,
    /// That family B hands out before it is executed.
    pub(crate) reserved: Option<AgreementId>,
    pub(crate) created_at: Timestamp,
    /// Proves to the page that its address was not built or edited by someone else.
    pub(crate) hash: String,
    /// The same ten characters in all three callback addresses; proves nothing. None in the older age.
    pub(crate) signature: Option<String>,
    /// The browser window that has the pages.
    pub(crate) window: Option<Window>,
    pub(crate) stage: Stage,
    /// That the payer uses.
    pub(crate) coupon: Option<Coupon>,
    pub(crate) refunds: Vec<Refund>,
}

impl Payment {
    pub(crate) fn is_expired(&self, now: Timestamp, life: SignedDuration) -> bool {
        now.duration_since(self.created_at) > life
    }

    /// Whether the payer has passed the pages.
    pub(crate) fn is_verified(&self) -> bool {
        !matches!(self.stage, Stage::Initiated(_) | Stage::Abandoned(_))
    }

    /// The account that pays, as far as it is known: the one given on the pages, else the one that the
    /// merchant expects.
    pub(crate) fn payer(&self) -> Option<WalletNumber> {
        let given = match &self.stage {
            Stage::Initiated(checkout) => checkout.wallet(),
            Stage::Approved { wallet } => Some(*wallet),
            _ => self.completion().map(|completion| completion.wallet),
        };
        given.or_else(|| WalletNumber::parse(self.order.payer_reference.trim()))
    }

    /// Where the pages have led, once they are over.
    pub(crate) fn outcome(&self) -> Option<Outcome> {
        match &self.stage {
            Stage::Initiated(_) => None,
            Stage::Abandoned(reason) => Some(reason.outcome()),
            _ => Some(Outcome::Success),
        }
    }

    /// Every movement of it: the payment's own, then its refunds.
    pub(crate) fn trx_ids(&self) -> impl Iterator<Item = &TrxId> {
        let own = self.completion().map(|completion| &completion.trx_id);
        own.into_iter()
            .chain(self.refunds.iter().map(|refund| &refund.trx_id))
    }

    pub(crate) fn bill(&self) -> Option<&Arc<Bill>> {
        self.order.bill()
    }

    pub(crate) fn invoice(&self) -> Option<&str> {
        self.bill().map(|bill| &*bill.merchant_invoice_number)
    }

    /// What execute did with the money, if it moved.
    pub(crate) fn completion(&self) -> Option<&Completion> {
        match &self.stage {
            Stage::Authorized(completion)
            | Stage::Completed(completion)
            | Stage::Voided(completion) => Some(completion),
            _ => None,
        }
    }

    /// The `transactionStatus`: what failed or was cancelled on the page still reads `Initiated`.
    pub(crate) fn status(&self) -> &'static str {
        match self.stage {
            Stage::Authorized(_) => "Authorized",
            Stage::Completed(_) => "Completed",
            Stage::Voided(_) => "Cancelled",
            _ => "Initiated",
        }
    }

    /// What refunds have left of the payment; nothing of one that is not completed.
    pub(crate) fn refundable(&self) -> Amount {
        match self.stage {
            Stage::Completed(_) => {
                self.charge() - self.refunds.iter().map(|refund| refund.amount).sum()
            }
            _ => Amount::ZERO,
        }
    }

    /// What the payer's wallet pays: the bill, less a coupon; nothing for an agreement.
    pub(crate) fn charge(&self) -> Amount {
        let bill = self.bill().map_or(Amount::ZERO, |bill| bill.amount);
        bill - self.coupon.map_or(Amount::ZERO, |coupon| coupon.amount)
    }

    /// The callback address for an outcome, without what the page adds. None where there is none.
    pub(crate) fn callback_url(&self, outcome: Outcome) -> Option<String> {
        let base = self.order.callback_url.as_ref()?;
        let (base, fragment) = base
            .split_once('#')
            .map_or((base.as_str(), None), |(base, rest)| (base, Some(rest)));
        let join = if base.contains('?') { '&' } else { '?' };
        let (id, status) = (&self.id, outcome.status());
        let mut url = format!("{base}{join}paymentID={id}&status={status}");
        if let Some(agreement) = self.agreement_in_callback() {
            url.push_str("&agreementId=");
            url.push_str(agreement.as_str());
        }
        if let Some(signature) = &self.signature {
            url.push_str("&signature=");
            url.push_str(signature);
        }
        if let Some(fragment) = fragment {
            url.push('#');
            url.push_str(fragment);
        }
        Some(url)
    }

    /// Two clients of family B read the agreement in the callback; family A has none there.
    fn agreement_in_callback(&self) -> Option<&AgreementId> {
        match self.order.dialect {
            Dialect::B => self
                .reserved
                .as_ref()
                .or_else(|| self.bill()?.agreement.as_ref()),
            Dialect::A | Dialect::Iframe => None,
        }
    }

    /// Where the page sends the browser: the callback address with the page's own version parameter.
    pub(crate) fn return_url(&self, outcome: Outcome) -> Option<String> {
        const DECORATION: &str = "&apiVersion=1.2.0-beta";
        let url = self.callback_url(outcome)?;
        Some(match url.split_once('#') {
            Some((base, fragment)) => format!("{base}{DECORATION}#{fragment}"),
            None => url + DECORATION,
        })
    }
}
