//! Money back to the payer: reserved first, sent once.

use std::sync::{Arc, OnceLock};

use bkash_client::{PreparedRefund, RefundApi};
use payment_core::payment::{NotPerformed, Payment, SEND_WITHIN};
use payment_core::refund::{Refund, RefundEvent, RefundLimit, RefundOrder, RefundRefused};
use payment_core::{AccountId, PaymentId, RefundId};
use tokio::time::Instant;

use super::reply::{key_in_flight, key_reused, not_found, refund_answer, unanswered};
use super::{Engine, Reply, translate};
use crate::problem::{Problem, ProblemKind};
use crate::store::{KeyClaim, Reserved, Reserving, StoreError};

/// What is true of a refund on its way, by whoever comes first: the work, before it sends, or the shop's
/// request, when it has waited long enough. A shop that hangs up says neither, and the work goes on.
#[derive(Debug)]
enum Word {
    /// Reserved, and about to leave.
    Sends(Box<Refund>),
    /// The shop is told that nothing was sent, so nothing may be.
    GivenUp,
}

impl Engine {
    /// Sends money back and answers with the refund as it stands: `completed`, `declined`, `unresolved`,
    /// or `pending` when the gateway takes longer than the shop waits.
    ///
    /// Fails without a trace when the rules refuse it or no token can be had.
    pub async fn create_refund(
        &self,
        account: AccountId,
        payment: PaymentId,
        order: RefundOrder,
        key: KeyClaim,
    ) -> Result<Reply, Problem> {
        let word = Arc::<OnceLock<Word>>::default();
        let (engine, theirs) = (self.clone(), Arc::clone(&word));
        let work = self.finish(async move {
            engine
                .reserve_and_send(account, payment, order, key, &theirs)
                .await
        });
        if let Ok(reply) = tokio::time::timeout(self.0.settings.answer_wait, work).await {
            return reply;
        }
        match word.get_or_init(|| Word::GivenUp) {
            Word::Sends(refund) => Ok(refund_answer(refund).into()),
            Word::GivenUp => Err(no_longer_waited_for()),
        }
    }

    async fn reserve_and_send(
        &self,
        account: AccountId,
        payment: PaymentId,
        order: RefundOrder,
        key: KeyClaim,
        word: &OnceLock<Word>,
    ) -> Result<Reply, Problem> {
        let payment = self.payment(account, payment).await?;
        // A repeat is told what became of the first request, also when no token can be had.
        if let Some(used) = self.0.store.refund_of_key(account, &key).await? {
            return met(used)
                .map(|met| met.map_or_else(|reply| reply, |open| refund_answer(&open).into()));
        }
        let prepared = self.prepare_refund(&payment, &order).await?;
        if word.get().is_some() {
            return Err(no_longer_waited_for());
        }
        let write_by = Instant::now() + SEND_WITHIN;
        let refund = match self.reserve(&payment, order, key).await? {
            Ok(refund) => refund,
            Err(reply) => return Ok(reply),
        };
        let refund = match prepared {
            Some(prepared) if word.set(Word::Sends(Box::new(refund.clone()))).is_ok() => {
                self.send_refund(&payment, refund, prepared, write_by)
                    .await?
            }
            // The payment was completed, or the shop told that nothing was sent, between two steps.
            _ => self.leave_unsent(refund).await?,
        };
        Ok(refund_answer(&refund).into())
    }

    /// The call with its token in hand; `None` for a payment that has nothing to send back, which the
    /// reservation then refuses.
    async fn prepare_refund(
        &self,
        payment: &Payment,
        order: &RefundOrder,
    ) -> Result<Option<PreparedRefund>, Problem> {
        let Some(settled) = payment.settled() else {
            return Ok(None);
        };
        let Some(call) = translate::refund_call(settled, order) else {
            return Ok(None);
        };
        match self.0.client.prepare_refund(&call).await {
            Ok(prepared) => Ok(Some(prepared)),
            Err(error) => Err(Problem::new(
                ProblemKind::GATEWAY_NOT_REACHED,
                format!("Nothing was sent: {error}. Repeat the request with the same key later."),
            )),
        }
    }

