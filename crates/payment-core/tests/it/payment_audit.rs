//! The rules once more, written from the outside: it looks at each decision and keeps its own books.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use payment_core::ledger::{LedgerAccount, LedgerEntry};
use payment_core::payment::{
    Decision, Effect, GatewayReport, Notice, PayerOutcome, Payment, PaymentEvent, PaymentState,
    PaymentStatus, Resolution, TransactionStatus, Verdict,
};
use payment_core::{Timestamp, TrxId};

use crate::harness::{SECRET, ours, taka};
use crate::payment_properties::FOREIGN;

type Checked = Result<(), TestCaseError>;

pub(crate) struct Audit {
    pub(crate) payment: Payment,
    /// What the ledger says the gateway holds for this payment.
    pub(crate) gateway_poisha: i64,
    pub(crate) reached: BTreeSet<&'static str>,
    /// What the gateway or a person said moved, by transaction; `None` for money without a name.
    moved: BTreeMap<Option<TrxId>, i64>,
    executes: u32,
    queries: u32,
}

impl Audit {
    pub(crate) fn new(payment: Payment) -> Self {
        Self {
            reached: [payment.status().as_str()].into(),
            payment,
            gateway_poisha: 0,
            moved: BTreeMap::new(),
            executes: 0,
            queries: 0,
        }
    }

    pub(crate) fn is_known(&self, trx_id: &TrxId) -> bool {
        trx_id.as_str() == FOREIGN || self.moved.contains_key(&Some(trx_id.clone()))
    }

    pub(crate) fn said_to_have_moved(&self) -> i64 {
        self.moved.values().sum()
    }

    /// Judges one verdict, and takes the change over.
    pub(crate) fn check(
        &mut self,
        event: &PaymentEvent,
        verdict: &Verdict,
        now: Timestamp,
    ) -> Checked {
        let before = self.payment.clone();
        let changed = matches!(verdict, Verdict::Change(_));
        let news = self.newly_moved(&before, event, changed);
        let Verdict::Change(decision) = verdict else {
            prop_assert_eq!(news, None, "money moved, and nothing was booked");
            return Ok(());
        };
        record_is_kept(&before, decision, now)?;
        self.calls_are_lawful(&before, event, decision, now)?;
        self.books_are_right(&before, decision, news)?;
        completion_is_earned(&before, event, decision)?;
        the_shop_is_told(&before, decision)?;
        let busy = matches!(
            decision.next.status(),
            PaymentStatus::Creating
                | PaymentStatus::AwaitingPayer
                | PaymentStatus::Executing
                | PaymentStatus::Unresolved
        );
        prop_assert_eq!(decision.next.wake_after().is_some(), busy);
        self.name_the_nameless(event);
        self.payment = decision.next.clone();
        self.reached.insert(self.payment.status().as_str());
        Ok(())
    }

    /// The money that `event` is the first to tell of, where it speaks of a call that can have been made.
    fn newly_moved(
        &self,
        before: &Payment,
        event: &PaymentEvent,
        changed: bool,
    ) -> Option<(Option<TrxId>, i64)> {
        use PaymentStatus::{AwaitingPayer, Creating, Executing};
        let report = match event {
            PaymentEvent::Resolved(Resolution::Paid(found)) => {
                let in_suspense = matches!(&before.state, PaymentState::Held(held) if !held.in_suspense.is_zero());
                let news = changed && !in_suspense;
                return news.then(|| (Some(found.trx_id.clone()), found.amount.poisha()));
            }
            PaymentEvent::Notified(found) => {
                let news = changed && !self.is_known(&found.trx_id);
                return news.then(|| (Some(found.trx_id.clone()), found.amount.poisha()));
            }
            PaymentEvent::ExecuteAnswered(report) => report,
            PaymentEvent::QueryAnswered(report) if before.status() != Executing => report,
            _ => return None,
        };
        let uncalled = matches!(before.status(), Creating | AwaitingPayer);
        if uncalled || before.state.gateway_payment().is_none() {
            return None;
        }
        self.told_by(report)
    }

