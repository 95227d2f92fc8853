use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::checkout::Checkout;
use super::{Amount, Outcome, OutcomeReason, PaymentId, Refund, TrxId, WalletNumber, Window};

/// What the merchant asked for, as it was written.
#[derive(Debug)]
pub(crate) struct Order {
    pub(crate) amount: Amount,
    /// The text as sent: create, execute, query and search echo it.
    pub(crate) amount_text: String,
    pub(crate) currency: String,
    pub(crate) intent: String,
    pub(crate) merchant_invoice_number: String,
    pub(crate) payer_reference: String,
    pub(crate) callback_url: String,
}

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
    /// Money moved.
    Completed(Completion),
}

/// The movement that paid a payment.
#[derive(Debug, Clone)]
pub(crate) struct Completion {
    pub(crate) wallet: WalletNumber,
    pub(crate) trx_id: TrxId,
    pub(crate) at: Timestamp,
}

/// One try to be paid.
#[derive(Debug)]
pub(crate) struct Payment {
    pub(crate) id: PaymentId,
    pub(crate) order: Arc<Order>,
    pub(crate) created_at: Timestamp,
    /// Proves to the page that its address was not built or edited by someone else.
    pub(crate) hash: String,
    /// The same ten characters in all three callback addresses; proves nothing. None in the older age.
    pub(crate) signature: Option<String>,
    /// The browser window that has the pages.
    pub(crate) window: Option<Window>,
    pub(crate) stage: Stage,
    pub(crate) refunds: Vec<Refund>,
}

impl Payment {
    pub(crate) const MODE: &'static str = "0011";

    pub(crate) fn is_expired(&self, now: Timestamp, life: SignedDuration) -> bool {
        now.duration_since(self.created_at) > life
    }

    /// Whether the payer has passed the pages.
    pub(crate) fn is_verified(&self) -> bool {
        matches!(
            self.stage,
            Stage::Approved { .. } | Stage::Spent | Stage::Completed(_)
        )
    }

    /// The account that pays, as far as it is known: the one given on the pages, else the one that the
    /// merchant expects.
    pub(crate) fn payer(&self) -> Option<WalletNumber> {
        let given = match &self.stage {
            Stage::Initiated(checkout) => checkout.wallet(),
            Stage::Approved { wallet } => Some(*wallet),
            Stage::Completed(completion) => Some(completion.wallet),
            Stage::Abandoned(_) | Stage::Spent => None,
        };
        given.or_else(|| WalletNumber::parse(self.order.payer_reference.trim()))
    }

    /// Where the pages have led, once they are over.
    pub(crate) fn outcome(&self) -> Option<Outcome> {
        match &self.stage {
            Stage::Initiated(_) => None,
            Stage::Abandoned(reason) => Some(reason.outcome()),
            Stage::Approved { .. } | Stage::Spent | Stage::Completed(_) => Some(Outcome::Success),
        }
    }

    /// Every movement of it: the payment's own, then its refunds.
    pub(crate) fn trx_ids(&self) -> impl Iterator<Item = &TrxId> {
        let own = match &self.stage {
            Stage::Completed(completion) => Some(&completion.trx_id),
            _ => None,
        };
        own.into_iter()
            .chain(self.refunds.iter().map(|refund| &refund.trx_id))
    }

    /// What refunds have left of the payment.
    pub(crate) fn refundable(&self) -> Amount {
        self.order.amount - self.refunds.iter().map(|refund| refund.amount).sum()
    }

    /// The callback address for an outcome, without what the page adds.
    pub(crate) fn callback_url(&self, outcome: Outcome) -> String {
        let base = &self.order.callback_url;
        let (base, fragment) = base
            .split_once('#')
            .map_or((base.as_str(), None), |(base, rest)| (base, Some(rest)));
        let join = if base.contains('?') { '&' } else { '?' };
        let (id, status) = (&self.id, outcome.status());
        let mut url = format!("{base}{join}paymentID={id}&status={status}");
        if let Some(signature) = &self.signature {
            url.push_str("&signature=");
            url.push_str(signature);
        }
        if let Some(fragment) = fragment {
            url.push('#');
            url.push_str(fragment);
        }
        url
    }

    /// Where the page sends the browser: the callback address with the page's own version parameter.
    pub(crate) fn return_url(&self, outcome: Outcome) -> String {
        const DECORATION: &str = "&apiVersion=1.2.0-beta";
        let url = self.callback_url(outcome);
        match url.split_once('#') {
            Some((base, fragment)) => format!("{base}{DECORATION}#{fragment}"),
            None => url + DECORATION,
        }
    }
}
