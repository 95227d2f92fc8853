//! Search: one movement of money by its trx id.

use jiff::Timestamp;

use super::authorized::Operation;
use super::{Client, TransactionStatus};
use crate::amount::Amount;
use crate::error::CallError;
use crate::ids::{TrxId, WalletNumber};
use crate::observer::Call;
use crate::reply::MaskedReply;
use crate::wire::envelope::SuccessForm;
use crate::wire::fields::{Fields, Missing};
use crate::wire::request;

/// One movement of money; payments and refunds look alike. The gateway names no paymentID here.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Transaction {
    /// The movement that was asked for.
    pub trx_id: TrxId,
    /// By the gateway's word.
    pub status: TransactionStatus,
    /// What moved.
    pub amount: Option<Amount>,
    /// What the order cost, if the payer used a coupon: then `amount` is what was left to pay.
    pub sale_amount: Option<Amount>,
    /// `BDT`, so far.
    pub currency: Option<String>,
    /// The payer, also of a refund.
    pub customer_msisdn: Option<WalletNumber>,
    /// Free text, such as `bKash Tokenized Checkout via API`.
    pub transaction_type: Option<String>,
    /// The merchant's number at bKash.
    pub organization_short_code: Option<String>,
    /// By the gateway's clock.
    pub initiated_at: Option<Timestamp>,
    /// By the gateway's clock, whole seconds.
    pub completed_at: Option<Timestamp>,
    /// Of a refund: the payment's amount; only newer replies say it.
    pub original_amount: Option<Amount>,
    /// What is left to refund; only newer replies say it.
    pub max_refundable: Option<Amount>,
    /// What came over the wire.
    pub reply: MaskedReply,
}

impl Client {
    /// Looks up one movement of money. Fit for reconciliation of what is settled already.
    ///
    /// # Errors
    /// An unknown trx id is refused with 2033.
    pub async fn search(&self, trx_id: &TrxId) -> Result<Transaction, CallError> {
        let operation = Operation {
            call: Call::Search,
            url: self.0.routes.search.clone(),
            form: SuccessForm::Code,
            body: request::body(&request::Search {
                trx_id: trx_id.as_str(),
            }),
        };
        self.call(&operation, read).await.into_result()
    }
}

fn read(fields: &Fields, reply: MaskedReply) -> Result<Transaction, Missing> {
    Ok(Transaction {
        trx_id: fields.needed(&["trxID", "trxId"])?.into(),
        status: TransactionStatus::read(fields, &["transactionStatus"]),
        amount: fields.amount(&["amount"]),
        sale_amount: fields.amount(&["saleAmount"]),
        currency: fields.text(&["currency"]),
        customer_msisdn: fields.wallet(&["customerMsisdn", "payerAccount"]),
        transaction_type: fields.text(&["transactionType"]),
        organization_short_code: fields.text(&["organizationShortCode"]),
        initiated_at: fields.time(&["initiationTime"]),
        completed_at: fields.time(&["completedTime"]),
        original_amount: fields.amount(&["originalTrxAmount"]),
        max_refundable: fields.amount(&["maxRefundableAmount"]),
        reply,
    })
}
