//! What the shop shows when execute brings no answer, or a late one.

use super::execute::unpaid;
use super::shown::{cannot_read, example, never_paid, outcome, quote};
use super::witness::{calls_of, visits, why_not};
use crate::case::Judged;
use crate::record::{Exchange, Page, Reading, Record, Visit};
use crate::story::Story;
use crate::verdict::Finding;
use crate::words::Said;

/// How late an answer must be believed.
const LATE_MS: u64 = 15_000;

pub(crate) fn found_out(record: &Record) -> Judged {
    let lost: Vec<_> = visits(record, Story::Lost)?
        .into_iter()
        .filter(|visit| has_no_code(record, visit))
        .collect();
    if lost.is_empty() {
        return Err(why_not(record, Story::Lost));
    }
    let mut unread = None;
    for visit in &lost {
        let payment = visit.payment_id.as_deref().unwrap_or("?");
        let fault = &visit.variant;
        let asked = record
            .journal
            .of("query")
            .any(|query| query.payment_id() == Some(payment));
        let (reading, page) = outcome(visit);
        let wrong = match reading {
            Some(Reading::Failed) => Said::new(
                format!(
                    "{payment} was paid, its answer lost ({fault}), and the shop says: {}",
                    quoted(page)
                ),
                format!(
                    "{payment} পরিশোধিত, উত্তর হারিয়েছে ({fault}), দোকান বলছে: {}",
                    quoted(page)
                ),
            ),
            _ if !asked => Said::new(
                format!(
                    "the answer of execute was lost ({fault}), and {payment} was never queried"
                ),
                format!("execute-এর উত্তর হারিয়েছে ({fault}), কিন্তু {payment}-এর query হয়নি"),
            ),
            None => Said::new(
                format!("{payment} was paid, its answer lost ({fault}), and its payer got no page"),
                format!("{payment} পরিশোধিত, উত্তর হারিয়েছে ({fault}), ক্রেতা কোনো পাতা পাননি"),
            ),
            Some(Reading::Paid | Reading::Waiting) => continue,
            Some(_) => {
                unread = page;
                continue;
            }
        };
        return Ok(Finding::failed(wrong).at(calls_of(record, visit)).on(page));
    }
    if let Some(page) = unread {
        return Err(cannot_read(page));
    }
    let faults: Vec<_> = lost.iter().map(|visit| visit.variant.as_str()).collect();
    let faults = faults.join(", ");
    let saw = Said::new(
        format!("lost answers ({faults}) were queried, and none is shown as failed"),
        format!("হারানো উত্তর ({faults}) query করা হয়েছে, কোনোটি ব্যর্থ দেখানো হয়নি"),
    );
    Ok(example(Finding::passed(saw), record, &lost))
}

/// An answer that names an error code is one that the brief asks to show: whether to query after it is
/// the shop's choice.
fn has_no_code(record: &Record, visit: &Visit) -> bool {
    let payment = visit.payment_id.as_deref().unwrap_or_default();
    record
        .journal
        .about("execute", payment)
        .next()
        .is_some_and(|execute| {
            execute.is_unanswered() && !(execute.caller_heard() && execute.code().is_some())
        })
}

fn quoted(page: Option<&Page>) -> String {
    page.map_or_else(String::new, quote)
}

pub(crate) fn not_paid(record: &Record) -> Judged {
    let dropped = unpaid(visits(record, Story::Dropped)?)?;
    never_paid(
        record,
        &dropped,
        |_| true,
        |visit, page| {
            let payment = visit.payment_id.as_deref().unwrap_or("?");
            Said::new(
                format!(
                    "execute of {payment} never arrived, nothing was paid, and the shop says: {}",
                    quote(page)
                ),
                format!(
                    "{payment}-এর execute পৌঁছায়নি, টাকা যায়নি, তবু দোকান বলছে: {}",
                    quote(page)
                ),
            )
        },
        Said::new(
            "an execute that never arrived was not shown as paid",
            "যে execute পৌঁছায়নি তা সফল হিসেবে দেখানো হয়নি",
        ),
    )
}

pub(crate) fn late_answer(record: &Record) -> Judged {
    let late: Vec<_> = visits(record, Story::ExecuteLate)?
        .into_iter()
        .filter_map(|visit| Some((visit, late_execute(record, visit)?)))
        .collect();
    let mut unread = None;
    for (visit, execute) in &late {
        let (reading, page) = outcome(visit);
        let waited = execute
            .disconnected_after_ms
            .or(execute.duration_ms)
            .unwrap_or(0)
            / 1000;
        let saw = if !execute.caller_heard() {
            Said::new(
                format!("execute was given up after {waited} s, before its answer came"),
                format!("{waited} সেকেন্ড পর, উত্তর আসার আগেই, execute ছেড়ে দেওয়া হয়েছে"),
            )
        } else {
            match (reading, page) {
                (Some(Reading::Paid), _) => continue,
                (Some(Reading::Failed), Some(page)) => Said::new(
                    format!(
                        "execute answered 0000 after {waited} s, and the shop says: {}",
                        quote(page)
                    ),
                    format!(
                        "execute {waited} সেকেন্ড পর 0000 বলেছে, তবু দোকান বলছে: {}",
                        quote(page)
                    ),
                ),
                (_, None) => Said::new(
                    format!("execute answered 0000 after {waited} s, and the payer got no page"),
                    format!("execute {waited} সেকেন্ড পর 0000 বলেছে, ক্রেতা কোনো পাতা পাননি"),
                ),
                (_, Some(page)) => {
                    unread = Some(page);
                    continue;
                }
            }
        };
        return Ok(Finding::failed(saw).at(calls_of(record, visit)).on(page));
    }
    if let Some(page) = unread {
        return Err(cannot_read(page));
    }
    let visits: Vec<_> = late.iter().map(|(visit, _)| *visit).collect();
    if visits.is_empty() {
        return Err(why_not(record, Story::ExecuteLate));
    }
    let saw = Said::new(
        "an answer after 20 s was shown as paid",
        "২০ সেকেন্ড পরের উত্তর সফল হিসেবে দেখানো হয়েছে",
    );
    Ok(example(Finding::passed(saw), record, &visits))
}

/// Answered late, or given up before that.
fn late_execute<'a>(record: &'a Record, visit: &'a Visit) -> Option<&'a Exchange> {
    let payment = visit.payment_id.as_deref()?;
    record.journal.about("execute", payment).find(|execute| {
        let answered_late = execute.duration_ms.is_some_and(|ms| ms >= LATE_MS);
        !execute.caller_heard() || answered_late && execute.succeeded()
    })
}
