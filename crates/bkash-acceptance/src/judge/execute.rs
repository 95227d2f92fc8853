//! What execute answered, and what the shop made of it.

use std::collections::{BTreeMap, BTreeSet};

use super::shown::{cannot_read, never_paid, quote};
use super::witness::{executes_of, visits, why_not};
use crate::case::Judged;
use crate::record::{Exchange, Page, Reading, Record, Visit};
use crate::story::Story;
use crate::verdict::Finding;
use crate::words::Said;

pub(crate) fn only_0000(record: &Record) -> Judged {
    let visits = unpaid(visits(record, Story::Refused)?)?;
    never_paid(
        record,
        &visits,
        |_| true,
        |visit, page| {
            let code = &visit.variant;
            Said::new(
                format!(
                    "execute was refused with {code}, and the shop says: {}",
                    quote(page)
                ),
                format!("execute {code} দিয়ে প্রত্যাখ্যাত, তবু দোকান বলছে: {}", quote(page)),
            )
        },
        Said::new(
            format!(
                "codes tried: {}, none of them shown as paid",
                codes(&visits)
            ),
            format!("পরীক্ষিত কোড: {}, কোনোটিই সফল দেখানো হয়নি", codes(&visits)),
        ),
    )
}

/// Without those that a second execute paid after all: that one is told elsewhere, and paid is then the truth.
pub(super) fn unpaid(mut visits: Vec<&Visit>) -> Result<Vec<&Visit>, Said> {
    visits.retain(|visit| visit.trx_id.is_none());
    match visits.is_empty() {
        false => Ok(visits),
        true => Err(Said::new(
            "execute was sent again and paid after all, see execute/3",
            "execute আবার পাঠানো হয়েছে এবং শেষে পরিশোধ হয়েছে, execute/3 দেখুন",
        )),
    }
}

fn codes(visits: &[&Visit]) -> String {
    let codes: BTreeSet<_> = visits.iter().map(|visit| visit.variant.as_str()).collect();
    codes.into_iter().collect::<Vec<_>>().join(", ")
}

pub(crate) fn message_is_shown(record: &Record) -> Judged {
    let visits = unpaid(visits(record, Story::Refused)?)?;
    let (mut shown, mut missing, mut dark) = (Vec::new(), Vec::new(), None);
    for visit in visits {
        let payment = visit.payment_id.as_deref().unwrap_or_default();
        let refusal = record
            .journal
            .about("execute", payment)
            .find(|execute| execute.code().is_some() && !execute.succeeded());
        let Some(refusal) = refusal else { continue };
        let pages = || visit.last_page().into_iter().chain(visit.order.as_ref());
        let is_there = |message: &&str| pages().any(|page| page.shows(message));
        if refusal.messages().iter().any(is_there) {
            shown.push((visit, refusal));
        } else if let Some(page) = pages().find(|page| is_dark(page) || is_open(visit, page)) {
            dark = Some(page);
        } else {
            missing.push((visit, refusal));
        }
    }
    if let Some((visit, _)) = missing.first() {
        let messages = quoted(&missing);
        let calls: Vec<_> = missing.iter().map(|(_, refusal)| refusal.id).collect();
        let page = visit.last_page();
        let (en, bn) = page.map_or_else(
            || ("no page".to_owned(), "কোনো পাতা নেই".to_owned()),
            |page| (quote(page), quote(page)),
        );
        return Ok(Finding::failed(Said::new(
            format!("not on the page: {messages}; one of the pages instead: {en}"),
            format!("পাতায় নেই: {messages}; বদলে একটি পাতায়: {bn}"),
        ))
        .at(calls)
        .on(page));
    }
    if let Some(page) = dark {
        return Err(cannot_read(page));
    }
    let Some((visit, refusal)) = shown.first() else {
        return Err(Said::new(
            "no execute was refused with a code",
            "কোনো execute কোডসহ প্রত্যাখ্যাত হয়নি",
        ));
    };
    let (id, page) = (refusal.id, visit.last_page());
    Ok(Finding::passed(Said::new(
        format!("on the page: {}", quoted(&shown)),
        format!("পাতায় আছে: {}", quoted(&shown)),
    ))
    .at([id])
    .on(page))
}

