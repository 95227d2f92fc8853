//! The payer's browser comes back. What it says permits execute at most, and proves nothing.

use std::time::Duration;

use bkash_client::{ApprovedPayment, Callback};
use futures_util::FutureExt;
use payment_core::payment::{
    Effect, Payment, PaymentEvent, PaymentState, PaymentStatus, Verdict, Why, transition,
};
use payment_core::{PaymentId, Timestamp};
use tokio::time::Instant;
use tracing::Instrument;
use url::Url;

use super::in_flight::Waiter;
use super::{Engine, translate};
use crate::digest;
use crate::problem::{Problem, ProblemKind};

/// A payer does not look at the progress page for longer.
const PROGRESS_FOR: Duration = Duration::from_secs(45);

/// Where the payer's browser goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Visit {
    /// To the shop: its return address with `payment_id` and `status`.
    Return(String),
    /// To the progress page, which asks again.
    Wait,
    /// Nowhere: the address is not the one that we gave to the gateway. The word is for counters only.
    Refused(&'static str),
}

impl Engine {
    /// Handles a callback: `query` is the raw query string.
    ///
    /// Execute runs in a task of its own and goes on when the browser leaves; this waits for it only as
    /// long as the settings say.
    pub async fn payer_returned(
        &self,
        id: PaymentId,
        secret: &str,
        query: &str,
    ) -> Result<Visit, Problem> {
        let Some(payment) = self.0.store.payment(id).await? else {
            return Ok(Visit::Refused("unknown_payment"));
        };
        let Ok(callback) = Callback::parse(query) else {
            return Ok(Visit::Refused("bad_query"));
        };
        let event = PaymentEvent::PayerReturned {
            secret: digest::callback_secret(secret),
            gateway_payment: translate::gateway_payment(callback.payment_id()),
            outcome: translate::payer_outcome(&callback),
        };
        let executes = match transition(&payment, event.clone(), self.now()) {
            Verdict::Keep(why @ (Why::WrongSecret | Why::OtherGatewayPayment)) => {
                return Ok(Visit::Refused(why.as_str()));
            }
            Verdict::Keep(_) => return self.settled_visit(payment).await,
            Verdict::Change(decision) => decision
                .effects
                .iter()
                .any(|effect| matches!(effect, Effect::CallExecute(_))),
        };
        match callback {
            Callback::Approved(approved) if executes => {
                self.execute_visit(payment, approved, event).await
            }
            _ => {
                self.record(id, Some(payment), event, None).await?;
                self.visit(id).await
            }
        }
    }

    /// Where the payer is sent who asks how it stands.
    pub async fn progress(&self, id: PaymentId, secret: &str) -> Result<Visit, Problem> {
        let secret = digest::callback_secret(secret);
        // Thousands may ask at once while the gateway hangs: the store is spared what is known here.
        match self.0.executing.waiter(id) {
            Some(waiter) if waiter.knows(&secret) => return self.visit_after(id, waiter).await,
            Some(_) => return Ok(Visit::Refused(Why::WrongSecret.as_str())),
            None => {}
        }
        match self.0.store.payment(id).await? {
            Some(payment) if payment.callback_secret == secret => Ok(visit(&payment, self.now())),
            Some(_) => Ok(Visit::Refused(Why::WrongSecret.as_str())),
            None => Ok(Visit::Refused("unknown_payment")),
        }
    }

    /// After how many seconds a browser on the progress page should ask again, counted as one that does: the
    /// more there are, the later, between 2 and 15.
    #[must_use]
    pub fn progress_pace(&self) -> u64 {
        let wait = self.0.pace.next(Instant::now());
        wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
    }

    async fn execute_visit(
        &self,
        payment: Payment,
        approved: ApprovedPayment,
        event: PaymentEvent,
    ) -> Result<Visit, Problem> {
        let id = payment.id;
        let (running, waiter) = self.0.executing.enter(&payment);
        if let Some(running) = running {
            let engine = self.clone();
            let work = async move {
                running.leave(engine.execute(payment, approved, event).await);
            };
            self.0.tasks.spawn(work.in_current_span());
        }
        self.visit_after(id, waiter).await
    }

