//! Every rule of the auditor can fail: a life without fault passes, and each lie about it is found.

use std::collections::BTreeSet;
use std::time::Duration;

use super::super::deeds::Record;
use super::super::luck::{About, Mishap};
use super::super::shop::Told;
use super::super::weather::Weather;
use super::super::wire::Seen;
use super::super::witness::Change;
use super::facts::{Movement, OurPayment, OurRefund, Posting};
use super::{Facts, RULES};

const PAY: &str = "pay_1";
const REFUND: &str = "rfd_1";
const GATEWAY: &str = "TR1";

const fn at(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn change(id: &str, version: u64, status: &'static str, seconds: u64) -> Change {
    Change {
        id: id.to_owned(),
        payment: PAY.to_owned(),
        version,
        status,
        retry_allowed: false,
        attention: None,
        by: "alpha",
        at: at(seconds),
    }
}

fn seen(call: &'static str, weather: Weather, seconds: u64) -> Seen {
    Seen {
        call,
        payment_id: Some(GATEWAY.to_owned()),
        weather,
        by: "alpha",
        at: at(seconds),
    }
}

fn told(event: &str, id: &str, version: u64, status: &str) -> Told {
    Told {
        message: format!("msg_{event}_{version}"),
        event: event.to_owned(),
        id: id.to_owned(),
        version,
        status: status.to_owned(),
    }
}

fn posting(gateway: bool, trx_id: &str, poisha: i64) -> Posting {
    Posting {
        gateway,
        trx_id: trx_id.to_owned(),
        poisha,
    }
}

/// 10.00 paid, after an execute whose answer was lost and a query; 4.00 of it refunded.
fn faultless() -> Facts {
    Facts {
        movements: vec![
            Movement {
                trx_id: "A".to_owned(),
                payment_id: GATEWAY.to_owned(),
                poisha: 1_000,
                original: None,
            },
            Movement {
                trx_id: "B".to_owned(),
                payment_id: GATEWAY.to_owned(),
                poisha: -400,
                original: Some("A".to_owned()),
            },
        ],
        token_calls: vec![at(1), at(3_500), at(3_602)],
        sent: vec![
            seen("execute", Weather::LostAfter, 21),
            seen("query", Weather::Fair, 52),
            seen("refund", Weather::Fair, 101),
        ],
        mishaps: Vec::new(),
        deeds: Record {
            approvals: vec![(GATEWAY.to_owned(), at(20))],
            complaints: Vec::new(),
        },
        changes: vec![
            change(PAY, 1, "creating", 1),
            change(PAY, 2, "awaiting_payer", 2),
            change(PAY, 3, "executing", 21),
            change(PAY, 4, "unresolved", 51),
            change(PAY, 5, "completed", 53),
            change(REFUND, 1, "pending", 100),
            change(REFUND, 2, "completed", 102),
        ],
        inbox: vec![
            told("payment.unresolved", PAY, 4, "unresolved"),
            told("payment.completed", PAY, 5, "completed"),
            told("refund.completed", REFUND, 2, "completed"),
        ],
        payments: vec![OurPayment {
            id: PAY.to_owned(),
            gateway_payment: Some(GATEWAY.to_owned()),
            invoice: "INV".to_owned(),
            status: "completed",
            settled_at: Some(at(53)),
        }],
        refunds: vec![OurRefund {
            id: REFUND.to_owned(),
            status: "completed",
        }],
        postings: vec![
            posting(true, "A", 1_000),
            posting(false, "A", -1_000),
            posting(true, "B", -400),
            posting(false, "B", 400),
        ],
    }
}

/// Another payment of the same invoice, paid as well.
fn paid_again(facts: &mut Facts) {
    facts.payments.push(OurPayment {
        id: "pay_2".to_owned(),
        gateway_payment: Some("TR2".to_owned()),
        invoice: "INV".to_owned(),
        status: "completed",
        settled_at: Some(at(400)),
    });
    facts.movements.push(Movement {
        trx_id: "C".to_owned(),
        payment_id: "TR2".to_owned(),
        poisha: 1_000,
        original: None,
    });
    facts.sent.push(Seen {
        payment_id: Some("TR2".to_owned()),
        ..seen("execute", Weather::Fair, 300)
    });
}

type Lie = (&'static str, fn(&mut Facts));

/// A rule, and what breaks it.
const LIES: &[Lie] = &[
    ("the books are equal", |it| it.movements[0].poisha += 1),
    ("the books are equal", |it| it.postings[2].poisha -= 1),
    ("the ledger balances", |it| it.postings[1].poisha -= 1),
    ("each movement is booked once", |it| {
        it.postings.push(posting(true, "A", 1_000));
    }),
    ("each movement is booked once", |it| {
        it.movements.truncate(1);
    }),
    ("each movement is booked once", |it| {
        it.postings.truncate(2);
    }),
    ("execute follows a success callback", |it| {
        it.deeds.approvals.clear();
    }),
    ("execute follows a success callback", |it| {
        it.deeds.approvals[0].1 = at(22);
    }),
    ("one execute", |it| {
        it.sent.push(seen("execute", Weather::LostBefore, 90));
    }),
    ("execute is committed first", |it| {
        it.changes[2].at = at(10);
    }),
    ("execute is committed first", |it| {
        it.changes[2].at = at(22);
    }),
    ("execute is committed first", |it| {
        it.sent[0].by = "beta";
    }),
    ("query follows a lost execute", |it| {
        it.sent[0].weather = Weather::Fair;
    }),
    ("query follows a lost execute", |it| {
        it.sent[0].weather = Weather::Garbled;
    }),
    ("query follows a lost execute", |it| {
        it.sent.remove(0);
    }),
    ("fifteen queries", |it| {
        let more = (0..15).map(|n| seen("query", Weather::LostBefore, 60 + n));
        it.sent.extend(more);
    }),
    ("two token calls an hour", |it| {
        it.token_calls[2] = at(3_600);
    }),
    ("refunds within the payment", |it| {
        it.movements[1].poisha = -1_001;
    }),
    ("a refund is sent once", |it| {
        it.sent.push(seen("refund", Weather::LostAfter, 120));
    }),
    ("a refund is sent once", |it| {
        it.sent[2].at = at(99);
    }),
    ("one refund at a time", |it| {
        it.changes.insert(6, change("rfd_2", 1, "pending", 101));
    }),
    ("everything is settled", |it| {
        it.payments[0].status = "unresolved";
    }),
    ("everything is settled", |it| {
        it.payments[0].status = "held";
    }),
    ("everything is settled", |it| {
        it.refunds[0].status = "pending";
    }),
    ("our states are the gateway's", |it| {
        it.payments[0].status = "failed";
    }),
    ("our states are the gateway's", |it| it.movements.clear()),
    ("an ended payment stays ended", |it| {
        it.changes.push(change(PAY, 6, "failed", 200));
    }),
    ("an ended payment stays ended", |it| {
        it.changes[4].status = "failed";
        it.changes.push(change(PAY, 6, "executing", 200));
    }),
    ("an order is paid once in silence", paid_again),
    ("a paid order is not charged", paid_again),
    ("every change is told", |it| {
        it.inbox.remove(1);
    }),
    ("every change is told", |it| {
        it.changes[6].attention = Some("why".to_owned());
    }),
    ("every change is told", |it| {
        let mut change = change(PAY, 5, "unresolved", 52);
        change.retry_allowed = true;
        it.changes.insert(4, change);
    }),
    ("every change is told", |it| {
        it.inbox[1].version = 4;
    }),
    ("nothing is told that is not so", |it| {
        it.inbox.push(told("payment.failed", PAY, 6, "failed"));
    }),
    ("nothing is told that is not so", |it| {
        it.inbox[1].status = "failed".to_owned();
    }),
    ("one message has one content", |it| {
        it.inbox[1].message = it.inbox[0].message.clone();
    }),
    ("one message has one content", |it| {
        let mut again = it.inbox[1].clone();
        again.message = "msg_other".to_owned();
        it.inbox.push(again);
    }),
    ("nobody is answered wrongly", |it| {
        it.deeds.complaints.push("a forged callback".to_owned());
    }),
];

fn broken(facts: &Facts) -> Vec<&'static str> {
    let broken = RULES.iter().filter(|rule| !(rule.broken)(facts).is_empty());
    broken.map(|rule| rule.name).collect()
}

#[test]
fn a_life_without_fault_breaks_no_rule() {
    assert_eq!(broken(&faultless()), [""; 0]);
}

#[test]
fn a_query_is_lawful_after_an_accident_of_the_very_instance_or_payment_alone() {
    let accident = |to, about: About, death, seconds| {
        let mut facts = faultless();
        facts.sent[0].weather = Weather::Fair;
        facts.mishaps.push(Mishap {
            to,
            about,
            death,
            at: at(seconds),
        });
        !broken(&facts).contains(&"query follows a lost execute")
    };
    let payment = |id: &str| About::Payment(id.to_owned());
    assert!(accident("alpha", About::Webhooks, true, 30));
    assert!(accident("alpha", About::Token, false, 30));
    assert!(!accident("alpha", About::Webhooks, false, 30));
    assert!(accident("alpha", payment(PAY), false, 30));
    assert!(!accident("alpha", payment("pay_2"), false, 30));
    assert!(!accident("beta", About::Webhooks, true, 30));
    assert!(
        !accident("alpha", About::Webhooks, true, 60),
        "after the query"
    );
    assert!(
        !accident("alpha", About::Webhooks, true, 20),
        "before the execute"
    );
}

#[test]
fn each_lie_is_found_by_its_rule() {
    for (rule, lie) in LIES {
        let mut facts = faultless();
        lie(&mut facts);
        let broken = broken(&facts);
        assert!(broken.contains(rule), "{rule}: only {broken:?}");
    }
}

#[test]
fn there_is_a_lie_for_each_rule() {
    let rules: BTreeSet<_> = RULES.iter().map(|rule| rule.name).collect();
    let lied: BTreeSet<_> = LIES.iter().map(|(rule, _)| *rule).collect();
    assert_eq!(rules, lied);
}