/// It may be told on a page that comes later, by a script.
fn is_open(visit: &Visit, page: &Page) -> bool {
    page.reading == Reading::Waiting && visit.order.is_none()
}

fn is_dark(page: &Page) -> bool {
    page.reading == Reading::Empty && page.status < 400
}

fn quoted(refusals: &[(&Visit, &Exchange)]) -> String {
    let each = refusals.iter().map(|(_, refusal)| {
        let code = refusal.code().unwrap_or_default();
        let message = refusal.messages().first().copied().unwrap_or_default();
        format!("{code} “{message}”")
    });
    each.collect::<BTreeSet<_>>()
        .into_iter()
        .collect::<Vec<_>>()
        .join(", ")
}

/// A repeat after 401 is lawful: the gateway refused before its backend. Repeats by repeated callbacks are cases of their own.
pub(crate) fn never_again(record: &Record) -> Judged {
    if doubles_always(record) {
        return Err(Said::new(
            "execute is called twice even where nothing went wrong, see callback/3",
            "কোনো সমস্যা ছাড়াই execute দুবার ডাকা হয়, callback/3 দেখুন",
        ));
    }
    let elsewhere: BTreeSet<&str> = record
        .visits
        .iter()
        .filter(|visit| visit.returns.len() > 1 || visit.story == Story::Crossed)
        .flat_map(|visit| {
            let other = visit.other.and_then(|at| record.visits.get(at));
            [Some(visit), other]
        })
        .filter_map(|visit| visit?.payment_id.as_deref())
        .collect();
    let mut executes: BTreeMap<&str, Vec<&Exchange>> = BTreeMap::new();
    for exchange in record.journal.of("execute") {
        if let Some(payment) = exchange.payment_id()
            && !exchange.is_unauthorized()
            && !elsewhere.contains(payment)
        {
            executes.entry(payment).or_default().push(exchange);
        }
    }
    let again = executes.iter().find(|(_, sent)| sent.len() > 1);
    if let Some((payment, sent)) = again {
        let (en, bn) = how_it_ended(sent);
        return Ok(Finding::failed(Said::new(
            format!(
                "{payment} was executed {} times; the first one {en}",
                sent.len()
            ),
            format!("{payment} {} বার execute হয়েছে; প্রথমটি {bn}", sent.len()),
        ))
        .at(sent.iter().map(|exchange| exchange.id)));
    }
    let tempted = |sent: &&Vec<&Exchange>| sent.iter().any(|exchange| exchange.is_unanswered());
    let Some(lost) = executes.values().find(tempted) else {
        return Err(match executes.is_empty() {
            true => Said::new("no execute was seen", "কোনো execute দেখা যায়নি"),
            false => unanswered_never(record),
        });
    };
    Ok(Finding::passed(Said::new(
        format!(
            "payments executed: {}, each once, with or without an answer",
            executes.len()
        ),
        format!(
            "execute হওয়া পেমেন্ট: {}, প্রতিটি একবার, উত্তর আসুক বা না আসুক",
            executes.len()
        ),
    ))
    .at(lost.iter().map(|exchange| exchange.id)))
}

/// Even for a single callback that was answered well: one mistake is told once.
fn doubles_always(record: &Record) -> bool {
    record
        .of(Story::Paid)
        .any(|visit| executes_of(record, visit).len() > 1)
}

fn unanswered_never(record: &Record) -> Said {
    match record.played.contains(&Story::Lost) {
        true => why_not(record, Story::Lost),
        false => Said::new(
            "every execute was answered: only a lost answer tempts to send it again",
            "প্রতিটি execute-এর উত্তর এসেছে: উত্তর হারালে তবেই আবার পাঠানোর প্রশ্ন ওঠে",
        ),
    }
}

fn how_it_ended(sent: &[&Exchange]) -> (String, String) {
    let Some(first) = sent.first() else {
        return Default::default();
    };
    match first.code() {
        _ if first.is_unanswered() => (
            "got no usable answer, and money may have moved".to_owned(),
            "ব্যবহারযোগ্য উত্তর পায়নি, টাকা গিয়ে থাকতে পারে".to_owned(),
        ),
        Some(code) => (
            format!("was answered with {code}"),
            format!("{code} উত্তর পেয়েছে"),
        ),
        None => ("was answered".to_owned(), "উত্তর পেয়েছে".to_owned()),
    }
}
