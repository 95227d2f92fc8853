//! A new payment: stored, created at the gateway, answered to the shop.

use std::time::Duration;

use bkash_client::{CallError, CreatePayment, CreatedPayment};
use payment_core::payment::{Admission, Order, Payment, PaymentEvent, admit};
use payment_core::{AccountId, PaymentId};

use super::reply::{create_answer, gateway_unavailable, key_in_flight, key_reused, unanswered};
use super::{Engine, Reply, translate};
use crate::digest;
use crate::problem::{Problem, ProblemKind};
use crate::store::{Evidence, KeyClaim, Opened, Opening, PaymentChange};

/// How often the claim on an invoice is looked at anew when others are quicker.
const TRIES: u32 = 8;

/// A stored payment whose create may leave, or the answer that the shop gets instead.
enum Begun {
    Fresh(Box<Payment>),
    Answered(Reply),
}

impl Engine {
    /// Creates a payment at the gateway and answers with its hosted page.
    ///
    /// Fails without a trace when the key or the invoice is taken, or while the gateway is known not to
    /// answer. A gateway that does not answer is a
    /// problem to the shop, and the key is free for another try: create moves no money.
    pub async fn create_payment(
        &self,
        account: AccountId,
        order: Order,
        key: Option<KeyClaim>,
    ) -> Result<Reply, Problem> {
        let engine = self.clone();
        let work = self.finish(async move { engine.create(account, order, key).await });
        match tokio::time::timeout(self.0.settings.answer_wait, work).await {
            Ok(reply) => reply,
            Err(_) => Err(unanswered(
                "No money moved. Repeat the request with the same key later.",
            )),
        }
    }

    async fn create(
        &self,
        account: AccountId,
        order: Order,
        key: Option<KeyClaim>,
    ) -> Result<Reply, Problem> {
        let pass = match self.0.gates.create.pass() {
            Ok(pass) => pass,
            Err(wait) => return self.refuse_or_replay(account, key, wait).await,
        };
        let secret = hex(&self.random_bytes::<16>());
        let payment = Payment::open(
            PaymentId::new(self.now(), self.random_bytes()),
            account,
            order,
            digest::callback_secret(&secret),
            self.0.settings.payment_expiry,
            self.now(),
        );
        let payment = match self.open(payment, key).await? {
            Begun::Fresh(payment) => *payment,
            Begun::Answered(reply) => return Ok(reply),
        };
        let created = self
            .0
            .client
            .create_payment(&self.create_call(&payment, &secret)?)
            .await;
        pass.ended(translate::ended(&created));
        let evidence = self.create_evidence(&created);
        let event = created_event(&payment, created);
        let recorded = self
            .record_answer(payment.id, Some(payment), event, evidence)
            .await?;
        Ok(create_answer(&recorded.into_payment()).into())
    }

    /// The answer while nothing may be created: a repeat is told its first answer all the same.
    async fn refuse_or_replay(
        &self,
        account: AccountId,
        key: Option<KeyClaim>,
        wait: Duration,
    ) -> Result<Reply, Problem> {
        let used = match key {
            Some(key) => self.0.store.payment_of_key(account, &key).await?,
            None => None,
        };
        match used {
            Some(Opened::Replay(answer)) => Ok(Reply::replay(answer)),
            Some(Opened::InFlight) => Err(key_in_flight()),
            Some(Opened::OtherContent) => Err(key_reused()),
            Some(Opened::Fresh | Opened::InvoiceTaken(_)) | None => Err(gateway_unavailable(
                "Nothing was begun: repeat the request with the same key.",
                wait,
            )),
        }
    }

    /// Stores the payment, superseding one of the same invoice that only awaits its payer.
    async fn open(&self, payment: Payment, key: Option<KeyClaim>) -> Result<Begun, Problem> {
        let mut supersede = None;
        for _ in 0..TRIES {
            let opening = Opening {
                payment: payment.clone(),
                key: key.clone(),
                supersede,
            };
            match self.0.store.open_payment(opening).await? {
                Opened::Fresh => return Ok(Begun::Fresh(Box::new(payment))),
                Opened::Replay(answer) => return Ok(Begun::Answered(Reply::replay(answer))),
                Opened::InFlight => return Err(key_in_flight()),
                Opened::OtherContent => return Err(key_reused()),
                Opened::InvoiceTaken(current) => {
                    supersede = Some(self.superseding(&current, payment.id)?);
                }
            }
        }
        Err(Problem::new(
            ProblemKind::UNAVAILABLE,
            "This invoice is asked for too often at once.",
        ))
    }

    fn superseding(&self, current: &Payment, by: PaymentId) -> Result<PaymentChange, Problem> {
        let now = self.now();
        let Admission::Supersede(decision) = admit(current, by, now) else {
            let status = current.status().as_str();
            return Err(Problem::new(
                ProblemKind::INVOICE_BUSY,
                format!(
                    "Payment {} of this invoice is {status}: read it before you try again.",
                    current.id
                ),
            )
            .with("payment_id", current.id.to_string())
            .with("payment_status", status));
        };
        Ok(PaymentChange {
            deliveries: self.deliveries(&decision.next, &decision.notices, now),
            key: super::reply::create_outcome(&decision.next),
            next: decision.next,
            entries: decision.entries,
            evidence: None,
        })
    }

    fn create_call(&self, payment: &Payment, secret: &str) -> Result<CreatePayment, Problem> {
        let base = self.0.settings.public_url.as_str().trim_end_matches('/');
        let callback_url = format!("{base}/callback/{}/{secret}", payment.id);
        translate::create_call(&payment.order, &callback_url).ok_or_else(|| {
            Problem::new(
                ProblemKind::INTERNAL,
                "The callback address could not be built.",
            )
        })
    }

    fn create_evidence(&self, created: &Result<CreatedPayment, CallError>) -> Option<Evidence> {
        match created {
            Ok(created) => Some(translate::evidence(
                "create",
                None,
                &created.reply,
                self.now(),
            )),
            Err(error) => translate::error_evidence("create", None, error, self.now()),
        }
    }
}

/// A gateway that echoes another amount or invoice than we asked for has not created our payment.
fn created_event(payment: &Payment, created: Result<CreatedPayment, CallError>) -> PaymentEvent {
    let created = match created {
        Ok(created) => created,
        Err(error) => return translate::create_failed(&error),
    };
    let order = &payment.order;
    let same_amount = created
        .amount
        .is_none_or(|amount| amount.poisha() == order.amount.poisha());
    let same_invoice = created
        .merchant_invoice_number
        .as_deref()
        .is_none_or(|invoice| invoice == order.merchant_invoice_number.as_str());
    if !same_amount || !same_invoice {
        return PaymentEvent::CreateUnanswered;
    }
    PaymentEvent::GatewayCreated {
        gateway_payment: translate::gateway_payment(&created.payment_id),
        checkout_url: created.bkash_url,
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
