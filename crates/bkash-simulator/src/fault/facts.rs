use crate::world::{Payment, WalletNumber};

/// What a rule may ask of the call that it is to strike. It is looked for at most once in a call, and
/// only when some rule asks.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub(crate) payment_id: Option<String>,
    pub(crate) invoice: Option<String>,
    /// The account that pays; before the pages, the one that the merchant expects.
    pub(crate) wallet: Option<WalletNumber>,
}

impl From<&Payment> for Facts {
    fn from(payment: &Payment) -> Self {
        Self {
            payment_id: Some(payment.id.to_string()),
            invoice: payment.invoice().map(str::to_owned),
            wallet: payment.payer(),
        }
    }
}
