//! Looking things up for a shop: nothing here changes anything.

use std::time::Duration;

use bkash_client::{CallError, Transaction, TrxId};
use payment_core::payment::Payment;
use payment_core::refund::Refund;
use payment_core::{AccountId, PaymentId, RefundId};

use super::reply::{gateway_unavailable, not_found, unanswered};
use super::{Engine, translate};
use crate::problem::{Problem, ProblemKind};
use crate::store::{Page, PaymentQuery};

/// How long a search waits for its turn when many are asked for at once.
const SEARCH_PATIENCE: Duration = Duration::from_secs(2);

impl Engine {
    /// Another account's payment does not exist for this one.
    pub async fn payment(&self, account: AccountId, id: PaymentId) -> Result<Payment, Problem> {
        let found = self.0.store.payment(id).await?;
        found
            .filter(|payment| payment.account == account)
            .ok_or_else(|| not_found("payment"))
    }

    /// Newest first.
    pub async fn payments(
        &self,
        account: AccountId,
        query: &PaymentQuery,
    ) -> Result<Page<Payment>, Problem> {
        Ok(self.0.store.payments(account, query).await?)
    }

    /// Another account's refund does not exist for this one.
    pub async fn refund(&self, account: AccountId, id: RefundId) -> Result<Refund, Problem> {
        let found = self.0.store.refund(id).await?;
        found
            .filter(|refund| refund.account == account)
            .ok_or_else(|| not_found("refund"))
    }

    /// Oldest first.
    pub async fn refunds_of(
        &self,
        account: AccountId,
        payment: PaymentId,
    ) -> Result<Vec<Refund>, Problem> {
        let payment = self.payment(account, payment).await?;
        Ok(self.0.store.refunds_of(payment.id).await?)
    }

    /// Asks the gateway for a transaction. Every account of this service uses the same credentials, so
    /// there is nothing here that one shop may see and another may not.
    pub async fn search(&self, trx_id: &str) -> Result<Transaction, Problem> {
        let gate = &self.0.gates.search;
        let pass = gate.pass_within(SEARCH_PATIENCE).await.map_err(|wait| {
            gateway_unavailable("Nothing was asked: repeat the request later.", wait)
        })?;
        let found = self.0.client.search(&TrxId::new(trx_id)).await;
        pass.ended(translate::ended(&found));
        found.map_err(|error| search_failed(&error))
    }
}

pub(super) fn search_failed(error: &CallError) -> Problem {
    if let Some(refusal) = error.refusal() {
        return Problem::new(
            ProblemKind::GATEWAY_REFUSED,
            format!("The gateway refused the search: {}", refusal.message),
        )
        .with("code", refusal.code.as_str())
        .with("message", refusal.message.clone());
    }
    if error.is_not_performed() {
        return Problem::new(ProblemKind::GATEWAY_NOT_REACHED, error.to_string());
    }
    unanswered("The search changes nothing: repeat it later.")
}
