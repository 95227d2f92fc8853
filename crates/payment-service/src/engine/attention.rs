//! What needs a person, and what the person decided.

use payment_core::payment::{FoundTransaction, Payment, PaymentEvent, Resolution};
use payment_core::refund::{Refund, RefundEvent, RefundResolution};
use payment_core::{AccountId, PaymentId, RefundId, Taka, TrxId};

use super::record::Recorded;
use super::record_refund::RefundRecorded;
use super::{Engine, translate};
use crate::problem::{Problem, ProblemKind};
use crate::store::Evidence;

/// How much of the list is shown; whoever has more than this needs the oldest first anyway.
const LIST_MAX: usize = 500;

/// Everything that is held, unresolved or marked, oldest first.
#[derive(Clone, Debug)]
pub struct AttentionList {
    /// Payments.
    pub payments: Vec<Payment>,
    /// Refunds.
    pub refunds: Vec<Refund>,
}

/// What a person found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decide {
    /// Money moved by this transaction, which the gateway's search must confirm.
    Paid {
        /// The gateway's transaction.
        trx_id: String,
    },
    /// No money moved.
    Unpaid,
    /// Seen; nothing else changes.
    Acknowledged,
}

impl Engine {
    /// At most 500 of each.
    pub async fn attention(&self, account: AccountId) -> Result<AttentionList, Problem> {
        let store = &self.0.store;
        Ok(AttentionList {
            payments: store.attention_payments(account, LIST_MAX).await?,
            refunds: store.attention_refunds(account, LIST_MAX).await?,
        })
    }

    /// Fails when the payment's state does not allow the decision, or the gateway does not confirm it.
    pub async fn resolve_payment(
        &self,
        account: AccountId,
        id: PaymentId,
        decision: Decide,
    ) -> Result<Payment, Problem> {
        let payment = self.payment(account, id).await?;
        let (resolution, evidence) = match decision {
            Decide::Paid { trx_id } => {
                let (trx_id, amount, evidence) = self.confirm(&trx_id).await?;
                let found = FoundTransaction {
                    trx_id,
                    trx_id_is_new: true,
                    amount,
                };
                (Resolution::Paid(found), Some(evidence))
            }
            Decide::Unpaid => (Resolution::Unpaid, None),
            Decide::Acknowledged => (Resolution::Acknowledged, None),
        };
        let event = PaymentEvent::Resolved(resolution);
        match self.record(id, Some(payment), event, evidence).await? {
            Recorded::Changed { payment, .. } => Ok(payment),
            Recorded::Kept { payment, .. } => Err(not_resolvable(payment.status().as_str())),
        }
    }

    /// Fails when the refund's state does not allow the decision, or the gateway does not confirm it.
    pub async fn resolve_refund(
        &self,
        account: AccountId,
        id: RefundId,
        decision: Decide,
    ) -> Result<Refund, Problem> {
        let refund = self.refund(account, id).await?;
        let (resolution, evidence) = match decision {
            Decide::Paid { trx_id } => {
                let (trx_id, amount, evidence) = self.confirm(&trx_id).await?;
                let known = self.known_refunds(refund.payment, id).await?;
                if amount != refund.amount || known.contains(&trx_id) {
                    return Err(not_this_refund(amount));
                }
                let evidence = Evidence {
                    refund: Some(id),
                    ..evidence
                };
                (RefundResolution::Paid(trx_id), Some(evidence))
            }
            Decide::Unpaid => (RefundResolution::Unpaid, None),
            Decide::Acknowledged => (RefundResolution::Acknowledged, None),
        };
        match self
            .record_refund(id, RefundEvent::Resolved(resolution), evidence)
            .await?
        {
            RefundRecorded::Changed { refund, .. } => Ok(refund),
            RefundRecorded::Kept(refund) => Err(not_resolvable(refund.status().as_str())),
        }
    }

    /// A person's word for a transaction counts only if the gateway knows it as completed.
    async fn confirm(&self, trx_id: &str) -> Result<(TrxId, Taka, Evidence), Problem> {
        let found = self.search(trx_id).await?;
        let evidence = translate::evidence("search", None, &found.reply, self.now());
        match translate::completed_transaction(&found) {
            Some(amount) => Ok((TrxId::new(trx_id), amount, evidence)),
            None => Err(Problem::new(
                ProblemKind::NOT_RESOLVABLE,
                "The gateway does not show this transaction as completed with a readable amount.",
            )),
        }
    }
}

fn not_this_refund(amount: Taka) -> Problem {
    Problem::new(
        ProblemKind::NOT_RESOLVABLE,
        format!(
            "The transaction moved {amount} BDT or belongs to another refund: it is not this one's."
        ),
    )
}

fn not_resolvable(status: &str) -> Problem {
    Problem::new(
        ProblemKind::NOT_RESOLVABLE,
        format!(
            "It is {status}, and this decision does not fit: read it again, with its attention field."
        ),
    )
}
