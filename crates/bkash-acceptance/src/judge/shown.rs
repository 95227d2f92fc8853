//! What payers were shown.

use super::witness::calls_of;
use crate::case::Judged;
use crate::record::{Page, Reading, Record, Return, Visit};
use crate::verdict::Finding;
use crate::words::Said;

/// Enough of a page to know it again.
const QUOTED: usize = 100;

/// What a payer saw in the end, the order's own page first where there is one that tells.
pub(super) fn outcome(visit: &Visit) -> (Option<Reading>, Option<&Page>) {
    let tells = |page: &&Page| matches!(page.reading, Reading::Paid | Reading::Failed);
    let page = visit
        .last_page()
        .filter(tells)
        .or_else(|| visit.order.as_ref().filter(tells))
        .or_else(|| visit.last_page());
    (page.map(|page| page.reading), page)
}

/// Every page that one of these returns ended on, and the order's.
fn pages(visit: &Visit, which: fn(&Return) -> bool) -> impl Iterator<Item = &Page> {
    let returns = visit.returns.iter().filter(move |it| which(it));
    returns
        .filter_map(|it| it.page.as_ref())
        .chain(visit.order.as_ref())
}

/// Fails if any of these visits was shown as paid; a page that only a person can read decides nothing.
pub(super) fn never_paid(
    record: &Record,
    visits: &[&Visit],
    which: fn(&Return) -> bool,
    wrong: impl Fn(&Visit, &Page) -> Said,
    right: Said,
) -> Judged {
    for visit in visits {
        let paid = pages(visit, which).find(|page| page.reading == Reading::Paid);
        if let Some(page) = paid {
            return Ok(Finding::failed(wrong(visit, page))
                .at(calls_of(record, visit))
                .on(Some(page)));
        }
    }
    let unread = visits.iter().find_map(|visit| unread(visit, which));
    if let Some(page) = unread {
        return Err(cannot_read(page));
    }
    let example = visits.first().copied();
    let page = example.and_then(|visit| pages(visit, which).next());
    let calls = example.map_or_else(Vec::new, |visit| calls_of(record, visit));
    Ok(Finding::passed(right).at(calls).on(page))
}

/// A page from which nothing follows, unless the order's own page tells.
fn unread(visit: &Visit, which: fn(&Return) -> bool) -> Option<&Page> {
    let dark = |page: &&Page| {
        page.reading == Reading::Unclear || page.reading == Reading::Empty && page.status < 400
    };
    match &visit.order {
        Some(order) if !dark(&order) => None,
        _ => pages(visit, which).find(dark),
    }
}

/// Why a page decides nothing.
pub(super) fn cannot_read(page: &Page) -> Said {
    match page.reading {
        Reading::Empty => Said::new(
            format!(
                "{} has no text of its own; the judge runs no scripts, so name [order] in shop.toml",
                page.url
            ),
            format!(
                "{} পাতায় নিজস্ব কোনো লেখা নেই; বিচারক স্ক্রিপ্ট চালায় না, তাই shop.toml-এ [order] দিন",
                page.url
            ),
        ),
        Reading::Waiting => Said::new(
            format!(
                "when the judge left, the page still said that the payment is being looked into; name [order] in shop.toml, where the end can be read: {}",
                quote(page)
            ),
            format!(
                "বিচারক যাওয়ার সময়ও পাতায় লেখা ছিল পেমেন্ট যাচাই হচ্ছে; শেষ ফল যেখানে পড়া যায় তা shop.toml-এর [order]-এ দিন: {}",
                quote(page)
            ),
        ),
        Reading::Unclear => Said::new(
            format!(
                "the page has words of success and of failure, a person must read it: {}",
                quote(page)
            ),
            format!(
                "পাতায় সফল ও ব্যর্থ দুই ধরনের শব্দই আছে, মানুষকে পড়তে হবে: {}",
                quote(page)
            ),
        ),
        _ => Said::new(
            format!(
                "the page says nothing that the judge knows of the outcome, name your words in [words] of shop.toml: {}",
                quote(page)
            ),
            format!(
                "ফলাফল নিয়ে বিচারকের জানা কোনো শব্দ পাতায় নেই, shop.toml-এর [words]-এ আপনার শব্দ লিখুন: {}",
                quote(page)
            ),
        ),
    }
}

/// The beginning of a page's text.
pub(super) fn quote(page: &Page) -> String {
    let text = page.text();
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("“{}…”", &text[..end]),
        None => format!("“{text}”"),
    }
}

/// Whether there is a page to look at: the shop answered, and not with an error of its own.
pub(super) fn is_page(page: Option<&Page>) -> bool {
    page.is_some_and(|page| page.status < 500 || page.reading != Reading::Empty)
}

/// One example for a case that passed.
pub(super) fn example(finding: Finding, record: &Record, visits: &[&Visit]) -> Finding {
    match visits.first() {
        Some(visit) => finding.at(calls_of(record, visit)).on(visit.last_page()),
        None => finding,
    }
}
