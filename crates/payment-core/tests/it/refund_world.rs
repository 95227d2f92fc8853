//! One completed payment, its refunds, and the truth at the gateway; every decision is audited.

use std::collections::BTreeSet;
use std::time::Duration;

use proptest::prelude::*;

use payment_core::ledger::{LedgerAccount, LedgerEntry};
use payment_core::payment::Notice;
use payment_core::refund::{
    ListedRefund, Refund, RefundDecision, RefundEffect, RefundEvent, RefundLimit, RefundOrder,
    RefundReport, RefundResolution, RefundState, RefundStatus, RefundVerdict, open_amount,
    refunded_amount, reserve, transition,
};
use payment_core::text::{Reason, Sku};
use payment_core::{Taka, Timestamp, TrxId};

use crate::harness::{completed, not_sent, refund_id, refusal, seconds, settled, trx};

type Checked = Result<(), TestCaseError>;

/// The payment's amount, in poisha.
const MOVED: i64 = 50_000;

/// Refunds are named by their number, modulo how many there are.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Reserve(i64),
    /// The gateway performs it, `less` than asked, by a clock that is `skew` seconds off.
    Perform {
        refund: usize,
        less: i64,
        skew: i64,
    },
    Answer(usize),
    Refuse(usize),
    FailToSend(usize),
    LoseAnswer(usize),
    LoseAnswerAskLater(usize),
    Due(usize),
    ReadStatus(usize),
    LoseStatus(usize),
    FindPaid(usize),
    FindUnpaid(usize),
    Acknowledge(usize),
}

/// A movement that really happened.
struct Performed {
    refund: usize,
    trx_id: TrxId,
    amount: Taka,
    at: Timestamp,
    /// Whether nobody asks any more: the refund had been given up before, or a person denied it.
    unwatched: bool,
}

pub(crate) struct World {
    now: Timestamp,
    refunds: Vec<Refund>,
    performed: Vec<Performed>,
    /// Refunds of which the gateway said no.
    spent: BTreeSet<usize>,
    booked: BTreeSet<TrxId>,
    gateway_poisha: i64,
    /// Whether money went back after its reserve had been released.
    late: bool,
}

impl World {
    pub(crate) fn new() -> Self {
        Self {
            now: seconds(120),
            refunds: Vec::new(),
            performed: Vec::new(),
            spent: BTreeSet::new(),
            booked: BTreeSet::new(),
            gateway_poisha: 0,
            late: false,
        }
    }

    pub(crate) fn play(&mut self, pause: u64, step: &Step) -> Checked {
        self.now = self.now.plus(Duration::from_secs(pause));
        if let Step::Reserve(poisha) = *step {
            return self.reserve(poisha);
        }
        let Some((number, event)) = self.event(step) else {
            return Ok(());
        };
        self.happens(number, event)
    }

    fn reserve(&mut self, poisha: i64) -> Checked {
        let order = RefundOrder {
            amount: Taka::from_poisha(poisha).unwrap(),
            sku: Sku::parse("shoes").unwrap(),
            reason: Reason::parse("too small").unwrap(),
        };
        let tail = u8::try_from(self.refunds.len()).unwrap();
        let id = refund_id(tail);
        let answer = reserve(
            &completed(),
            &self.refunds,
            id,
            order,
            RefundLimit::Ten,
            self.now,
        );
        if let Ok(refund) = answer {
            prop_assert!(
                self.refunds.iter().all(|other| !other.is_open()),
                "two in flight"
            );
            self.refunds.push(refund);
            prop_assert!(self.taken() <= MOVED, "{} of {MOVED} taken", self.taken());
        }
        Ok(())
    }

    /// What has gone back and what may still go back, in poisha.
    fn taken(&self) -> i64 {
        let over = refunded_amount(&self.refunds).unwrap();
        over.poisha() + open_amount(&self.refunds).unwrap().poisha()
    }

    fn truth(&self, number: usize) -> Option<&Performed> {
        self.performed
            .iter()
            .find(|performed| performed.refund == number)
    }

    fn perform(&mut self, number: usize, less: i64, skew: i64) {
        let refund = &self.refunds[number];
        let gone: i64 = self.performed.iter().map(|one| one.amount.poisha()).sum();
        let amount = Taka::from_poisha(refund.amount.poisha() - less).unwrap_or(Taka::ZERO);
        let refused = self.spent.contains(&number) || self.truth(number).is_some();
        if refused || amount.is_zero() || gone + amount.poisha() > MOVED {
            return;
        }
        self.performed.push(Performed {
            refund: number,
            trx_id: trx(&format!("DLB50R{number:04}")),
            amount,
            at: Timestamp::from_millis(self.now.as_millis() + skew * 1000),
            unwatched: !refund.is_open(),
        });
    }

