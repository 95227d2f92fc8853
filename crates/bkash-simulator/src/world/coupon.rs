use super::{Amount, Intent, Stage, State};

/// What takes something off a payment, and who bears it (developer portal: Webhooks, coupon payments).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Coupon {
    /// Taken off what the payer's wallet pays.
    pub(crate) amount: Amount,
    /// The part of it that the merchant goes without; bKash adds the rest.
    pub(crate) merchant_share: Amount,
}

/// Why a payer cannot use a coupon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotRedeemed {
    #[error("the coupon must be less than the payment")]
    TooMuch,
    #[error("only a sale that waits for its payer takes a coupon")]
    NotASale,
}

impl Coupon {
    /// None where the merchant would bear more than all of it. Half, where it is not said, as in the
    /// portal's sample.
    pub(crate) fn new(amount: Amount, merchant_share: Option<Amount>) -> Option<Self> {
        let merchant_share = merchant_share.unwrap_or_else(|| amount.half());
        (merchant_share <= amount).then_some(Self {
            amount,
            merchant_share,
        })
    }

    /// What bKash adds.
    pub(crate) fn gateway_share(self) -> Amount {
        self.amount - self.merchant_share
    }
}

impl State {
    /// The payer uses this coupon for a payment, in place of any other, or none.
    pub(crate) fn redeem(
        &mut self,
        payment_id: &str,
        coupon: Option<Coupon>,
    ) -> Result<(), NotRedeemed> {
        let payment = self.payments.get_mut(payment_id);
        let payment = payment.ok_or(NotRedeemed::NotASale)?;
        let Some(coupon) = coupon else {
            payment.coupon = None;
            return Ok(());
        };
        let waits = matches!(payment.stage, Stage::Initiated(_));
        let bill = payment.bill().filter(|bill| bill.intent == Intent::Sale);
        let bill = bill.filter(|_| waits).ok_or(NotRedeemed::NotASale)?;
        if coupon.amount >= bill.amount {
            return Err(NotRedeemed::TooMuch);
        }
        payment.coupon = Some(coupon);
        Ok(())
    }
}
