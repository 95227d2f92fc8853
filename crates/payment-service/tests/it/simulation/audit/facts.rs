use std::time::Duration;

use axum::body::Body;
use http_body_util::BodyExt;
use payment_core::AccountId;
use payment_core::ledger::LedgerAccount;
use payment_core::payment::{Payment, PaymentStatus};
use payment_service::store::{LedgerQuery, PaymentQuery};
use serde_json::Value;
use tower::ServiceExt;

use super::super::clock::EPOCH_MS;
use super::super::deeds::{Deeds, Record};
use super::super::instance::Ground;
use super::super::luck::Mishap;
use super::super::met::Met;
use super::super::shop::Told;
use super::super::wire::Seen;
use super::super::witness::Change;

/// All that the auditor judges by. Times are since the schedule's start.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    /// The merchant's money, by the gateway's books.
    pub(crate) movements: Vec<Movement>,
    /// When the gateway was asked for tokens, by its journal.
    pub(crate) token_calls: Vec<Duration>,
    pub(crate) sent: Vec<Seen>,
    pub(crate) mishaps: Vec<Mishap>,
    pub(crate) deeds: Record,
    pub(crate) changes: Vec<Change>,
    pub(crate) inbox: Vec<Told>,
    pub(crate) payments: Vec<OurPayment>,
    pub(crate) refunds: Vec<OurRefund>,
    /// Postings of our ledger.
    pub(crate) postings: Vec<Posting>,
}

/// One movement of the merchant's money, by the gateway's word.
#[derive(Clone, Debug)]
pub(crate) struct Movement {
    pub(crate) trx_id: String,
    pub(crate) payment_id: String,
    /// Into the merchant's wallet; a refund is below zero.
    pub(crate) poisha: i64,
    /// The transaction that a refund gives back.
    pub(crate) original: Option<String>,
}

/// A payment as our store has it in the end.
#[derive(Clone, Debug)]
pub(crate) struct OurPayment {
    pub(crate) id: String,
    pub(crate) gateway_payment: Option<String>,
    pub(crate) invoice: String,
    pub(crate) status: &'static str,
    /// When its money was booked as received.
    pub(crate) settled_at: Option<Duration>,
}

/// A refund as our store has it in the end.
#[derive(Clone, Debug)]
pub(crate) struct OurRefund {
    pub(crate) id: String,
    pub(crate) status: &'static str,
}

#[derive(Clone, Debug)]
pub(crate) struct Posting {
    /// Whether it is on the account that mirrors the gateway's.
    pub(crate) gateway: bool,
    pub(crate) trx_id: String,
    pub(crate) poisha: i64,
}

impl Movement {
    pub(crate) const fn is_refund(&self) -> bool {
        self.original.is_some()
    }
}

/// More than any schedule has; a page that is full is a finding of its own.
const ALL: usize = 10_000;

/// What webhooks are about, by the rules of money.
const EVENTS: [&str; 11] = [
    "payment.completed",
    "payment.declined",
    "payment.failed",
    "payment.cancelled",
    "payment.expired",
    "payment.unresolved",
    "payment.needs_attention",
    "refund.completed",
    "refund.declined",
    "refund.unresolved",
    "refund.needs_attention",
];

/// What the simulator's journal remembers.
const JOURNAL: usize = 2_000;

impl Facts {
    pub(crate) async fn gather(ground: &Ground, account: AccountId, deeds: &Deeds) -> Self {
        let books = get(ground, "/_simulator/books").await;
        let journal = get(ground, "/_simulator/journal").await;
        let query = PaymentQuery {
            limit: ALL,
            ..PaymentQuery::default()
        };
        let payments = ground.store.payments(account, &query).await.unwrap();
        assert!(!payments.more, "not all payments are seen");
        let mut refunds = Vec::new();
        for payment in &payments.items {
            for refund in ground.store.refunds_of(payment.id).await.unwrap() {
                refunds.push(OurRefund {
                    id: refund.id.to_string(),
                    status: refund.status().as_str(),
                });
            }
        }
        let postings = postings(ground, account).await;
        Self {
            movements: movements(&books),
            token_calls: token_calls(&journal),
            sent: ground.log.lock().unwrap().clone(),
            mishaps: ground.mishaps.lock().unwrap().clone(),
            deeds: deeds.record(),
            changes: ground.witness.all(),
            inbox: ground.inbox.lock().unwrap().clone(),
            payments: payments.items.iter().map(OurPayment::of).collect(),
            refunds,
            postings,
        }
    }
}

