use std::sync::Arc;

use super::{AgreementId, Amount, Dialect};

/// What the merchant asked for, as it was written.
#[derive(Debug)]
pub(crate) struct Order {
    pub(crate) dialect: Dialect,
    pub(crate) payer_reference: String,
    /// None from the iframe's create: its script comes back by itself.
    pub(crate) callback_url: Option<String>,
    pub(crate) subject: Subject,
}

/// What the payer is asked to approve.
#[derive(Debug)]
pub(crate) enum Subject {
    /// That the merchant may ask for later payments by PIN only. No money moves.
    Agreement,
    Bill(Arc<Bill>),
}

/// What is to be paid.
#[derive(Debug)]
pub(crate) struct Bill {
    pub(crate) amount: Amount,
    /// The text as sent: create, execute, query and search echo it.
    pub(crate) amount_text: String,
    pub(crate) currency: String,
    pub(crate) intent: Intent,
    /// As sent: `Sale` is seen too.
    pub(crate) intent_text: String,
    pub(crate) merchant_invoice_number: String,
    /// The agreement that it is paid by.
    pub(crate) agreement: Option<AgreementId>,
}

/// What execute does with the money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Intent {
    /// Moves it to the merchant.
    Sale,
    /// Holds it, for capture or void.
    Authorization,
}

impl Order {
    /// Of the three products of the tokenized checkout (developer portal: Create Payment).
    pub(crate) fn mode(&self) -> &'static str {
        match &self.subject {
            Subject::Agreement => "0000",
            Subject::Bill(bill) if bill.agreement.is_some() => "0001",
            Subject::Bill(_) => "0011",
        }
    }

    pub(crate) fn bill(&self) -> Option<&Arc<Bill>> {
        match &self.subject {
            Subject::Agreement => None,
            Subject::Bill(bill) => Some(bill),
        }
    }
}
