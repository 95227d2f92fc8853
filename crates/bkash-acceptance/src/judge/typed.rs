//! Callbacks that no hosted page sent.

use super::money;
use super::shown::{cannot_read, is_page, never_paid, quote};
use super::witness::{calls_of, executes_of, visits, why_not};
use crate::case::Judged;
use crate::record::{Page, Reading, Record, Return, Visit};
use crate::story::Story;
use crate::verdict::Finding;
use crate::words::Said;

pub(crate) fn never_approved(record: &Record) -> Judged {
    let visits = visits(record, Story::Forged)?;
    never_paid(
        record,
        &visits,
        is_typed,
        |visit, page| {
            let payment = visit.payment_id.as_deref().unwrap_or("?");
            Said::new(
                format!(
                    "{payment} was never approved; with a typed success the shop says: {}",
                    quote(page)
                ),
                format!(
                    "{payment} কখনো অনুমোদিত হয়নি; হাতে লেখা success-এ দোকান বলছে: {}",
                    quote(page)
                ),
            )
        },
        Said::new(
            "a typed success was not shown as paid",
            "হাতে লেখা success সফল হিসেবে দেখানো হয়নি",
        ),
    )
}

pub(crate) fn cancelled_before(record: &Record) -> Judged {
    let visits = visits(record, Story::Replayed)?;
    never_paid(
        record,
        &visits,
        is_typed,
        |visit, page| {
            let payment = visit.payment_id.as_deref().unwrap_or("?");
            Said::new(
                format!(
                    "{payment} was cancelled; with a typed success the shop says: {}",
                    quote(page)
                ),
                format!(
                    "{payment} বাতিল হয়েছিল; হাতে লেখা success-এ দোকান বলছে: {}",
                    quote(page)
                ),
            )
        },
        Said::new(
            "a success typed after the cancel was not shown as paid",
            "বাতিলের পর হাতে লেখা success সফল হিসেবে দেখানো হয়নি",
        ),
    )
}

pub(crate) fn unknown_payment(record: &Record) -> Judged {
    let visits = visits(record, Story::UnknownPayment)?;
    never_paid(
        record,
        &visits,
        is_typed,
        |_, page| {
            Said::new(
                format!(
                    "for a paymentID that does not exist the shop says: {}",
                    quote(page)
                ),
                format!("অস্তিত্বহীন paymentID-র জন্য দোকান বলছে: {}", quote(page)),
            )
        },
        Said::new(
            "a paymentID that does not exist was not shown as paid",
            "অস্তিত্বহীন paymentID সফল হিসেবে দেখানো হয়নি",
        ),
    )
}

fn is_typed(it: &Return) -> bool {
    it.typed
}

/// At one callback address for all orders the shop may show the order that the paymentID belongs to:
/// what counts is which order the page calls paid.
pub(crate) fn another_order(record: &Record) -> Judged {
    // The order that is paid first is a visit of this story too.
    let visits: Vec<_> = visits(record, Story::Crossed)?
        .into_iter()
        .filter(|visit| visit.other.is_some())
        .collect();
    if visits.is_empty() {
        return Err(why_not(record, Story::Crossed));
    }
    for visit in &visits {
        let typed = visit.returns.iter().filter(|it| it.typed);
        let mut pages = typed.filter_map(|it| it.page.as_ref());
        let paid = |page: &Page| page.reading == Reading::Paid;
        let order = visit.order.as_ref();
        if let Some(order) = order.filter(|order| paid(order)) {
            return Ok(crossed(record, visit, order));
        }
        let told = order.is_some_and(|order| {
            matches!(
                order.reading,
                Reading::Failed | Reading::Waiting | Reading::Silent
            )
        });
        let Some(page) = pages.find(|page| paid(page) || !told && is_dark(page)) else {
            continue;
        };
        if is_dark(page) {
            return Err(cannot_read(page));
        }
        let other = visit.other.and_then(|at| record.visits.get(at));
        match whose(page, visit, other) {
            Whose::Its => return Ok(crossed(record, visit, page)),
            Whose::TheOthers => {}
            Whose::Unknown if told => {}
            Whose::Unknown => {
                return Err(Said::new(
                    format!(
                        "the page says paid, but not of which order; name [order] in shop.toml, or show the order's number: {}",
                        quote(page)
                    ),
                    format!(
                        "পাতায় সফল লেখা, কিন্তু কোন অর্ডার তা নেই; shop.toml-এ [order] দিন বা অর্ডার নম্বর দেখান: {}",
                        quote(page)
                    ),
                ));
            }
        }
    }
    let example = visits.first().copied();
    let calls = example.map_or_else(Vec::new, |visit| calls_of(record, visit));
    Ok(Finding::passed(Said::new(
        "another order's paid paymentID did not make the order paid",
        "অন্য অর্ডারের পরিশোধিত paymentID দিয়ে অর্ডারটি পরিশোধিত হয়নি",
    ))
    .at(calls)
    .on(example.and_then(|visit| visit.last_page())))
}

