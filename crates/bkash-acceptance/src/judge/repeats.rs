//! One callback that comes more than once.

use super::shown::{cannot_read, is_page, quote};
use super::witness::{calls_of, executes_of, visits};
use crate::case::Judged;
use crate::record::{Page, Reading, Record, Visit};
use crate::story::Story;
use crate::verdict::Finding;
use crate::words::Said;

pub(crate) fn the_same_again(record: &Record) -> Judged {
    one_outcome(record, Story::Twice)
}

pub(crate) fn eight_at_once(record: &Record) -> Judged {
    one_outcome(record, Story::Burst)
}

fn one_outcome(record: &Record, story: Story) -> Judged {
    let visits = visits(record, story)?;
    let mut unread = None;
    for visit in &visits {
        let executes = executes_of(record, visit);
        if executes.len() > 1 {
            let payment = visit.payment_id.as_deref().unwrap_or("?");
            let (times, opened) = (executes.len(), visit.returns.len());
            return Ok(Finding::failed(Said::new(
                format!("{payment}: the callback was opened {opened} times, and execute called {times} times"),
                format!("{payment}: কলব্যাক {opened} বার খোলা হয়েছে, execute ডাকা হয়েছে {times} বার"),
            ))
            .at(executes)
            .on(visit.last_page()));
        }
        match outcomes(visit) {
            Outcomes::Same => {}
            Outcomes::Unread(page) => unread = Some(page),
            Outcomes::Differ(saw, page) => {
                return Ok(Finding::failed(saw).at(calls_of(record, visit)).on(page));
            }
        }
    }
    if let Some(page) = unread {
        return Err(cannot_read(page));
    }
    let example = visits.first().copied();
    let opened = example.map_or(0, |visit| visit.returns.len());
    let calls = example.map_or_else(Vec::new, |visit| calls_of(record, visit));
    Ok(Finding::passed(Said::new(
        format!("opened {opened} times: one execute, and the same outcome each time"),
        format!("{opened} বার খোলা হয়েছে: একবার execute, প্রতিবার একই ফল"),
    ))
    .at(calls)
    .on(example.and_then(|visit| visit.last_page())))
}

enum Outcomes<'a> {
    Same,
    Unread(&'a Page),
    Differ(Said, Option<&'a Page>),
}

/// Compared with the page that says most: the first that says paid or failed.
fn outcomes(visit: &Visit) -> Outcomes<'_> {
    let pages = || visit.returns.iter().map(|it| it.page.as_ref());
    if let Some(place) = pages().position(|page| !is_page(page)) {
        return Outcomes::Differ(
            Said::new(
                format!(
                    "callback {} of {} met no page",
                    place + 1,
                    visit.returns.len()
                ),
                format!(
                    "{}টির মধ্যে {} নম্বর কলব্যাকে কোনো পাতা আসেনি",
                    visit.returns.len(),
                    place + 1
                ),
            ),
            pages().nth(place).flatten(),
        );
    }
    let tells = |page: &&Page| matches!(page.reading, Reading::Paid | Reading::Failed);
    let Some(first) = pages().flatten().find(tells) else {
        let all_wait = pages()
            .flatten()
            .all(|page| page.reading == Reading::Waiting);
        let ends_paid = |order: &Page| order.reading == Reading::Paid;
        if all_wait && visit.order.as_ref().is_some_and(ends_paid) {
            return Outcomes::Same;
        }
        return pages()
            .flatten()
            .next()
            .map_or(Outcomes::Same, Outcomes::Unread);
    };
    let ends_so = visit.order.as_ref();
    let ends_so = ends_so.is_some_and(|order| order.reading == first.reading);
    let mut unread = None;
    for (place, page) in pages().enumerate() {
        let Some(page) = page else { continue };
        if !tells(&page) {
            // Of tabs that came too early, the order tells the end.
            let may_wait = page.reading == Reading::Waiting && ends_so;
            unread = unread.or(Some(page).filter(|_| !may_wait));
            continue;
        }
        if page.reading != first.reading {
            return Outcomes::Differ(
                Said::new(
                    format!(
                        "one page says {}, callback {} says {}",
                        quote(first),
                        place + 1,
                        quote(page)
                    ),
                    format!(
                        "এক পাতায় {}, {} নম্বর কলব্যাকে {}",
                        quote(first),
                        place + 1,
                        quote(page)
                    ),
                ),
                Some(page),
            );
        }
    }
    unread.map_or(Outcomes::Same, Outcomes::Unread)
}
