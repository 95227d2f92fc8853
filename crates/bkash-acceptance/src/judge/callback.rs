//! What a shop does when its payer comes back.

use super::hosted::{Left, left};
use super::shown::{cannot_read, outcome, quote};
use super::witness::{calls_of, executes_of, is_traffic, visits, why_not};
use crate::case::Judged;
use crate::record::{Reading, Record};
use crate::story::Story;
use crate::verdict::Finding;
use crate::words::Said;

pub(crate) fn no_execute_after_failure(record: &Record) -> Judged {
    no_execute(record, Story::WrongOtp, Left::Failed, "failure")
}

pub(crate) fn no_execute_after_cancel(record: &Record) -> Judged {
    no_execute(record, Story::Cancelled, Left::Cancelled, "cancel")
}

fn no_execute(record: &Record, story: Story, how: Left, status: &str) -> Judged {
    if is_traffic(record) {
        return watched(record, story, how, status);
    }
    let visits = visits(record, story)?;
    for visit in &visits {
        let executes = executes_of(record, visit);
        if let [first, ..] = executes.as_slice() {
            let payment = visit.payment_id.as_deref().unwrap_or("?");
            let (page, id) = (visit.last_page(), *first);
            return Ok(Finding::failed(executed(payment, status, id))
                .at(calls_of(record, visit))
                .on(page));
        }
    }
    let example = visits.first().copied();
    let calls = example.map_or_else(Vec::new, |visit| calls_of(record, visit));
    Ok(Finding::passed(not_executed(visits.len(), status))
        .at(calls)
        .on(example.and_then(|visit| visit.last_page())))
}

/// The pages that payers left by are in the journal; the callback is not.
fn watched(record: &Record, story: Story, how: Left, status: &str) -> Judged {
    let ended = left(&record.journal, how);
    if ended.is_empty() {
        return Err(why_not(record, story));
    }
    for leave in &ended {
        let next = record
            .journal
            .about("execute", leave.payment)
            .find(|execute| execute.id > leave.id);
        if let Some(execute) = next {
            let saw = executed(leave.payment, status, execute.id);
            return Ok(Finding::failed(saw).at([leave.id, execute.id]));
        }
    }
    let saw = not_executed(ended.len(), status);
    Ok(Finding::passed(saw).at(ended.first().map(|leave| leave.id)))
}

fn executed(payment: &str, status: &str, id: u64) -> Said {
    Said::new(
        format!("{payment} was executed (exchange {id}) although it ended with {status}"),
        format!("{payment} শেষ হয়েছে {status} দিয়ে, তবু execute করা হয়েছে (কল {id})"),
    )
}

fn not_executed(count: usize, status: &str) -> Said {
    Said::new(
        format!("payments that ended with {status}: {count}, none of them executed"),
        format!("{status} দিয়ে শেষ হওয়া পেমেন্ট: {count}, কোনোটিতেই execute হয়নি"),
    )
}

pub(crate) fn executed_and_shown(record: &Record) -> Judged {
    let visits = visits(record, Story::Paid)?;
    let mut unread = None;
    for visit in &visits {
        let payment = visit.payment_id.as_deref().unwrap_or("?");
        let executes = executes_of(record, visit);
        let (reading, page) = outcome(visit);
        let wrong = |saw| Ok(Finding::failed(saw).at(calls_of(record, visit)).on(page));
        if executes.len() != 1 {
            return wrong(Said::new(
                format!(
                    "one success callback for {payment}, and execute was called {} times",
                    executes.len()
                ),
                format!(
                    "{payment}-এর একটি success কলব্যাকে execute {} বার ডাকা হয়েছে",
                    executes.len()
                ),
            ));
        }
        match (reading, page) {
            (Some(Reading::Paid), _) => {}
            (Some(Reading::Failed), Some(page)) => {
                return wrong(Said::new(
                    format!("{payment} was paid, but its page says: {}", quote(page)),
                    format!("{payment} পরিশোধিত, কিন্তু পাতায় লেখা: {}", quote(page)),
                ));
            }
            (_, None) => {
                return wrong(Said::new(
                    format!("{payment} was paid, but its payer got no page"),
                    format!("{payment} পরিশোধিত, কিন্তু ক্রেতা কোনো পাতা পাননি"),
                ));
            }
            (_, Some(page)) => unread = Some(page),
        }
    }
    if let Some(page) = unread {
        return Err(cannot_read(page));
    }
    let example = visits.first().copied();
    let calls = example.map_or_else(Vec::new, |visit| calls_of(record, visit));
    Ok(Finding::passed(Said::new(
        format!(
            "payments: {}, each executed once and shown as paid",
            visits.len()
        ),
        format!(
            "পেমেন্ট: {}, প্রতিটিতে একবার execute এবং পাতায় সফল",
            visits.len()
        ),
    ))
    .at(calls)
    .on(example.and_then(|visit| visit.last_page())))
}

pub(crate) fn what_happened_is_shown(record: &Record) -> Judged {
    let visits = visits(record, Story::Contradicting)?;
    for visit in &visits {
        let payment = visit.payment_id.as_deref().unwrap_or_default();
        let paid = visit.trx_id.is_some()
            || record
                .journal
                .about("execute", payment)
                .any(|execute| execute.succeeded());
        let (reading, page) = outcome(visit);
        let wrong = match (reading, paid) {
            (Some(Reading::Paid), false) => Some(Said::new(
                format!("{payment} was not executed, but is shown as paid"),
                format!("{payment}-এ execute হয়নি, তবু সফল দেখানো হয়েছে"),
            )),
            (Some(Reading::Failed), true) => Some(Said::new(
                format!("{payment} was executed and paid, but is shown as failed"),
                format!("{payment}-এ execute হয়ে টাকা গেছে, তবু ব্যর্থ দেখানো হয়েছে"),
            )),
            (Some(Reading::Unclear), _) | (Some(Reading::Empty | Reading::Silent), true) => {
                return Err(page.map_or_else(|| why_not(record, Story::Contradicting), cannot_read));
            }
            _ => None,
        };
        if let Some(saw) = wrong {
            return Ok(Finding::failed(saw).at(calls_of(record, visit)).on(page));
        }
    }
    let example = visits.first().copied();
    let calls = example.map_or_else(Vec::new, |visit| calls_of(record, visit));
    Ok(Finding::passed(Said::new(
        "success and cancel in one callback: the page says what happened",
        "একই কলব্যাকে success ও cancel: পাতায় যা ঘটেছে তা-ই লেখা",
    ))
    .at(calls)
    .on(example.and_then(|visit| visit.last_page())))
}
