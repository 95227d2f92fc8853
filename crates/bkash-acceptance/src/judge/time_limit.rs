use crate::journal::Journal;
use crate::verdict::Finding;

const EARLIEST_MS: u64 = 25_000;
const LATEST_MS: u64 = 32_000;

pub(crate) fn thirty_seconds(journal: &Journal) -> Finding {
    let calls = || journal.all().filter(|exchange| exchange.endpoint != "page");
    let early = calls().find(|call| {
        call.disconnected_after_ms
            .is_some_and(|ms| ms < EARLIEST_MS)
    });
    if let Some(call) = early {
        let saw = format!(
            "{} was given up after {}",
            call.endpoint,
            seconds(call.disconnected_after_ms)
        );
        return Finding::failed(saw, vec![call.id]);
    }
    let late = calls().find(|call| {
        call.disconnected_after_ms
            .or(call.duration_ms)
            .is_some_and(|ms| ms > LATEST_MS)
    });
    if let Some(call) = late {
        let waited = call.disconnected_after_ms.or(call.duration_ms);
        let saw = format!(
            "{} was waited for during {}",
            call.endpoint,
            seconds(waited)
        );
        return Finding::failed(saw, vec![call.id]);
    }
    match calls()
        .filter(|call| call.disconnected_after_ms.is_some())
        .count()
    {
        0 => Finding::not_judged("every call was answered in time"),
        count => Finding::passed(format!("calls given up after about 30 s: {count}")),
    }
}

fn seconds(ms: Option<u64>) -> String {
    let ms = ms.unwrap_or(0);
    format!("{}.{} s", ms / 1000, ms % 1000 / 100)
}
