//! When the shop asks how a payment stands.

use std::collections::BTreeMap;

use jiff::SignedDuration;

use super::witness::why_not;
use crate::case::Judged;
use crate::record::{Exchange, Record};
use crate::story::Story;
use crate::verdict::Finding;
use crate::words::Said;

/// Queries for one payment until its paymentID is dead.
const MOST: usize = 15;
/// A hang-up is seen later than it is made, on a busy machine the more so.
const SLACK: SignedDuration = SignedDuration::from_secs(2);

pub(crate) fn only_without_an_answer(record: &Record) -> Judged {
    let queries: Vec<_> = record.journal.of("query").collect();
    for query in &queries {
        if let Some((saw, execute)) = unlawful(record, query) {
            return Ok(Finding::failed(saw).at(execute.into_iter().chain([query.id])));
        }
    }
    if record.journal.of("execute").next().is_none() {
        return Err(Said::new("no execute was seen", "কোনো execute দেখা যায়নি"));
    }
    let saw = match queries.len() {
        0 => Said::new("no query was sent", "কোনো query পাঠানো হয়নি"),
        count => Said::new(
            format!("queries: {count}, each after an execute without an answer"),
            format!("query: {count}, প্রতিটি উত্তরহীন execute-এর পর"),
        ),
    };
    Ok(Finding::passed(saw).at(queries.first().map(|query| query.id)))
}

/// What is wrong with a query, and the execute that it should not have followed.
fn unlawful(record: &Record, query: &Exchange) -> Option<(Said, Option<u64>)> {
    let payment = query.payment_id()?;
    let executes: Vec<_> = record
        .journal
        .of("execute")
        .filter(|execute| execute.payment_id() == Some(payment))
        .collect();
    let before = |execute: &&&Exchange| execute.id < query.id;
    let Some(last) = executes.iter().rfind(before) else {
        return is_ours(record, payment).then(|| {
            let saw = Said::new(
                format!(
                    "{payment} was queried (exchange {}) without an execute before it",
                    query.id
                ),
                format!(
                    "{payment}-এর query হয়েছে (কল {}), তার আগে কোনো execute ছিল না",
                    query.id
                ),
            );
            (saw, None)
        });
    };
    // An answer that contradicts itself, as the gateway's own never does, may be looked into.
    let no_answer = |execute: &&&Exchange| {
        execute.is_unanswered()
            || execute.is_not_performed() && !execute.is_unauthorized()
            || execute.fault.as_deref() == Some("altered")
    };
    let Some(lost) = executes.iter().filter(before).find(no_answer) else {
        let code = last.code().unwrap_or("-");
        let saw = Said::new(
            format!(
                "{payment} was queried (exchange {}) although its execute had been answered with {code}",
                query.id
            ),
            format!(
                "{payment}-এর execute-এ {code} উত্তর আসার পরও query হয়েছে (কল {})",
                query.id
            ),
        );
        return Some((saw, Some(last.id)));
    };
    let too_soon = query.at.duration_since(lost.ended_at()) < -SLACK;
    too_soon.then(|| {
        let saw = Said::new(
            format!(
                "{payment} was queried (exchange {}) while its execute was still being waited for",
                query.id
            ),
            format!(
                "{payment}-এর execute-এর উত্তরের অপেক্ষা চলাকালেই query হয়েছে (কল {})",
                query.id
            ),
        );
        (saw, Some(lost.id))
    })
}

/// Created within this journal: an execute before the journal began would not be seen.
fn is_ours(record: &Record, payment: &str) -> bool {
    record.journal.of("create").any(|create| {
        let created = create
            .said("paymentID")
            .or_else(|| create.said("paymentId"));
        created == Some(payment)
    })
}

pub(crate) fn bounded(record: &Record) -> Judged {
    let mut queries: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for query in record
        .journal
        .of("query")
        .filter(|it| !it.is_unauthorized())
    {
        if let Some(payment) = query.payment_id() {
            queries.entry(payment).or_default().push(query.id);
        }
    }
    let Some((payment, ids)) = queries.iter().max_by_key(|(_, ids)| ids.len()) else {
        return Err(match record.played.contains(&Story::Lost) {
            true => why_not(record, Story::Lost),
            false => Said::new("no query was sent", "কোনো query পাঠানো হয়নি"),
        });
    };
    let count = ids.len();
    let said = Said::new(
        format!("most queries for one payment: {count} ({payment})"),
        format!("এক পেমেন্টে সর্বোচ্চ query: {count} ({payment})"),
    );
    Ok(match count > MOST {
        true => Finding::failed(said).at(ids.iter().copied().take(MOST + 1)),
        false => Finding::passed(said).at(ids.iter().copied()),
    })
}
