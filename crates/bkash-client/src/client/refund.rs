//! Refund: money back to the payer, whole or part.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::time::Instant;

use super::authorized::Operation;
use super::{Client, TransactionStatus};
use crate::amount::Amount;
use crate::error::{CallError, NotPerformed};
use crate::ids::{GatewayPaymentId, TrxId};
use crate::observer::Call;
use crate::reply::MaskedReply;
use crate::token::Held;
use crate::wire::envelope::SuccessForm;
use crate::wire::fields::{Fields, Missing};
use crate::wire::request;

/// Characters of sku and reason at most (developer portal: Refund Transaction).
const LONGEST_TEXT: usize = 255;

/// Which refund calls a merchant account has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefundApi {
    /// One refund per payment, whole or part.
    V1,
    /// Up to ten refunds per payment.
    V2,
}

/// What to give back, of which payment.
#[derive(Debug, Clone)]
pub struct RefundRequest {
    /// From create.
    pub payment_id: GatewayPaymentId,
    /// From execute.
    pub trx_id: TrxId,
    /// Above zero; what is left to refund is for the caller to know, the gateway checks it too.
    pub amount: Amount,
    /// What was sold: 1 to 255 characters. The gateway refuses a refund without (seen live).
    pub sku: String,
    /// Why: 1 to 255 characters. The gateway refuses a refund without (seen live).
    pub reason: String,
}

/// A refund that happened.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RefundReceipt {
    /// The new movement of money.
    pub refund_trx_id: TrxId,
    /// The payment's own movement.
    pub original_trx_id: Option<TrxId>,
    /// What was given back, as the gateway says.
    pub amount: Option<Amount>,
    /// `BDT`, so far.
    pub currency: Option<String>,
    /// By the gateway's clock.
    pub completed_at: Option<Timestamp>,
    /// What came over the wire.
    pub reply: MaskedReply,
}

/// A refund with its id token in hand, which nothing but the network can hold up any more.
#[derive(Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct PreparedRefund {
    client: Client,
    held: Arc<Held>,
    operation: Operation,
}

impl Client {
    /// Gives money back.
    ///
    /// # Errors
    /// When [`outcome_is_unknown`](CallError::outcome_is_unknown), money may have moved: ask with
    /// [`refund_status`](Client::refund_status), never send it again.
    pub async fn refund(&self, refund: &RefundRequest) -> Result<RefundReceipt, CallError> {
        self.prepare_refund(refund).await?.send_within(None).await
    }

    /// Gets the id token first, so that the caller can commit what is about to happen and then
    /// send without delay.
    ///
    /// # Errors
    /// Always not performed: the request breaks a rule, or no id token could be had.
    pub async fn prepare_refund(
        &self,
        refund: &RefundRequest,
    ) -> Result<PreparedRefund, CallError> {
        refund.check()?;
        let operation = self.refund_operation(refund);
        let held = self.token_in_hand().await?;
        Ok(PreparedRefund {
            client: self.clone(),
            held,
            operation,
        })
    }

    fn refund_operation(&self, refund: &RefundRequest) -> Operation {
        let (payment_id, trx_id) = (refund.payment_id.as_str(), refund.trx_id.as_str());
        let (sku, reason) = (refund.sku.as_str(), refund.reason.as_str());
        let amount = refund.amount.to_wire();
        let (form, body) = match self.refund_api() {
            RefundApi::V1 => {
                let amount = &amount;
                let body = request::RefundV1 {
                    payment_id,
                    trx_id,
                    amount,
                    sku,
                    reason,
                };
                (SuccessForm::Code, request::body(&body))
            }
            RefundApi::V2 => {
                let refund_amount = &amount;
                let body = request::RefundV2 {
                    payment_id,
                    trx_id,
                    refund_amount,
                    sku,
                    reason,
                };
                (
                    SuccessForm::CodeOr(&["refundTrxId", "refundTrxID"]),
                    request::body(&body),
                )
            }
        };
        Operation {
            call: Call::Refund,
            url: self.0.routes.refund.clone(),
            form,
            body,
        }
    }
}

impl PreparedRefund {
    /// Refunds, unless `write_by` passes before the request is written: then it never will be,
    /// and the outcome is not performed. A repeat after a 401 has 70 s more.
    ///
    /// # Errors
    /// As [`Client::refund`].
    pub async fn send(self, write_by: Instant) -> Result<RefundReceipt, CallError> {
        self.send_within(Some(write_by)).await
    }

    async fn send_within(self, write_by: Option<Instant>) -> Result<RefundReceipt, CallError> {
        self.client
            .send(&self.operation, self.held, write_by, read)
            .await
            .into_result()
    }
}

impl RefundRequest {
    fn check(&self) -> Result<(), NotPerformed> {
        if self.amount.is_zero() {
            return Err(NotPerformed::invalid(
                "the amount must be above zero, such as 100.00",
            ));
        }
        for (what, text) in [("sku", &self.sku), ("reason", &self.reason)] {
            if text.trim().is_empty() || text.chars().count() > LONGEST_TEXT {
                return Err(NotPerformed::invalid(format!(
                    "{what} must have 1 to {LONGEST_TEXT} characters and not be blank"
                )));
            }
        }
        Ok(())
    }
}

/// Any status but `Completed` is no receipt: the refund status has to decide.
fn read(fields: &Fields, reply: MaskedReply) -> Result<RefundReceipt, Missing> {
    const STATUS: &str = "refundTransactionStatus";
    match TransactionStatus::read(fields, &[STATUS, "transactionStatus"]) {
        TransactionStatus::Completed => {}
        _ => return Err(Missing("completed refundTransactionStatus")),
    }
    Ok(RefundReceipt {
        refund_trx_id: fields.needed(&["refundTrxId", "refundTrxID"])?.into(),
        original_trx_id: fields
            .text(&["originalTrxId", "originalTrxID"])
            .map(Into::into),
        amount: fields.amount(&["refundAmount", "amount"]),
        currency: fields.text(&["currency"]),
        completed_at: fields.time(&["completedTime"]),
        reply,
    })
}
