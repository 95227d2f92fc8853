//! Compares the gateway's books with ours. It shares no code with the service but the store's look-ups.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use axum::body::Body;
use http_body_util::BodyExt;
use payment_core::AccountId;
use payment_core::ledger::LedgerAccount;
use payment_core::payment::Payment;
use payment_service::store::{LedgerQuery, PaymentQuery};
use serde_json::Value;
use tower::ServiceExt;

use super::clock::EPOCH_MS;
use super::instance::Ground;
use super::shopper::{Deed, Deeds};
use super::wire::{ACCIDENT, Seen, Weather};

pub(crate) struct Audit {
    pub(crate) findings: Vec<String>,
    /// How every payment and refund ended.
    pub(crate) statuses: Vec<&'static str>,
}

pub(crate) async fn audit(ground: &Ground, account: AccountId, deeds: &Deeds) -> Audit {
    let mut audit = Audit {
        findings: Vec::new(),
        statuses: Vec::new(),
    };
    let books = get(ground, "/_simulator/books").await;
    let journal = get(ground, "/_simulator/journal").await;
    let sent = ground.log.all();
    // A gateway that was never called has no world, and so no books.
    let movements = movements(&books);
    audit.money(ground, account, &movements).await;
    audit.executes(&sent, deeds);
    audit.queries(&sent);
    audit.tokens(&journal);
    let told = Told::read(ground).await;
    audit.settled(ground, account, &movements, &told).await;
    audit.charged_once(ground, account, &sent).await;
    audit.told(ground, account, &told).await;
    audit
}

/// One movement of the merchant's money, by the gateway's word.
struct Movement {
    trx_id: String,
    payment_id: String,
    poisha: i64,
    refund: bool,
    original: Option<String>,
}

