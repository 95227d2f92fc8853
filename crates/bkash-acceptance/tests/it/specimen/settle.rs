use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::time::sleep;

use super::flaw::Flaw;
use super::order::{Order, State, poisha};
use super::shop::Shop;
use super::wire::Heard;

/// Seconds before each query of a payment of which nobody knows.
const PAUSES: [u64; 5] = [0, 1, 2, 4, 8];

impl Shop {
    /// Executes a payment that was claimed, and finds out what became of it.
    pub(crate) async fn settle(self: Arc<Self>, number: u64, payment_id: String) {
        let gateway = self.gateway();
        if self.is(Flaw::QueriesBeforeExecute) {
            gateway.query(number, &payment_id).await;
        }
        let heard = gateway.execute(number, &payment_id).await;
        let state = match heard {
            Heard::Success(body) => self.judge(number, &payment_id, &body),
            Heard::Refused { code, message } => {
                if self.is(Flaw::QueriesAfterRefusal) {
                    gateway.query(number, &payment_id).await;
                }
                State::Failed { code, message }
            }
            Heard::Unauthorized | Heard::TurnedAway(_) => State::failed(),
            Heard::Nothing => match self.flaw {
                Some(Flaw::UnansweredMeansFailed) => State::failed(),
                Some(Flaw::UnansweredIsLeftOpen) => State::Checking,
                _ => return self.find_out(number, &payment_id).await,
            },
        };
        if self.is(Flaw::QueriesEveryPayment) && matches!(state, State::Paid { .. }) {
            gateway.query(number, &payment_id).await;
        }
        self.end(number, state);
    }

    /// Asks a few times, more and more seldom; what stays unknown stays open.
    async fn find_out(&self, number: u64, payment_id: &str) {
        let for_ever = self.is(Flaw::QueriesForEver);
        let mut pauses = PAUSES.into_iter().map(Duration::from_secs);
        while let Some(pause) = match for_ever {
            true => Some(Duration::from_millis(200)),
            false => pauses.next(),
        } {
            sleep(pause).await;
            let state = match self.gateway().query(number, payment_id).await {
                Heard::Success(body) => self.judge_query(number, payment_id, &body),
                _ => State::Checking,
            };
            let found = state != State::Checking;
            self.end(number, state);
            if found {
                return;
            }
        }
    }

    fn end(&self, number: u64, state: State) {
        self.books.change(number, |order| match order.state {
            // Somebody else has found it out before.
            State::Paid { .. } => {}
            _ => order.state = state,
        });
    }

    /// Paid only if the answer is about this payment, whole and done.
    fn judge(&self, number: u64, payment_id: &str, body: &Value) -> State {
        let text = |key: &str| body.get(key).and_then(Value::as_str).unwrap_or_default();
        let Some(order) = self.books.order(number) else {
            return State::Checking;
        };
        let trx_id = text("trxID").to_owned();
        if trx_id.is_empty() && self.takes_refusals_for_paid() {
            return State::Paid { trx_id };
        }
        let done = text("transactionStatus") == "Completed";
        let all = (done || self.is(Flaw::TransactionStatusUnchecked))
            && text("paymentID") == payment_id
            && self.is_of(
                &order,
                payment_id,
                text("amount"),
                text("merchantInvoiceNumber"),
            );
        match all && !trx_id.is_empty() {
            true => State::Paid { trx_id },
            false => State::Checking,
        }
    }

    fn judge_query(&self, number: u64, payment_id: &str, body: &Value) -> State {
        let text = |key: &str| body.get(key).and_then(Value::as_str).unwrap_or_default();
        let Some(order) = self.books.order(number) else {
            return State::Checking;
        };
        let done = text("transactionStatus") == "Completed" || self.is(Flaw::QueriedMeansPaid);
        match done && self.is_of(&order, payment_id, text("amount"), text("merchantInvoice")) {
            true => State::Paid {
                trx_id: text("trxID").to_owned(),
            },
            false => State::Checking,
        }
    }

    fn is_of(&self, order: &Order, payment_id: &str, amount: &str, invoice: &str) -> bool {
        if order.payment_id.as_deref() != Some(payment_id) {
            return self.is(Flaw::PaymentOfAnotherOrder);
        }
        (poisha(amount) == Some(order.amount) || self.is(Flaw::AmountUnchecked))
            && (invoice == order.invoice || self.is(Flaw::InvoiceUnchecked))
    }

    fn takes_refusals_for_paid(&self) -> bool {
        matches!(
            self.flaw,
            Some(Flaw::Http200MeansPaid | Flaw::OnlyKnownCodesFail | Flaw::InvalidStateMeansPaid)
        )
    }
}