    /// The event that a step is for one refund, if the gateway can have caused it.
    fn event(&mut self, step: &Step) -> Option<(usize, RefundEvent)> {
        let count = self.refunds.len();
        let of = |number: usize| (count > 0).then(|| number % count.max(1));
        match *step {
            Step::Reserve(_) => None,
            Step::Perform { refund, less, skew } => {
                self.perform(of(refund)?, less, skew);
                None
            }
            Step::Answer(number) => {
                let performed = self.truth(of(number)?)?;
                let report = RefundReport {
                    refund_trx_id: Some(performed.trx_id.clone()),
                    refund_trx_id_is_new: !self.booked.contains(&performed.trx_id),
                    original_trx_id: Some(settled().trx_id),
                    completed: true,
                    amount: Some(performed.amount),
                };
                Some((of(number)?, RefundEvent::Answered(report)))
            }
            Step::Refuse(number) => {
                self.spend(of(number)?)?;
                Some((of(number)?, RefundEvent::Refused(refusal("2072"))))
            }
            Step::FailToSend(number) => {
                self.spend(of(number)?)?;
                Some((of(number)?, RefundEvent::NotPerformed(not_sent())))
            }
            Step::LoseAnswer(number) => Some((of(number)?, RefundEvent::Unanswered)),
            Step::LoseAnswerAskLater(number) => {
                Some((of(number)?, RefundEvent::UnansweredAskLater))
            }
            Step::Due(number) => {
                let refund = &self.refunds[of(number)?];
                self.now = self.now.max(refund.updated_at.plus(refund.wake_after()?));
                Some((of(number)?, RefundEvent::Woken))
            }
            Step::ReadStatus(number) => Some((of(number)?, self.status())),
            Step::LoseStatus(number) => Some((of(number)?, RefundEvent::StatusUnanswered)),
            Step::FindPaid(number) => {
                let performed = self.truth(of(number)?)?;
                let unbooked = !self.booked.contains(&performed.trx_id);
                let mine = self.refunds[of(number)?].went_back() == performed.amount;
                let paid = RefundResolution::Paid(performed.trx_id.clone());
                (unbooked && performed.amount == self.refunds[of(number)?].amount || mine)
                    .then(|| (number % count, RefundEvent::Resolved(paid)))
            }
            Step::FindUnpaid(number) => {
                Some((of(number)?, RefundEvent::Resolved(RefundResolution::Unpaid)))
            }
            Step::Acknowledge(number) => Some((
                of(number)?,
                RefundEvent::Resolved(RefundResolution::Acknowledged),
            )),
        }
    }

    /// The gateway says no, which it cannot say of what it has performed.
    fn spend(&mut self, number: usize) -> Option<()> {
        self.truth(number).is_none().then_some(())?;
        self.spent.insert(number);
        Some(())
    }

    fn status(&self) -> RefundEvent {
        let listed = |one: &Performed| ListedRefund {
            refund_trx_id: one.trx_id.clone(),
            known: self.booked.contains(&one.trx_id),
            completed: true,
            amount: Some(one.amount),
            completed_at: Some(one.at),
        };
        RefundEvent::StatusRead(self.performed.iter().map(listed).collect())
    }

    fn happens(&mut self, number: usize, event: RefundEvent) -> Checked {
        let before = self.refunds[number].clone();
        let woken = event == RefundEvent::Woken;
        let denied = event == RefundEvent::Resolved(RefundResolution::Unpaid);
        let RefundVerdict::Change(decision) = transition(&before, &settled(), event, self.now)
        else {
            prop_assert!(!woken, "due, and kept: {before:?}");
            return Ok(());
        };
        self.audit(&before, &decision)?;
        for performed in self.performed.iter_mut().filter(|one| one.refund == number) {
            performed.unwatched |= denied;
        }
        self.refunds[number] = decision.next;
        let open = self
            .refunds
            .iter()
            .filter(|refund| refund.is_open())
            .count();
        prop_assert!(open <= 1, "{open} in flight");
        prop_assert!(refunded_amount(&self.refunds).unwrap().poisha() <= MOVED);
        prop_assert!(
            self.late || self.taken() <= MOVED,
            "{} of {MOVED} taken",
            self.taken()
        );
        Ok(())
    }