    /// Waits for a payment that this process is executing before it says where to go.
    async fn settled_visit(&self, payment: Payment) -> Result<Visit, Problem> {
        if payment.status() != PaymentStatus::Executing {
            return Ok(visit(&payment, self.now()));
        }
        match self.0.executing.waiter(payment.id) {
            Some(waiter) => self.visit_after(payment.id, waiter).await,
            // It may have ended since it was loaded.
            None => self.visit(payment.id).await,
        }
    }

    /// Waits for the task's result, but no longer than the settings say, and not at all among too many.
    async fn visit_after(&self, id: PaymentId, waiter: Waiter) -> Result<Visit, Problem> {
        let ended = match self.0.seats.try_acquire() {
            Ok(_seat) => tokio::time::timeout(self.0.settings.settle_wait, waiter.ended())
                .await
                .ok(),
            Err(_) => waiter.ended().now_or_never(),
        };
        match ended {
            Some(Some(payment)) => Ok(visit(&payment, self.now())),
            None if waiter.age() < PROGRESS_FOR => Ok(Visit::Wait),
            Some(None) => self.visit_unrecorded(id).await,
            None => self.visit(id).await,
        }
    }

    /// The task could not use the store. A payer whose execute was not even begun comes again: the page tries
    /// by itself, and the shop would only hear that the payment still waits.
    async fn visit_unrecorded(&self, id: PaymentId) -> Result<Visit, Problem> {
        match self.0.store.payment(id).await? {
            Some(payment) if payment.status() == PaymentStatus::AwaitingPayer => Err(Problem::new(
                ProblemKind::UNAVAILABLE,
                "Nothing was taken: the payment could not be begun.",
            )),
            Some(payment) => Ok(visit(&payment, self.now())),
            None => Ok(Visit::Refused("unknown_payment")),
        }
    }

    async fn visit(&self, id: PaymentId) -> Result<Visit, Problem> {
        match self.0.store.payment(id).await? {
            Some(payment) => Ok(visit(&payment, self.now())),
            None => Ok(Visit::Refused("unknown_payment")),
        }
    }
}

fn visit(payment: &Payment, now: Timestamp) -> Visit {
    let since = match &payment.state {
        PaymentState::Executing { since, .. } => Some(*since),
        PaymentState::Unresolved(unresolved) => Some(unresolved.since),
        _ => None,
    };
    match since {
        Some(since) if now.since(since) < PROGRESS_FOR => Visit::Wait,
        Some(_) => Visit::Return(return_address(payment, PaymentStatus::Unresolved)),
        None => Visit::Return(return_address(payment, payment.status())),
    }
}

/// The shop must not believe the status: it reads the payment, or waits for the webhook.
fn return_address(payment: &Payment, status: PaymentStatus) -> String {
    let text = &payment.order.return_url;
    let Ok(mut url) = Url::parse(text) else {
        return text.clone();
    };
    url.query_pairs_mut()
        .append_pair("payment_id", &payment.id.to_string())
        .append_pair("status", status.as_str());
    url.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_return_address_keeps_what_the_shop_put_into_it() {
        for (given, begins) in [
            (
                "https://shop.example/done",
                "https://shop.example/done?payment_id=pay_",
            ),
            (
                "https://shop.example/done?a=1&b=%20#top",
                "https://shop.example/done?a=1&b=%20&payment_id=pay_",
            ),
        ] {
            let payment = payment_returning_to(given);
            let address = return_address(&payment, PaymentStatus::Completed);
            assert!(address.starts_with(begins), "{address}");
            assert!(address.contains("&status=completed"), "{address}");
        }
    }

    fn payment_returning_to(return_url: &str) -> Payment {
        use payment_core::text::{MerchantInvoiceNumber, PayerReference};
        let order = payment_core::payment::Order {
            amount: "500".parse().unwrap(),
            merchant_invoice_number: MerchantInvoiceNumber::parse("INV-1").unwrap(),
            payer_reference: PayerReference::parse("p").unwrap(),
            return_url: return_url.to_owned(),
            metadata: std::collections::BTreeMap::new(),
        };
        let now = Timestamp::from_millis(0);
        let secret = digest::callback_secret("s");
        let id = PaymentId::new(now, [0; 10]);
        Payment::open(
            id,
            payment_core::AccountId(1),
            order,
            secret,
            PROGRESS_FOR,
            now,
        )
    }
}