fn is_dark(page: &Page) -> bool {
    page.reading == Reading::Unclear || page.reading == Reading::Empty && page.status < 400
}

fn crossed(record: &Record, visit: &Visit, page: &Page) -> Finding {
    let invoice = visit.invoice.as_deref().unwrap_or("?");
    Finding::failed(Said::new(
        format!(
            "nobody paid {invoice}, but with another order's paymentID it is shown as paid: {}",
            quote(page)
        ),
        format!(
            "{invoice} কেউ পরিশোধ করেনি, তবু অন্য অর্ডারের paymentID দিয়ে সফল দেখানো হয়েছে: {}",
            quote(page)
        ),
    ))
    .at(calls_of(record, visit))
    .on(Some(page))
}

/// The order that a page is about.
enum Whose {
    Its,
    TheOthers,
    Unknown,
}

fn whose(page: &Page, visit: &Visit, other: Option<&Visit>) -> Whose {
    let names = |visit: Option<&Visit>, field: fn(&Visit) -> Option<&str>| {
        let text = visit.and_then(field);
        text.is_some_and(|text| page.shows(text) || page.url.contains(text))
    };
    let invoice = |visit: Option<&Visit>| names(visit, |visit| visit.invoice.as_deref());
    let by = |its, others| match (its, others) {
        (true, false) => Whose::Its,
        (false, true) => Whose::TheOthers,
        _ => Whose::Unknown,
    };
    match by(invoice(Some(visit)), invoice(other)) {
        Whose::Unknown => by(shows_amount(page, Some(visit)), shows_amount(page, other)),
        known => known,
    }
}

/// As a number of its own: `500` is not in `1500`.
fn shows_amount(page: &Page, visit: Option<&Visit>) -> bool {
    let Some(amount) = visit.and_then(|visit| visit.amount.as_deref()) else {
        return false;
    };
    let text = page.text().replace(',', "");
    text.split(|letter: char| !letter.is_ascii_digit() && letter != '.')
        .map(|number| number.trim_matches('.'))
        .any(|number| !number.is_empty() && money::same(number, amount))
}

pub(crate) fn no_parameters(record: &Record) -> Judged {
    let visits = visits(record, Story::Bare)?;
    for visit in &visits {
        let page = visit.last_page();
        let payment = visit.payment_id.as_deref().unwrap_or("?");
        let wrong = |saw| Ok(Finding::failed(saw).at(calls_of(record, visit)).on(page));
        if let [id, ..] = executes_of(record, visit).as_slice() {
            return wrong(Said::new(
                format!("a callback without parameters executed {payment} (exchange {id})"),
                format!("প্যারামিটার ছাড়া কলব্যাকে {payment} execute হয়েছে (কল {id})"),
            ));
        }
        let status = page.map(|page| page.status);
        if !is_page(page) || status.is_some_and(|status| status >= 500) {
            let status = status.map_or_else(|| "no page".to_owned(), |it| format!("HTTP {it}"));
            return wrong(Said::new(
                format!("a callback without parameters is answered with {status}"),
                format!("প্যারামিটার ছাড়া কলব্যাকের উত্তর: {status}"),
            ));
        }
    }
    never_paid(
        record,
        &visits,
        |_| true,
        |_, page| {
            Said::new(
                format!(
                    "to a callback without parameters the shop says: {}",
                    quote(page)
                ),
                format!("প্যারামিটার ছাড়া কলব্যাকে দোকান বলছে: {}", quote(page)),
            )
        },
        Said::new(
            "a callback without parameters got a page, and nothing was executed",
            "প্যারামিটার ছাড়া কলব্যাকে একটি পাতা এসেছে, execute হয়নি",
        ),
    )
}
