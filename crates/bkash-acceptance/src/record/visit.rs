use super::{Page, RefundAsk, Trouble};
use crate::story::Story;

/// One payer at the shop, from the checkout on.
#[derive(Clone, Debug)]
pub struct Visit {
    /// What the payer did.
    pub story: Story,
    /// Which of several kinds of the story: a code of [`Story::Refused`], a fault of [`Story::Lost`]; else empty.
    pub variant: String,
    /// `merchantInvoiceNumber` of the shop's create call.
    pub invoice: Option<String>,
    /// `amount` of the shop's create call, as it stands there.
    pub amount: Option<String>,
    /// `callbackURL` of the shop's create call.
    pub callback_url: Option<String>,
    /// The gateway's paymentID.
    pub payment_id: Option<String>,
    /// What the gateway says was paid: the trxID, once execute was done.
    pub trx_id: Option<String>,
    /// The page on which the checkout ended where it did not reach the hosted page.
    pub refusal: Option<Page>,
    /// Each coming back to the shop, in the order in which it began.
    pub returns: Vec<Return>,
    /// Each asking for a refund.
    pub refunds: Vec<RefundAsk>,
    /// The order as the shop's `[order]` address shows it at the end.
    pub order: Option<Page>,
    /// For [`Story::Crossed`]: the visit whose paymentID was typed, by its place in the record.
    pub other: Option<usize>,
    /// The journal's ids, from the first exchange after the checkout was asked for to the last one when the story ended.
    /// Others' exchanges may be among them.
    pub exchanges: (u64, u64),
    /// Why the story could not be told to its end; its case is not judged by this visit then.
    pub trouble: Option<Trouble>,
}

/// A browser that opens a callback address.
#[derive(Clone, Debug)]
pub struct Return {
    /// Whether the address was typed, not sent by the hosted page.
    pub typed: bool,
    /// The address, with what its path or query may hold of secrets cut out.
    pub address: String,
    /// Milliseconds from the opening to the last page.
    pub took_ms: u64,
    /// The page after all redirects and refreshes; `None` if the shop gave no page.
    pub page: Option<Page>,
}

impl Visit {
    /// A visit of which nothing is known yet.
    #[must_use]
    pub fn new(story: Story, variant: impl Into<String>) -> Self {
        Self {
            story,
            variant: variant.into(),
            invoice: None,
            amount: None,
            callback_url: None,
            payment_id: None,
            trx_id: None,
            refusal: None,
            returns: Vec::new(),
            refunds: Vec::new(),
            order: None,
            other: None,
            exchanges: (0, 0),
            trouble: None,
        }
    }

    /// The page after the last return, if there was one.
    #[must_use]
    pub fn last_page(&self) -> Option<&Page> {
        self.returns.last()?.page.as_ref()
    }
}