fn movements(books: &Value) -> Vec<Movement> {
    let rows = books["merchant"]["transactions"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let read = |row: &Value| Movement {
        trx_id: text(&row["trxID"]),
        payment_id: text(&row["paymentID"]),
        poisha: poisha(&text(&row["amount"])),
        refund: row["type"] == "refund",
        original: row["originalTrxID"].as_str().map(str::to_owned),
    };
    rows.iter().map(read).collect()
}

impl Audit {
    fn find(&mut self, wrong: bool, what: impl FnOnce() -> String) {
        if wrong {
            self.findings.push(what());
        }
    }

    /// The gateway's books and our ledger are equal to the poisha, in sum and by transaction.
    async fn money(&mut self, ground: &Ground, account: AccountId, movements: &[Movement]) {
        let theirs: i64 = movements
            .iter()
            .map(|m| if m.refund { -m.poisha } else { m.poisha })
            .sum();
        let balances = ground.store.balances(account).await.unwrap();
        let ours: i64 = balances
            .iter()
            .filter(|balance| balance.account == LedgerAccount::Gateway)
            .map(|balance| balance.poisha)
            .sum();
        self.find(theirs != ours, || {
            format!("the gateway moved {theirs} poisha, our ledger says {ours}")
        });
        let total: i64 = balances.iter().map(|balance| balance.poisha).sum();
        self.find(total != 0, || {
            format!("the ledger does not balance: {total}")
        });

        let query = LedgerQuery {
            limit: 10_000,
            ..LedgerQuery::default()
        };
        let lines = ground.store.ledger(account, &query).await.unwrap().items;
        let booked: BTreeMap<String, i64> = lines
            .iter()
            .filter(|line| line.account == LedgerAccount::Gateway)
            .map(|line| {
                (
                    line.trx_id
                        .as_ref()
                        .map(ToString::to_string)
                        .unwrap_or_default(),
                    line.poisha,
                )
            })
            .collect();
        let moved: BTreeMap<String, i64> = movements
            .iter()
            .map(|m| {
                (
                    m.trx_id.clone(),
                    if m.refund { -m.poisha } else { m.poisha },
                )
            })
            .collect();
        self.find(booked != moved, || {
            format!("booked {booked:?}, moved {moved:?}")
        });

        for payment in movements.iter().filter(|movement| !movement.refund) {
            let back: i64 = movements
                .iter()
                .filter(|m| m.refund && m.original.as_deref() == Some(payment.trx_id.as_str()))
                .map(|refund| refund.poisha)
                .sum();
            self.find(back > payment.poisha, || {
                format!("{} was refunded {back}", payment.trx_id)
            });
        }
    }

    /// At most one execute for a paymentID but for a repeat after 401, and none without a success callback.
    fn executes(&mut self, sent: &[Seen], deeds: &Deeds) {
        let approved: BTreeSet<String> = deeds
            .all()
            .into_iter()
            .filter_map(|deed| match deed {
                Deed::SuccessCallback(payment) => Some(payment),
                _ => None,
            })
            .collect();
        let mut count: BTreeMap<&str, u32> = BTreeMap::new();
        let executes = sent.iter().filter(|seen| seen.call == "execute");
        for seen in executes.filter(|seen| seen.weather != Weather::Unauthorized) {
            let payment = seen.payment_id.as_deref().unwrap();
            *count.entry(payment).or_default() += 1;
            self.find(!approved.contains(payment), || {
                format!("{payment} was executed without a success callback")
            });
        }
        for (payment, times) in count {
            self.find(times > 1, || {
                format!("{payment} was executed {times} times")
            });
        }
    }

    /// A query follows an execute of its payment that brought no usable answer; a process that died or
    /// stalled may have lost any answer.
    fn queries(&mut self, sent: &[Seen]) {
        let mut asked: BTreeMap<&str, u32> = BTreeMap::new();
        for (at, query) in sent
            .iter()
            .enumerate()
            .filter(|(_, seen)| seen.call == "query")
        {
            let payment = query.payment_id.as_deref().unwrap();
            if query.weather != Weather::Unauthorized {
                *asked.entry(payment).or_default() += 1;
            }
            let unanswered = sent[..at].iter().any(|seen| {
                seen.call == ACCIDENT
                    || seen.call == "execute"
                        && seen.payment_id.as_deref() == Some(payment)
                        && !matches!(seen.weather, Weather::Fair | Weather::Unauthorized)
            });
            self.find(!unanswered, || {
                format!("{payment} was queried after an answered execute")
            });
        }
        for (payment, times) in asked {
            self.find(times > 15, || {
                format!("{payment} was queried {times} times")
            });
        }
    }

    /// Never more than two token calls in any hour.
    fn tokens(&mut self, journal: &Value) {
        let exchanges = journal["data"].as_array().cloned().unwrap_or_default();
        let mut times: Vec<jiff::Timestamp> = exchanges
            .iter()
            .filter(|exchange| text(&exchange["endpoint"]).starts_with("token_"))
            .map(|exchange| text(&exchange["at"]).parse().unwrap())
            .collect();
        times.sort();
        for window in times.windows(3) {
            let span = window[2].duration_since(window[0]);
            self.find(span < jiff::SignedDuration::from_mins(60), || {
                format!("three token calls within an hour, at {window:?}")
            });
        }
    }

    /// After the horizon, and after a person has looked, nothing is open, and our states are the gateway's.
    async fn settled(
        &mut self,
        ground: &Ground,
        account: AccountId,
        movements: &[Movement],
        told: &Told,
    ) {
        let payments = all_payments(ground, account).await;
        let mut completed_invoices: BTreeMap<&str, Vec<bool>> = BTreeMap::new();
        for payment in &payments {
            let status = payment.status().as_str();
            self.statuses.push(status);
            let open = ["creating", "awaiting_payer", "executing", "unresolved"].contains(&status);
            self.find(open, || {
                format!("{} is {status} after the horizon", payment.id)
            });
            let paid = payment.state.gateway_payment().is_some_and(|id| {
                movements
                    .iter()
                    .any(|m| !m.refund && m.payment_id == id.as_str())
            });
            let says_paid = matches!(status, "completed" | "held");
            self.find(paid && !says_paid, || {
                format!(
                    "{} is {status}, but the gateway took money for it",
                    payment.id
                )
            });
            self.find(status == "completed" && !paid, || {
                format!("{} is completed, but the gateway took nothing", payment.id)
            });
            if status == "completed" && told.has(&payment.id.to_string(), NEEDS_ATTENTION) {
                self.statuses.push("completed with attention");
            }
            if status == "completed" {
                completed_invoices
                    .entry(payment.order.merchant_invoice_number.as_str())
                    .or_default()
                    .push(told.has(&payment.id.to_string(), NEEDS_ATTENTION));
            }
            for refund in ground.store.refunds_of(payment.id).await.unwrap() {
                let status = refund.status().as_str();
                self.statuses.push(match status {
                    "completed" => "refund completed",
                    "declined" => "refund declined",
                    _ => "refund open",
                });
                let open = ["pending", "unresolved"].contains(&status);
                self.find(open, || {
                    format!("{} is {status} after the horizon", refund.id)
                });
            }
        }
        for (invoice, attention) in completed_invoices {
            let silent = attention.iter().filter(|marked| !**marked).count();
            self.find(silent > 1, || {
                format!("{invoice} was paid {} times in silence", attention.len())
            });
        }
    }

    /// Once the money of an invoice is in our books, no other payment of it is executed. What was permitted
    /// before may be written for ten seconds more.
    async fn charged_once(&mut self, ground: &Ground, account: AccountId, sent: &[Seen]) {
        let payments = all_payments(ground, account).await;
        for paid in &payments {
            let Some(settled) = paid.settled() else {
                continue;
            };
            let known = u64::try_from(settled.at.as_millis() - EPOCH_MS).unwrap();
            let too_late = Duration::from_millis(known) + Duration::from_secs(10);
            let invoice = &paid.order.merchant_invoice_number;
            for other in &payments {
                if other.id == paid.id || other.order.merchant_invoice_number != *invoice {
                    continue;
                }
                if other.superseded_by == Some(paid.id) && paid.id < other.id {
                    self.statuses.push("spared");
                }
                let gateway_payment = other.state.gateway_payment().map(ToString::to_string);
                let first = sent
                    .iter()
                    .find(|seen| seen.call == "execute" && seen.payment_id == gateway_payment);
                self.find(first.is_some_and(|seen| seen.at > too_late), || {
                    format!(
                        "{} was executed although {} had paid for it",
                        other.id, paid.id
                    )
                });
            }
        }
    }

    /// Every change that the rules name has its webhook.
    async fn told(&mut self, ground: &Ground, account: AccountId, told: &Told) {
        for payment in all_payments(ground, account).await {
            let (id, status) = (payment.id.to_string(), payment.status().as_str());
            let event = match status {
                "held" => NEEDS_ATTENTION.to_owned(),
                other => format!("payment.{other}"),
            };
            self.find(!told.has(&id, &event), || {
                format!("{id} is {status}, but no {event} was written")
            });
            let silent = payment.attention.is_some() && !told.has(&id, NEEDS_ATTENTION);
            self.find(silent, || format!("{id} needs attention in silence"));
            for refund in ground.store.refunds_of(payment.id).await.unwrap() {
                let (id, status) = (refund.id.to_string(), refund.status().as_str());
                let event = format!("refund.{status}");
                self.find(!told.has(&id, &event), || {
                    format!("{id} is {status}, but no {event} was written")
                });
            }
        }
    }
}

const NEEDS_ATTENTION: &str = "payment.needs_attention";

/// Every webhook in the outbox: what it is about, and its type.
struct Told(BTreeSet<(String, String)>);

impl Told {
    async fn read(ground: &Ground) -> Self {
        let mut told = BTreeSet::new();
        loop {
            let lease = Duration::from_secs(3600);
            let claimed = ground.store.claim_deliveries(1_000, lease).await.unwrap();
            if claimed.is_empty() {
                return Self(told);
            }
            for delivery in claimed {
                let body: Value = serde_json::from_str(&delivery.body).unwrap();
                told.insert((text(&body["data"]["id"]), delivery.event_type));
            }
        }
    }

    fn has(&self, id: &str, event: &str) -> bool {
        self.0.contains(&(id.to_owned(), event.to_owned()))
    }
}

async fn all_payments(ground: &Ground, account: AccountId) -> Vec<Payment> {
    let query = PaymentQuery {
        limit: 10_000,
        ..PaymentQuery::default()
    };
    ground.store.payments(account, &query).await.unwrap().items
}

pub(crate) async fn get(ground: &Ground, path: &str) -> Value {
    let request = http::Request::get(path).body(Body::empty()).unwrap();
    let response = ground.gateway.clone().oneshot(request).await.unwrap();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    serde_json::from_slice(&bytes).unwrap()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// "12.05" is 1205.
fn poisha(text: &str) -> i64 {
    let (taka, rest) = text.split_once('.').unwrap();
    taka.parse::<i64>().unwrap() * 100 + rest.parse::<i64>().unwrap()
}
