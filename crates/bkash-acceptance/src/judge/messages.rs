//! What the page says.

use super::shown::{cannot_read, example, is_page, quote};
use super::witness::{calls_of, visits, why_not};
use crate::case::Judged;
use crate::record::{Page, Reading, Record};
use crate::story::Story;
use crate::verdict::Finding;
use crate::words::Said;

pub(crate) fn after_failure(record: &Record) -> Judged {
    says_failed(record, Story::WrongOtp, "failure")
}

pub(crate) fn after_cancel(record: &Record) -> Judged {
    says_failed(record, Story::Cancelled, "cancel")
}

fn says_failed(record: &Record, story: Story, status: &str) -> Judged {
    let visits = visits(record, story)?;
    for visit in &visits {
        let page = visit.last_page();
        let saw = match page {
            Some(page) if page.reading == Reading::Failed => continue,
            Some(page) if !is_readable(page) => return Err(cannot_read(page)),
            Some(page) => Said::new(
                format!("after {status} the page says: {}", quote(page)),
                format!("{status}-এর পর পাতায় লেখা: {}", quote(page)),
            ),
            None => Said::new(
                format!("after {status} the payer got no page"),
                format!("{status}-এর পর ক্রেতা কোনো পাতা পাননি"),
            ),
        };
        return Ok(Finding::failed(saw).at(calls_of(record, visit)).on(page));
    }
    let said = visits
        .first()
        .and_then(|visit| visit.last_page())
        .map_or_else(String::new, quote);
    let saw = Said::new(
        format!("after {status} the page says: {said}"),
        format!("{status}-এর পর পাতায় লেখা: {said}"),
    );
    Ok(example(Finding::passed(saw), record, &visits))
}

fn is_readable(page: &Page) -> bool {
    match page.reading {
        Reading::Unclear => false,
        Reading::Empty => page.status >= 400,
        _ => true,
    }
}

pub(crate) fn trx_id_is_shown(record: &Record) -> Judged {
    let visits = visits(record, Story::Paid)?;
    let known: Vec<_> = visits
        .into_iter()
        .filter_map(|visit| Some((visit, visit.trx_id.as_deref()?)))
        .collect();
    for (visit, trx_id) in &known {
        let pages = || visit.last_page().into_iter().chain(visit.order.as_ref());
        if pages().any(|page| page.shows(trx_id)) {
            continue;
        }
        let dark = pages().find(|page| page.reading == Reading::Empty && page.status < 400);
        if let Some(page) = dark {
            return Err(cannot_read(page));
        }
        return Ok(Finding::failed(Said::new(
            format!("{trx_id} is not on the page"),
            format!("পাতায় {trx_id} নেই"),
        ))
        .at(calls_of(record, visit))
        .on(visit.last_page()));
    }
    let Some((visit, trx_id)) = known.first() else {
        return Err(why_not(record, Story::Paid));
    };
    let saw = Said::new(
        format!("{trx_id} is on the page"),
        format!("পাতায় {trx_id} আছে"),
    );
    Ok(example(Finding::passed(saw), record, &[*visit]))
}

pub(crate) fn refused_create(record: &Record) -> Judged {
    let visits = visits(record, Story::CreateRefused)?;
    let Some(visit) = visits.first() else {
        return Err(why_not(record, Story::CreateRefused));
    };
    if visit.payment_id.is_some() {
        return Err(Said::new(
            "the shop created again after the refusal, and the payer went on",
            "প্রত্যাখ্যানের পর দোকান আবার create করেছে, ক্রেতা এগিয়ে গেছেন",
        ));
    }
    let (from, to) = visit.exchanges;
    let refusal = record.journal.of("create").find(|create| {
        let its = visit.invoice.is_none()
            || visit.invoice.as_deref() == create.asked("merchantInvoiceNumber");
        (from..=to).contains(&create.id) && its && create.code().is_some_and(|code| code != "0000")
    });
    let Some(refusal) = refusal else {
        // Such a shop may have had no token to create anything with.
        return Err(Said::new(
            "no create was refused: the shop made none that could be",
            "কোনো create প্রত্যাখ্যাত হয়নি: দোকান তেমন কোনো create পাঠায়নি",
        ));
    };
    let (calls, messages) = ([refusal.id], refusal.messages());
    let Some(page) = visit.refusal.as_ref().or_else(|| visit.last_page()) else {
        return Ok(Finding::failed(Said::new(
            "create was refused, and the payer got no page",
            "create প্রত্যাখ্যাত, ক্রেতা কোনো পাতা পাননি",
        ))
        .at(calls));
    };
    let told = page.reading == Reading::Failed || messages.iter().any(|said| page.shows(said));
    let saw = Said::new(
        format!("create was refused, and the page says: {}", quote(page)),
        format!("create প্রত্যাখ্যাত, পাতায় লেখা: {}", quote(page)),
    );
    let finding = match told {
        true => Finding::passed(saw),
        false if !is_page(Some(page)) || is_readable(page) => Finding::failed(saw),
        false => return Err(cannot_read(page)),
    };
    Ok(finding.at(calls).on(Some(page)))
}
