//! What bKash told us of, compared with its payment. No payment is completed on a notification's word alone.

use std::time::Duration;

use bkash_client::{CallError, MaskedReply, Transaction};
use futures_util::future::join_all;
use payment_core::payment::{
    FoundTransaction, Hint, NextStep, Payment, PaymentEvent, Why, next_step,
};
use payment_core::{AccountId, PaymentId, Taka};

use super::record::Recorded;
use super::{Engine, translate};
use crate::notification::is_another_product;
use crate::store::{
    Notification, NotificationOutcome, NotificationReason, PaymentQuery, StoreError,
};

/// Looked at side by side; a look that asks the gateway must not hold up one that need not.
const SIDE_BY_SIDE: usize = 16;

/// Longer than a look with a turn at the gate, a token, a search and a query: only a worker that died loses it.
const LEASE: Duration = Duration::from_secs(180);

/// An order has few payments; of more than these the newest are looked at.
const PAYMENTS_LOOKED_AT: usize = 100;

/// Seconds to the next look: soon at first, as an execute may still be on its way, and hourly in the end.
const LOOK_AGAIN_S: [u64; 8] = [2, 5, 15, 60, 300, 900, 1800, 3600];

/// So long the gateway's search may not know a transaction that it told us of.
const FOUND_WITHIN: Duration = Duration::from_secs(24 * 3600);

impl Engine {
    /// Looks at notifications that are due, at most 16, and returns what came of each.
    ///
    /// Any number of workers on any instance may run it: a look is a lease. Calls to the gateway take their turn
    /// with all other questions.
    pub async fn confirm_due(
        &self,
        account: AccountId,
    ) -> Result<Vec<NotificationOutcome>, StoreError> {
        let store = &self.0.store;
        let claimed = store.claim_notifications(account, SIDE_BY_SIDE, LEASE);
        let looks = claimed.await?.into_iter().map(|notification| async move {
            let outcome = self.look(account, &notification).await?;
            let (id, attempt) = (&notification.content.message_id, notification.attempts);
            log(&notification, outcome);
            store.finish_notification(id, attempt, outcome).await?;
            Ok(outcome)
        });
        join_all(looks).await.into_iter().collect()
    }

    async fn look(
        &self,
        account: AccountId,
        notification: &Notification,
    ) -> Result<NotificationOutcome, StoreError> {
        let content = &notification.content;
        if is_another_product(&content.transaction_type) {
            return Ok(NotificationOutcome::Left(NotificationReason::OtherProduct));
        }
        let Some(invoice) = &content.merchant_invoice_number else {
            return self
                .leave(account, notification, NotificationReason::NoInvoice)
                .await;
        };
        let query = PaymentQuery {
            merchant_invoice_number: Some(invoice.clone()),
            limit: PAYMENTS_LOOKED_AT,
            ..PaymentQuery::default()
        };
        let payments = self.0.store.payments(account, &query).await?.items;
        let hint = notification.hint();
        match next_step(&payments, &hint, self.now()) {
            NextStep::Known(payment) => Ok(NotificationOutcome::Confirmed(payment.id)),
            NextStep::Wait(_) => Ok(again(notification)),
            NextStep::Query(payment) => self.query_now(payment, hint, notification).await,
            NextStep::Search(payment) => self.search_now(account, payment, notification).await,
            NextStep::Unmatched => {
                self.leave(account, notification, NotificationReason::NoPayment)
                    .await
            }
            NextStep::Person => {
                self.leave(account, notification, NotificationReason::NoFittingPayment)
                    .await
            }
        }
    }

    /// The payment's query, before its time. A question that cannot be asked now is not counted.
    async fn query_now(
        &self,
        payment: &Payment,
        hint: Hint,
        notification: &Notification,
    ) -> Result<NotificationOutcome, StoreError> {
        let Some(pass) = self.pass_through(&self.0.gates.query).await else {
            return Ok(again(notification));
        };
        let trx_id = hint.trx_id.clone();
        let event = PaymentEvent::Hinted(hint);
        let recorded = self
            .record_once(payment.clone(), &event, self.now())
            .await?;
        let Some(recorded) = recorded else {
            return Ok(again(notification));
        };
        let payment = self.carry_out(recorded, Some(pass)).await?;
        Ok(match payment.settled() {
            Some(settled) if settled.trx_id == trx_id => NotificationOutcome::Confirmed(payment.id),
            _ => again(notification),
        })
    }

