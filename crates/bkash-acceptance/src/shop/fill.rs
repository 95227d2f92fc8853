/// What the placeholders stand for in one asking.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fill {
    /// `{amount}`: taka with two decimals.
    pub amount: String,
    /// `{invoice}`: a number of this payment's own.
    pub invoice: String,
    /// `{unique}`: random hex digits, other ones each time.
    pub unique: String,
    /// `{paymentID}`; empty text while it is not known.
    pub payment_id: Option<String>,
    /// `{trxID}`; empty text while it is not known.
    pub trx_id: Option<String>,
}

impl Fill {
    /// 32 random hex digits for `{unique}`; the ids are not known yet.
    #[must_use]
    pub fn new(amount: impl Into<String>, invoice: impl Into<String>) -> Self {
        Self {
            amount: amount.into(),
            invoice: invoice.into(),
            unique: format!("{:032x}", fastrand::u128(..)),
            payment_id: None,
            trx_id: None,
        }
    }
}