    fn audit(&mut self, before: &Refund, decision: &RefundDecision) -> Checked {
        let next = &decision.next;
        prop_assert_eq!(
            (next.version, next.updated_at),
            (before.version + 1, self.now)
        );
        prop_assert_eq!(
            (next.id, next.amount, next.created_at),
            (before.id, before.amount, before.created_at)
        );
        prop_assert!(
            before.refund_trx_id().is_none() || next.state == before.state,
            "a completed refund changed"
        );
        self.late |= !before.is_open() && !decision.entries.is_empty();
        self.book(&decision.entries)?;
        if decision.effects == [RefundEffect::CallRefundStatus] {
            let asked = matches!(&next.state, RefundState::Unresolved(open) if open.asking && open.reads <= 15);
            prop_assert!(asked, "{next:?}");
        } else {
            prop_assert!(decision.effects.is_empty());
        }
        let watched = match next.status() {
            RefundStatus::Pending => true,
            RefundStatus::Unresolved => next.attention.is_none(),
            RefundStatus::Completed | RefundStatus::Declined => false,
        };
        prop_assert_eq!(next.wake_after().is_some(), watched, "{:?}", next);
        the_shop_is_told(before, decision)
    }

    fn book(&mut self, entries: &[LedgerEntry]) -> Checked {
        for entry in entries {
            let [debit, credit] = entry.postings();
            prop_assert_eq!(debit.poisha + credit.poisha, 0);
            let gone = [debit, credit]
                .into_iter()
                .find(|posting| posting.account == LedgerAccount::Gateway);
            if let Some(posting) = gone {
                let trx_id = entry.trx_id.clone().unwrap();
                let truth = self.performed.iter().find(|one| one.trx_id == trx_id);
                prop_assert_eq!(truth.map(|one| one.amount), Some(entry.amount));
                prop_assert!(self.booked.insert(trx_id), "booked twice");
                self.gateway_poisha += posting.poisha;
            }
        }
        Ok(())
    }

    /// Answers every read truthfully until nothing is due; then nothing may have gone unseen.
    pub(crate) fn settle(mut self) -> Checked {
        for number in 0..self.refunds.len() {
            let mut steps = 0;
            while let Some(wait) = self.refunds[number].wake_after() {
                self.now = self.now.max(self.refunds[number].updated_at.plus(wait));
                self.happens(number, RefundEvent::Woken)?;
                let status = self.status();
                self.happens(number, status)?;
                steps += 1;
                prop_assert!(
                    steps < 40,
                    "a busy loop in {:?}",
                    self.refunds[number].state
                );
            }
        }
        let booked = self
            .performed
            .iter()
            .filter(|one| self.booked.contains(&one.trx_id));
        let went_back: i64 = booked.map(|one| one.amount.poisha()).sum();
        prop_assert_eq!(-self.gateway_poisha, went_back);
        let watched = self.refunds.iter().any(|refund| refund.attention.is_some());
        // What nobody watched may have been taken for a watched movement of the same amount.
        let strays = self.performed.iter().any(|one| one.unwatched);
        for one in &self.performed {
            let seen = self.booked.contains(&one.trx_id) || strays || watched;
            prop_assert!(seen, "{} went back unseen", one.trx_id);
        }
        Ok(())
    }
}

fn the_shop_is_told(before: &Refund, decision: &RefundDecision) -> Checked {
    let next = &decision.next;
    for (status, notice) in [
        (RefundStatus::Completed, Notice::RefundCompleted),
        (RefundStatus::Declined, Notice::RefundDeclined),
        (RefundStatus::Unresolved, Notice::RefundUnresolved),
    ] {
        let arrives = next.status() == status && before.status() != status;
        prop_assert_eq!(decision.notices.contains(&notice), arrives, "{:?}", notice);
    }
    let told = decision.notices.contains(&Notice::RefundNeedsAttention);
    let concern = |refund: &Refund| {
        refund
            .attention
            .as_ref()
            .map(|attention| attention.concern.clone())
    };
    let needs = next.attention.is_some() && concern(next) != concern(before);
    prop_assert!(told || !needs, "{decision:?}");
    prop_assert!(!told || next.attention.is_some(), "{decision:?}");
    Ok(())
}