    fn told_by(&self, report: &GatewayReport) -> Option<(Option<TrxId>, i64)> {
        if report.status != TransactionStatus::Completed {
            return None;
        }
        let trx_id = report.trx_id.clone().filter(|id| id.as_str() != " ");
        let known = match &trx_id {
            Some(id) => self.is_known(id) || self.moved.contains_key(&None),
            None => !self.moved.is_empty(),
        };
        let amount = report.amount?.poisha();
        (!known && amount > 0).then_some((trx_id, amount))
    }

    /// A person has found the transaction of money that came without one.
    fn name_the_nameless(&mut self, event: &PaymentEvent) {
        if let PaymentEvent::Resolved(Resolution::Paid(found)) = event
            && let Some(poisha) = self.moved.remove(&None)
        {
            self.moved.insert(Some(found.trx_id.clone()), poisha);
        }
    }

    fn calls_are_lawful(
        &mut self,
        before: &Payment,
        event: &PaymentEvent,
        decision: &Decision,
        now: Timestamp,
    ) -> Checked {
        let permits = PaymentEvent::PayerReturned {
            secret: SECRET,
            gateway_payment: ours(),
            outcome: PayerOutcome::Success,
        };
        prop_assert!(decision.effects.len() <= 1);
        match decision.effects.first() {
            Some(Effect::CallExecute(id)) => {
                self.executes += 1;
                prop_assert_eq!(self.executes, 1, "a second execute");
                prop_assert_eq!(id, &ours());
                prop_assert_eq!(event, &permits);
                prop_assert_eq!(before.status(), PaymentStatus::AwaitingPayer);
                prop_assert!(now < before.expires_at);
                prop_assert_eq!(decision.next.status(), PaymentStatus::Executing);
            }
            Some(Effect::CallQuery(id)) => {
                self.queries += 1;
                prop_assert!(self.queries <= 15, "query number {}", self.queries);
                prop_assert_eq!(self.executes, 1, "a query without an execute");
                prop_assert_eq!(id, &ours());
                let PaymentState::Unresolved(open) = &decision.next.state else {
                    return Err(TestCaseError::fail("a query that leads elsewhere"));
                };
                prop_assert_eq!((open.queries, open.asking), (self.queries, true));
            }
            None => {}
        }
        Ok(())
    }

    fn books_are_right(
        &mut self,
        before: &Payment,
        decision: &Decision,
        news: Option<(Option<TrxId>, i64)>,
    ) -> Checked {
        for entry in &decision.entries {
            let [debit, credit] = entry.postings();
            prop_assert_eq!(debit.poisha + credit.poisha, 0);
            prop_assert!(debit.poisha > 0 && debit.account != credit.account);
        }
        let arrived = booked(&decision.entries, LedgerAccount::Gateway);
        prop_assert_eq!(arrived, news.as_ref().map_or(0, |(_, poisha)| *poisha));
        self.gateway_poisha += arrived;
        if let Some((trx_id, poisha)) = news {
            self.moved.insert(trx_id, poisha);
        }
        let sold = -booked(&decision.entries, LedgerAccount::Sales);
        let settled_now = before
            .settled()
            .is_none()
            .then(|| decision.next.settled())
            .flatten();
        prop_assert_eq!(
            sold,
            settled_now.map_or(0, |settled| settled.moved.poisha())
        );
        Ok(())
    }
}

fn booked(entries: &[LedgerEntry], account: LedgerAccount) -> i64 {
    let postings = entries.iter().flat_map(LedgerEntry::postings);
    postings
        .filter(|posting| posting.account == account)
        .map(|posting| posting.poisha)
        .sum()
}

fn record_is_kept(before: &Payment, decision: &Decision, now: Timestamp) -> Checked {
    let next = &decision.next;
    prop_assert_eq!(next.version, before.version + 1);
    prop_assert_eq!(next.updated_at, now);
    prop_assert_eq!(
        (next.id, next.account, &next.order),
        (before.id, before.account, &before.order)
    );
    prop_assert_eq!(
        (next.created_at, next.expires_at),
        (before.created_at, before.expires_at)
    );
    prop_assert_eq!(next.callback_secret, before.callback_secret);
    prop_assert!(
        before.claims_invoice() || !next.claims_invoice(),
        "an invoice taken back"
    );
    if before.superseded_by.is_some() {
        prop_assert_eq!(next.superseded_by, before.superseded_by);
    }
    if let Some(known) = before.state.gateway_payment() {
        prop_assert_eq!(next.state.gateway_payment(), Some(known));
    }
    if before.settled().is_some() {
        prop_assert_eq!(
            next.settled(),
            before.settled(),
            "a settled payment changed"
        );
        prop_assert!(next.attention != before.attention, "a change of nothing");
    }
    Ok(())
}

