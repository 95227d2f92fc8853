use super::{Page, Trouble};

/// One asking for a refund, and what the shop answered.
#[derive(Clone, Debug)]
pub struct RefundAsk {
    /// In taka, two decimals; `None` where the shop's file has no `{amount}`.
    pub amount: Option<String>,
    /// The page after redirects; `None` if the shop gave none.
    pub page: Option<Page>,
    /// Why it could not be asked.
    pub trouble: Option<Trouble>,
}