    async fn reserve(
        &self,
        payment: &Payment,
        order: RefundOrder,
        key: KeyClaim,
    ) -> Result<Result<Refund, Reply>, Problem> {
        let now = self.now();
        let limit = match self.0.settings.refund_api {
            RefundApi::V1 => RefundLimit::One,
            RefundApi::V2 => RefundLimit::Ten,
        };
        let id = RefundId::new(now, self.random_bytes());
        let reserving = Reserving {
            payment: payment.id,
            id,
            order,
            limit,
            key,
            now,
        };
        met(self.0.store.reserve_refund(reserving).await?)
    }

    /// Gives a reserve back whose refund never left.
    async fn leave_unsent(&self, refund: Refund) -> Result<Refund, StoreError> {
        let event = RefundEvent::NotPerformed(NotPerformed {
            reason: "it was reserved when its request was already over".to_owned(),
        });
        let recorded = self.record_refund(refund.id, event, None).await?;
        Ok(recorded.into_refund())
    }

    async fn send_refund(
        &self,
        payment: &Payment,
        refund: Refund,
        prepared: PreparedRefund,
        write_by: Instant,
    ) -> Result<Refund, StoreError> {
        let answer = prepared.send(write_by).await;
        let evidence = match &answer {
            Ok(receipt) => Some(translate::evidence(
                "refund",
                Some(refund.id),
                &receipt.reply,
                self.now(),
            )),
            Err(error) => translate::error_evidence("refund", Some(refund.id), error, self.now()),
        };
        let mut event = match answer {
            Ok(receipt) => {
                let known = self.known_refunds(payment.id, refund.id).await?;
                RefundEvent::Answered(translate::refund_report(&receipt, &known))
            }
            Err(error) => translate::refund_failed(&error),
        };
        let mut pass = None;
        if event == RefundEvent::Unanswered {
            pass = self.0.gates.refund_status.pass().ok();
            if pass.is_none() {
                event = RefundEvent::UnansweredAskLater;
            }
        }
        let recorded = self.record_refund(refund.id, event, evidence).await?;
        self.read_refund_status(recorded, pass).await
    }
}

/// The refund to send, or the answer that the key has already.
fn met(reserved: Reserved) -> Result<Result<Refund, Reply>, Problem> {
    match reserved {
        Reserved::Fresh(refund) => Ok(Ok(*refund)),
        Reserved::Replay(answer) => Ok(Err(Reply::replay(answer))),
        Reserved::InFlight(_) => Err(key_in_flight()),
        Reserved::OtherContent => Err(key_reused()),
        Reserved::Refused(why) => Err(refused(why)),
        Reserved::NoPayment => Err(not_found("payment")),
    }
}

fn no_longer_waited_for() -> Problem {
    unanswered("Nothing was sent. Repeat the request with the same key later.")
}

fn refused(why: RefundRefused) -> Problem {
    match why {
        RefundRefused::NotCompleted(status) => Problem::new(
            ProblemKind::NOT_REFUNDABLE,
            format!(
                "The payment is {}: only a completed one can be refunded.",
                status.as_str()
            ),
        )
        .with("payment_status", status.as_str()),
        RefundRefused::InFlight(id) => Problem::new(
            ProblemKind::REFUND_IN_FLIGHT,
            format!("Refund {id} of this payment is not settled yet: wait for it."),
        )
        .with("refund_id", id.to_string()),
        RefundRefused::TooMuch { left } => Problem::new(
            ProblemKind::REFUND_TOO_MUCH,
            format!("At most {left} BDT of this payment can still be refunded."),
        )
        .with("refundable_amount", left.to_string()),
        RefundRefused::Zero => Problem::new(
            ProblemKind::REFUND_TOO_MUCH,
            "The amount must be above zero.",
        ),
        RefundRefused::NoMoreRefunds { max } => Problem::new(
            ProblemKind::NO_MORE_REFUNDS,
            format!("The gateway takes at most {max} refunds of one payment."),
        ),
    }
}