impl OurPayment {
    fn of(payment: &Payment) -> Self {
        let settled_at = payment.settled().map(|settled| {
            let since = settled.at.as_millis() - EPOCH_MS;
            Duration::from_millis(u64::try_from(since).unwrap())
        });
        Self {
            id: payment.id.to_string(),
            gateway_payment: payment.state.gateway_payment().map(ToString::to_string),
            invoice: payment.order.merchant_invoice_number.as_str().to_owned(),
            status: PaymentStatus::as_str(payment.status()),
            settled_at,
        }
    }
}

async fn postings(ground: &Ground, account: AccountId) -> Vec<Posting> {
    let query = LedgerQuery {
        limit: ALL,
        ..LedgerQuery::default()
    };
    let lines = ground.store.ledger(account, &query).await.unwrap();
    assert!(!lines.more, "not all postings are seen");
    let posting = |line: &payment_service::store::LedgerLine| Posting {
        gateway: line.account == LedgerAccount::Gateway,
        trx_id: line
            .trx_id
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        poisha: line.poisha,
    };
    lines.items.iter().map(posting).collect()
}

/// A gateway that was never called has no world, and so no books.
fn movements(books: &Value) -> Vec<Movement> {
    let read = |row: &Value| {
        let original = row["originalTrxID"].as_str().map(str::to_owned);
        let amount = poisha(&text(&row["amount"]));
        Movement {
            trx_id: text(&row["trxID"]),
            payment_id: text(&row["paymentID"]),
            poisha: match row["type"] == "refund" {
                true => -amount,
                false => amount,
            },
            original,
        }
    };
    rows(&books["merchant"]["transactions"]).map(read).collect()
}

fn token_calls(journal: &Value) -> Vec<Duration> {
    assert!(rows(&journal["data"]).count() < JOURNAL, "a part is gone");
    let is_token = |row: &&Value| text(&row["endpoint"]).starts_with("token_");
    let mut times: Vec<Duration> = rows(&journal["data"])
        .filter(is_token)
        .map(|row| {
            let at: jiff::Timestamp = text(&row["at"]).parse().unwrap();
            Duration::from_millis(u64::try_from(at.as_millisecond() - EPOCH_MS).unwrap())
        })
        .collect();
    times.sort();
    times
}

pub(crate) async fn get(ground: &Ground, path: &str) -> Value {
    let request = http::Request::get(path).body(Body::empty()).unwrap();
    let response = ground.gateway.clone().oneshot(request).await.unwrap();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    serde_json::from_slice(&bytes).unwrap()
}

fn rows(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// "12.05" is 1205.
fn poisha(text: &str) -> i64 {
    let (taka, rest) = text.split_once('.').unwrap();
    taka.parse::<i64>().unwrap() * 100 + rest.parse::<i64>().unwrap()
}

impl Facts {
    /// Ours of the gateway's paymentID.
    pub(super) fn payment_of(&self, gateway_payment: &str) -> Option<&str> {
        let mut payments = self.payments.iter();
        let ours = payments.find(|it| it.gateway_payment.as_deref() == Some(gateway_payment))?;
        Some(&ours.id)
    }

    pub(super) fn is_told(&self, id: &str, event: &str) -> bool {
        let mut inbox = self.inbox.iter();
        inbox.any(|told| told.id == id && told.event == event)
    }

    /// How it all ended, for the counts of what was met.
    pub(crate) fn note_ends(&self, met: &Met) {
        for payment in &self.payments {
            met.note("payment ended", payment.status);
            if payment.status == "completed" && self.is_told(&payment.id, "payment.needs_attention")
            {
                met.note("payment ended", "completed with attention");
            }
        }
        for refund in &self.refunds {
            met.note("refund ended", refund.status);
            if self.is_told(&refund.id, "refund.needs_attention") {
                met.note("refund ended", "with attention");
            }
        }
        for told in &self.inbox {
            let name = EVENTS.iter().find(|event| **event == told.event);
            met.note("webhook", name.copied().unwrap_or("of no kind"));
        }
    }
}
