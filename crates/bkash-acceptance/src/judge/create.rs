//! What create carries, and what the shop does without its answer.

use std::collections::BTreeMap;

use super::shown::{cannot_read, quote};
use super::witness::{is_traffic, visits, why_not};
use crate::case::Judged;
use crate::record::{Exchange, Reading, Record};
use crate::story::Story;
use crate::verdict::Finding;
use crate::words::Said;

pub(crate) fn invoices_differ(record: &Record) -> Judged {
    let made: Vec<_> = record
        .journal
        .of("create")
        .filter(|create| create.succeeded())
        .filter_map(|create| Some((create.asked("merchantInvoiceNumber")?, create)))
        .collect();
    if made.len() < 2 {
        return Err(Said::new(
            "fewer than two payments were created",
            "দুটির কম পেমেন্ট তৈরি হয়েছে",
        ));
    }
    let reused = if record.visits.is_empty() {
        paid_already(record, &made)
    } else {
        two_payers(record)
    };
    if let Some((invoice, ids)) = reused {
        return Ok(Finding::failed(Said::new(
            format!("two payments carry the invoice number {invoice}"),
            format!("দুটি পেমেন্টে একই ইনভয়েস নম্বর {invoice}"),
        ))
        .at(ids));
    }
    let ids: Vec<_> = made.iter().map(|(_, create)| create.id).take(2).collect();
    Ok(Finding::passed(Said::new(
        format!(
            "payments created: {}, no payer got another's invoice number",
            made.len()
        ),
        format!(
            "তৈরি হওয়া পেমেন্ট: {}, কারও ইনভয়েস নম্বর অন্যের সঙ্গে মেলেনি",
            made.len()
        ),
    ))
    .at(ids))
}

/// A payer's second try may keep the number; two payers never share it.
fn two_payers(record: &Record) -> Option<(&str, Vec<u64>)> {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for visit in &record.visits {
        let (Some(invoice), Some(payment)) =
            (visit.invoice.as_deref(), visit.payment_id.as_deref())
        else {
            continue;
        };
        if seen
            .insert(invoice, payment)
            .is_some_and(|before| before != payment)
        {
            let with = |create: &&Exchange| create.asked("merchantInvoiceNumber") == Some(invoice);
            let ids = record.journal.of("create").filter(with).map(|it| it.id);
            return Some((invoice, ids.take(4).collect()));
        }
    }
    None
}

/// In watched traffic nobody knows whose try it is, unless the first one was paid.
fn paid_already<'a>(
    record: &Record,
    made: &[(&'a str, &'a Exchange)],
) -> Option<(&'a str, Vec<u64>)> {
    let mut paid: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for (invoice, create) in made {
        let payment = create
            .said("paymentID")
            .or_else(|| create.said("paymentId"))?;
        if let Some((first, executed)) = paid.get(invoice)
            && *executed < create.id
        {
            return Some((*invoice, vec![*first, create.id]));
        }
        let execute = record
            .journal
            .about("execute", payment)
            .find(|it| it.succeeded());
        if let Some(execute) = execute {
            paid.insert(*invoice, (create.id, execute.id));
        }
    }
    None
}

pub(crate) fn unanswered_is_told(record: &Record) -> Judged {
    if let Some((first, again)) = sent_again(record) {
        let invoice = first.asked("merchantInvoiceNumber").unwrap_or("?");
        return Ok(Finding::failed(Said::new(
            format!(
                "create for {invoice} got no answer (exchange {}) and was sent again (exchange {})",
                first.id, again.id
            ),
            format!(
                "{invoice}-এর create উত্তর পায়নি (কল {}), আবার পাঠানো হয়েছে (কল {})",
                first.id, again.id
            ),
        ))
        .at([first.id, again.id]));
    }
    if is_traffic(record) {
        return Err(why_not(record, Story::CreateHangs));
    }
    let visits = visits(record, Story::CreateHangs)?;
    let calls: Vec<_> = record
        .journal
        .of("create")
        .filter(|create| create.is_unanswered())
        .map(|create| create.id)
        .collect();
    let Some(visit) = visits.first().filter(|_| !calls.is_empty()) else {
        return Err(why_not(record, Story::CreateHangs));
    };
    if visit.payment_id.is_some() {
        return Ok(Finding::failed(Said::new(
            "create got no answer, and the shop sent another one by itself",
            "create উত্তর পায়নি, দোকান নিজে থেকেই আরেকটি পাঠিয়েছে",
        ))
        .at(calls));
    }
    match &visit.refusal {
        None => Ok(Finding::failed(Said::new(
            "create got no answer, and the payer got no page",
            "create উত্তর পায়নি, ক্রেতাও কোনো পাতা পাননি",
        ))
        .at(calls)),
        Some(page) if page.reading == Reading::Empty && page.status < 400 => Err(cannot_read(page)),
        Some(page) if page.reading == Reading::Empty => Ok(Finding::failed(Said::new(
            format!(
                "create got no answer, and the payer got HTTP {} without a word",
                page.status
            ),
            format!(
                "create উত্তর পায়নি, ক্রেতা পেয়েছেন কোনো লেখা ছাড়া HTTP {}",
                page.status
            ),
        ))
        .at(calls)
        .on(Some(page))),
        Some(page) => Ok(Finding::passed(Said::new(
            format!(
                "create got no answer and was not sent again; the payer read: {}",
                quote(page)
            ),
            format!(
                "create উত্তর পায়নি, আবার পাঠানোও হয়নি; ক্রেতা পড়েছেন: {}",
                quote(page)
            ),
        ))
        .at(calls)
        .on(Some(page))),
    }
}

/// Watched payers may press the button again, but not sooner than anybody can.
fn sent_again(record: &Record) -> Option<(&Exchange, &Exchange)> {
    const QUICKER_THAN_A_PERSON_MS: i128 = 1_000;
    let creates: Vec<_> = record.journal.of("create").collect();
    let unanswered = creates
        .iter()
        .filter(|create| create.is_unanswered() && create.asked("merchantInvoiceNumber").is_some());
    for first in unanswered {
        let again = creates.iter().find(|again| {
            let pause = again.at.duration_since(first.ended_at()).as_millis();
            again.id > first.id
                && again.asked("merchantInvoiceNumber") == first.asked("merchantInvoiceNumber")
                && (!is_traffic(record) || pause < QUICKER_THAN_A_PERSON_MS)
        });
        if let Some(again) = again {
            return Some((first, again));
        }
    }
    None
}
