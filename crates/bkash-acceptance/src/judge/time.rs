//! How long the shop waits.

use super::witness::{is_traffic, why_not};
use crate::case::Judged;
use crate::record::{Exchange, Record};
use crate::story::Story;
use crate::verdict::Finding;
use crate::words::Said;

const EARLIEST_MS: u64 = 25_000;
const LATEST_MS: u64 = 32_000;

pub(crate) fn create(record: &Record) -> Judged {
    thirty_seconds(record, "create", Some(Story::CreateHangs))
}

pub(crate) fn execute(record: &Record) -> Judged {
    thirty_seconds(record, "execute", Some(Story::ExecuteHangs))
}

pub(crate) fn query(record: &Record) -> Judged {
    thirty_seconds(record, "query", Some(Story::QueryHangs))
}

pub(crate) fn refund(record: &Record) -> Judged {
    thirty_seconds(record, "refund", Some(Story::RefundHangs))
}

pub(crate) fn refresh(record: &Record) -> Judged {
    thirty_seconds(record, "token_refresh", Some(Story::RefreshHangs))
}

pub(crate) fn grant(record: &Record) -> Judged {
    thirty_seconds(record, "token_grant", Some(Story::RefreshRefused))
}

pub(crate) fn refund_status(record: &Record) -> Judged {
    thirty_seconds(record, "refund_status", Some(Story::RefundStatusHangs))
}

pub(crate) fn search(record: &Record) -> Judged {
    thirty_seconds(record, "search", None)
}

fn thirty_seconds(record: &Record, endpoint: &str, story: Option<Story>) -> Judged {
    let given_up: Vec<_> = record
        .journal
        .of(endpoint)
        .filter_map(|call| Some((call.id, call.disconnected_after_ms?)))
        .collect();
    let early = given_up.iter().find(|(_, ms)| *ms < EARLIEST_MS);
    if let Some((id, ms)) = early {
        return Ok(Finding::failed(Said::new(
            format!("{endpoint} was given up after {}", seconds(*ms)),
            format!("{endpoint} {} পরেই ছেড়ে দেওয়া হয়েছে", bangla_seconds(*ms)),
        ))
        .at([*id]));
    }
    let (mut late, mut unsure) = (None, None);
    for call in record.journal.of(endpoint) {
        let Some(ms) = waited(call).filter(|ms| *ms > LATEST_MS) else {
            continue;
        };
        let stalled = record.stalled_ms(call);
        match ms.saturating_sub(stalled) > LATEST_MS {
            true => late = late.or(Some((call.id, ms))),
            false => unsure = unsure.or(Some((ms, stalled))),
        }
    }
    if let Some((id, ms)) = late {
        return Ok(Finding::failed(Said::new(
            format!("{endpoint} was waited for during {}", seconds(ms)),
            format!("{endpoint}-এর জন্য {} অপেক্ষা করা হয়েছে", bangla_seconds(ms)),
        ))
        .at([id]));
    }
    if let Some((ms, stalled)) = unsure {
        return Err(too_busy(endpoint, ms, stalled));
    }
    match given_up.first() {
        Some((id, ms)) => Ok(Finding::passed(Said::new(
            format!("{endpoint} was given up after {}", seconds(*ms)),
            format!("{endpoint} {} পর ছেড়ে দেওয়া হয়েছে", bangla_seconds(*ms)),
        ))
        .at([*id])),
        None => Err(why_open(record, endpoint, story)),
    }
}

fn too_busy(endpoint: &str, ms: u64, stalled: u64) -> Said {
    Said::new(
        format!(
            "{endpoint} was waited for during {}, but this machine was so busy meanwhile that its own clocks were {} late; run it again on a quieter one",
            seconds(ms),
            seconds(stalled)
        ),
        format!(
            "{endpoint}-এর জন্য {} অপেক্ষা দেখা গেছে, কিন্তু যন্ত্রটি তখন এত ব্যস্ত ছিল যে তার নিজের ঘড়িই {} পিছিয়ে ছিল; যন্ত্রটি কম ব্যস্ত থাকলে আবার চালান",
            bangla_seconds(ms),
            bangla_seconds(stalled)
        ),
    )
}

fn why_open(record: &Record, endpoint: &str, story: Option<Story>) -> Said {
    let answered = Said::new(
        format!("no {endpoint} was seen to hang"),
        format!("কোনো {endpoint} ঝুলে থাকতে দেখা যায়নি"),
    );
    match story {
        // A quick run refuses the refresh as well, but its grant does not hang.
        Some(Story::RefreshRefused) if record.quick => why_not(record, Story::RefreshHangs),
        Some(story) if !is_traffic(record) && record.of(story).next().is_none() => {
            why_not(record, story)
        }
        _ => answered,
    }
}

fn waited(call: &Exchange) -> Option<u64> {
    call.disconnected_after_ms.or(call.duration_ms)
}

fn seconds(ms: u64) -> String {
    format!("{}.{} s", ms / 1000, ms % 1000 / 100)
}

fn bangla_seconds(ms: u64) -> String {
    format!("{}.{} সেকেন্ড", ms / 1000, ms % 1000 / 100)
}
