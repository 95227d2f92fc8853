use super::block::Block;
use super::normal::normal;

/// What a page is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    Payment,
    Refund,
}

/// Parts of words, as endings stick to them.
const OF_REFUNDS: &[&str] = &["refund", "returned", "money back", "রিফান্ড", "ফেরত"];
const OF_PAYMENTS: &[&str] = &[
    "payment",
    "paid",
    "order",
    "transaction",
    "invoice",
    "পেমেন্ট",
    "পরিশোধ",
    "অর্ডার",
    "লেনদেন",
];

impl Topic {
    /// Whether a block may tell of it. One that names neither may; fields of JSON lose the names around them.
    pub(super) fn has(self, block: &Block) -> bool {
        let text = normal(&block.text);
        let names = |parts: &[&str]| {
            parts
                .iter()
                .any(|part| text.contains(normal(part).as_str()))
        };
        match self {
            Self::Payment => !names(OF_REFUNDS) || names(OF_PAYMENTS),
            Self::Refund => block.is_field || !names(OF_PAYMENTS) || names(OF_REFUNDS),
        }
    }
}