fn completion_is_earned(before: &Payment, event: &PaymentEvent, decision: &Decision) -> Checked {
    let Some(settled) = decision
        .next
        .settled()
        .filter(|_| before.settled().is_none())
    else {
        return Ok(());
    };
    match event {
        PaymentEvent::ExecuteAnswered(report) | PaymentEvent::QueryAnswered(report) => {
            prop_assert_eq!(&report.status, &TransactionStatus::Completed);
            prop_assert_eq!(report.trx_id.as_ref(), Some(&settled.trx_id));
            prop_assert!(report.trx_id_is_new && settled.trx_id.as_str() != " ");
            prop_assert_eq!(report.gateway_payment.as_ref(), Some(&ours()));
            prop_assert_eq!(report.amount, Some(taka("500.00")));
            prop_assert_eq!(report.currency.as_deref(), Some("BDT"));
            prop_assert_eq!(report.merchant_invoice_number.as_deref(), Some("INV-1"));
            prop_assert_eq!(settled.moved, taka("500.00"));
        }
        PaymentEvent::Notified(found) => {
            prop_assert!(found.trx_id_is_new && found.trx_id.as_str() != " ");
            prop_assert_eq!(&settled.trx_id, &found.trx_id);
            prop_assert_eq!(settled.moved, found.amount);
            prop_assert_eq!(settled.moved, taka("500.00"));
            let sent = before.state.is_closed() || before.status() == PaymentStatus::Unresolved;
            prop_assert!(sent, "notified while {:?}", before.status());
        }
        PaymentEvent::Resolved(Resolution::Paid(found)) => {
            prop_assert!(found.trx_id_is_new && found.trx_id.as_str() != " ");
            prop_assert_eq!(
                (&settled.trx_id, settled.moved),
                (&found.trx_id, found.amount)
            );
            prop_assert!(!found.amount.is_zero());
        }
        other => return Err(TestCaseError::fail(format!("completed by {other:?}"))),
    }
    Ok(())
}

/// Every change of status that the rules name has its webhook, and so has everything that needs a person.
fn the_shop_is_told(before: &Payment, decision: &Decision) -> Checked {
    let next = &decision.next;
    let told = |notice| decision.notices.contains(&notice);
    let named = [
        (PaymentStatus::Completed, Notice::PaymentCompleted),
        (PaymentStatus::Declined, Notice::PaymentDeclined),
        (PaymentStatus::Failed, Notice::PaymentFailed),
        (PaymentStatus::Cancelled, Notice::PaymentCancelled),
        (PaymentStatus::Expired, Notice::PaymentExpired),
    ];
    for (status, notice) in named {
        let arrives = next.status() == status && before.status() != status;
        prop_assert_eq!(
            told(notice),
            arrives,
            "{:?} in {:?}",
            notice,
            decision.notices
        );
    }
    let retry = |payment: &Payment| matches!(&payment.state, PaymentState::Unresolved(open) if open.retry_allowed);
    let open = next.status() == PaymentStatus::Unresolved;
    let news =
        open && (before.status() != PaymentStatus::Unresolved || retry(next) && !retry(before));
    prop_assert_eq!(told(Notice::PaymentUnresolved), news);
    let needs = next.attention.is_some() && next.attention != before.attention;
    prop_assert_eq!(told(Notice::PaymentNeedsAttention), needs);
    prop_assert!(next.status() != PaymentStatus::Held || next.attention.is_some());
    let late = before.state.is_closed() || before.superseded_by.is_some();
    let by_the_gateway = next.attention.is_some();
    if next.settled().is_some() && before.settled().is_none() && !late {
        prop_assert!(!by_the_gateway, "attention for a completion in time");
    }
    Ok(())
}
