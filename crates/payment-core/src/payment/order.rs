use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Taka;
use crate::text::{MerchantInvoiceNumber, PayerReference};

/// What the shop asked to be paid; it never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Above zero.
    pub amount: Taka,
    /// The shop's number for what is paid.
    pub merchant_invoice_number: MerchantInvoiceNumber,
    /// Sent to the gateway with create.
    pub payer_reference: PayerReference,
    /// Where the payer's browser goes in the end.
    pub return_url: String,
    /// The shop's own notes, given back unread.
    pub metadata: BTreeMap<String, String>,
}