    /// The gateway's search decides whether the transaction exists, and what it moved.
    async fn search_now(
        &self,
        account: AccountId,
        payment: &Payment,
        notification: &Notification,
    ) -> Result<NotificationOutcome, StoreError> {
        let trx_id = &notification.content.trx_id;
        let is_its_own = payment
            .settled()
            .is_some_and(|settled| settled.trx_id == *trx_id);
        // Money that is booked is booked once, whatever it is told of again.
        if !is_its_own && let Some(owner) = self.owner(account, notification).await? {
            return Ok(NotificationOutcome::Confirmed(owner));
        }
        let Some(pass) = self.pass_through(&self.0.gates.search).await else {
            return Ok(again(notification));
        };
        let asked = bkash_client::TrxId::new(trx_id.as_str());
        let answer = self.0.client.search(&asked).await;
        pass.ended(translate::ended(&answer));
        match found(&answer, notification) {
            Found::Moved(amount, reply) => {
                let evidence = translate::evidence("search", None, reply, self.now());
                let transaction = FoundTransaction {
                    trx_id: trx_id.clone(),
                    trx_id_is_new: true,
                    amount,
                };
                let event = PaymentEvent::Notified(transaction);
                let recorded = self.record(payment.id, None, event, Some(evidence)).await?;
                self.taken(account, recorded, notification).await
            }
            Found::NoPayment => {
                self.leave(account, notification, NotificationReason::OtherProduct)
                    .await
            }
            Found::Nothing if waited(notification) >= FOUND_WITHIN => {
                self.leave(account, notification, NotificationReason::NotFound)
                    .await
            }
            Found::Nothing | Found::Unanswered => Ok(again(notification)),
        }
    }

    async fn taken(
        &self,
        account: AccountId,
        recorded: Recorded,
        notification: &Notification,
    ) -> Result<NotificationOutcome, StoreError> {
        match recorded {
            Recorded::Changed { payment, .. }
            | Recorded::Kept {
                payment,
                why: Why::AlreadyDecided,
            } => Ok(NotificationOutcome::Confirmed(payment.id)),
            Recorded::Kept {
                why: Why::TooEarly, ..
            } => Ok(again(notification)),
            Recorded::Kept { .. } => {
                self.leave(account, notification, NotificationReason::NoFittingPayment)
                    .await
            }
        }
    }

    /// Unless some payment or refund has the transaction after all.
    async fn leave(
        &self,
        account: AccountId,
        notification: &Notification,
        reason: NotificationReason,
    ) -> Result<NotificationOutcome, StoreError> {
        let owner = self.owner(account, notification).await?;
        Ok(owner.map_or(
            NotificationOutcome::Left(reason),
            NotificationOutcome::Confirmed,
        ))
    }

    async fn owner(
        &self,
        account: AccountId,
        notification: &Notification,
    ) -> Result<Option<PaymentId>, StoreError> {
        let trx_id = &notification.content.trx_id;
        self.0.store.owner_of_transaction(account, trx_id).await
    }
}

/// What the gateway's search says of a notification's transaction.
enum Found<'a> {
    /// It was completed, and moved this.
    Moved(Taka, &'a MaskedReply),
    /// It was completed, and was no payment.
    NoPayment,
    /// It does not exist, or was not completed.
    Nothing,
    /// Nobody knows.
    Unanswered,
}

fn found<'a>(answer: &'a Result<Transaction, CallError>, notification: &Notification) -> Found<'a> {
    let transaction = match answer {
        Ok(transaction) => transaction,
        Err(error) => {
            let settles = error.refusal().is_some_and(|said| said.code.settles());
            return if settles {
                Found::Nothing
            } else {
                Found::Unanswered
            };
        }
    };
    let is_it = translate::trx_id(&transaction.trx_id) == notification.content.trx_id;
    match translate::completed_transaction(transaction) {
        Some(_) if transaction.original_amount.is_some() => Found::NoPayment,
        Some(amount) if is_it => Found::Moved(amount, &transaction.reply),
        _ => Found::Nothing,
    }
}

fn again(notification: &Notification) -> NotificationOutcome {
    let attempt = usize::try_from(notification.attempts.saturating_sub(1)).unwrap_or(usize::MAX);
    let last = LOOK_AGAIN_S.len() - 1;
    NotificationOutcome::Retry(Duration::from_secs(LOOK_AGAIN_S[attempt.min(last)]))
}

/// By the database's clock at the claim.
fn waited(notification: &Notification) -> Duration {
    let claimed_at = notification.due_at.map(|due_at| due_at.minus(LEASE));
    claimed_at.map_or(Duration::ZERO, |at| at.since(notification.received_at))
}

fn log(notification: &Notification, outcome: NotificationOutcome) {
    let (id, attempt) = (&notification.content.message_id, notification.attempts);
    match outcome {
        NotificationOutcome::Confirmed(payment) => {
            tracing::info!(notification = id, %payment, attempt, "notification confirmed");
        }
        NotificationOutcome::Retry(_) => {
            tracing::debug!(notification = id, attempt, "notification not confirmed yet");
        }
        NotificationOutcome::Left(reason) => {
            let (reason, state) = (reason.as_str(), reason.state().as_str());
            tracing::warn!(
                notification = id,
                attempt,
                reason,
                state,
                "notification without a payment"
            );
        }
    }
}
