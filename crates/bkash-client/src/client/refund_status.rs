//! Refund status: what was given back of one payment.

use jiff::Timestamp;

use super::authorized::Operation;
use super::{Client, RefundApi, TransactionStatus};
use crate::amount::Amount;
use crate::error::CallError;
use crate::exchange::{Outcome, Reader};
use crate::ids::{GatewayPaymentId, TrxId};
use crate::observer::Call;
use crate::reply::MaskedReply;
use crate::wire::envelope::SuccessForm;
use crate::wire::fields::{Fields, Missing};
use crate::wire::request;

/// From a version 1 refund status: nothing was refunded. The wire reference is not certain here,
/// no trace of it is known.
const NOTHING_REFUNDED: &str = "2033";

/// All refunds of one payment.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RefundStatus {
    /// In the gateway's order; version 1 has at most one.
    pub refunds: Vec<RefundEntry>,
    /// The payment's own movement.
    pub original_trx_id: Option<TrxId>,
    /// What the payment moved; version 2 only.
    pub original_amount: Option<Amount>,
    /// What came over the wire.
    pub reply: MaskedReply,
}

/// One refund.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RefundEntry {
    /// The new movement of money.
    pub refund_trx_id: TrxId,
    /// What was given back.
    pub amount: Amount,
    /// By the gateway's clock.
    pub completed_at: Option<Timestamp>,
    /// By the gateway's word.
    pub status: TransactionStatus,
}

impl Client {
    /// Lists what was refunded of a payment; no refund is an empty list.
    ///
    /// # Errors
    /// A list with an entry that cannot be read is unanswered: half a list would mislead.
    pub async fn refund_status(
        &self,
        payment_id: &GatewayPaymentId,
        trx_id: &TrxId,
    ) -> Result<RefundStatus, CallError> {
        let (payment_id, trx_id) = (payment_id.as_str(), trx_id.as_str());
        let (form, body, read): (_, _, Reader<RefundStatus>) = match self.refund_api() {
            RefundApi::V1 => {
                let body = request::body(&request::RefundStatusV1 { payment_id, trx_id });
                (SuccessForm::Code, body, read_v1)
            }
            RefundApi::V2 => {
                let body = request::body(&request::RefundStatusV2 { payment_id, trx_id });
                (
                    SuccessForm::CodeOr(&["originalTrxId", "originalTrxID"]),
                    body,
                    read_v2,
                )
            }
        };
        let url = self.0.routes.refund_status.clone();
        let operation = Operation {
            call: Call::RefundStatus,
            url,
            form,
            body,
        };
        match self.call(&operation, read).await {
            Outcome::Refused(refusal)
                if self.refund_api() == RefundApi::V1
                    && refusal.code.as_str() == NOTHING_REFUNDED =>
            {
                Ok(RefundStatus {
                    refunds: Vec::new(),
                    original_trx_id: None,
                    original_amount: None,
                    reply: refusal.reply,
                })
            }
            outcome => outcome.into_result(),
        }
    }
}

fn read_v1(fields: &Fields, reply: MaskedReply) -> Result<RefundStatus, Missing> {
    Ok(RefundStatus {
        refunds: vec![entry(fields)?],
        original_trx_id: original(fields),
        original_amount: None,
        reply,
    })
}

fn read_v2(fields: &Fields, reply: MaskedReply) -> Result<RefundStatus, Missing> {
    const LIST: &str = "refundTransactions";
    let entries = fields.list(LIST).ok_or(Missing(LIST))?;
    Ok(RefundStatus {
        refunds: entries.iter().map(entry).collect::<Result<_, _>>()?,
        original_trx_id: original(fields),
        original_amount: fields.amount(&["originalTrxAmount"]),
        reply,
    })
}

fn original(fields: &Fields) -> Option<TrxId> {
    fields
        .text(&["originalTrxId", "originalTrxID"])
        .map(Into::into)
}

fn entry(fields: &Fields) -> Result<RefundEntry, Missing> {
    Ok(RefundEntry {
        refund_trx_id: fields.needed(&["refundTrxId", "refundTrxID"])?.into(),
        amount: fields
            .amount(&["refundAmount", "amount"])
            .ok_or(Missing("refundAmount"))?,
        completed_at: fields.time(&["completedTime"]),
        status: TransactionStatus::read(fields, &["refundTransactionStatus", "transactionStatus"]),
    })
}
