//! Whether the shop still has its token when it starts again.

use super::attribution::{is_after_restart, token_calls};
use super::token_call::{Blame, Why};
use super::witness::visits;
use crate::case::Judged;
use crate::record::Record;
use crate::story::Story;
use crate::verdict::Finding;
use crate::words::Said;

pub(crate) fn survived(record: &Record) -> Judged {
    let calls = token_calls(record);
    let forgot = calls
        .iter()
        .find(|call| matches!(call.why, Why::Blame(Blame::Restart)));
    if let Some(call) = forgot {
        let id = call.exchange.id;
        let before = calls.iter().rfind(|earlier| earlier.exchange.id < id);
        return Ok(Finding::failed(Said::new(
            format!("the shop was started again and called {} (exchange {id}), although its token was good", call.exchange.endpoint),
            format!("দোকান আবার চালু হয়ে {} ডেকেছে (কল {id}), অথচ আগের টোকেন বৈধ ছিল", call.exchange.endpoint),
        ))
        .at(before.map(|it| it.exchange.id))
        .at([id]));
    }
    let visits = visits(record, Story::Restarted)?;
    let known = |token: &str| {
        record
            .journal
            .with_token()
            .any(|(call, used)| used == token && !is_after_restart(record, call))
    };
    let kept = record
        .journal
        .with_token()
        .find(|(call, token)| is_after_restart(record, call) && known(token));
    match kept {
        Some((call, _)) => Ok(Finding::passed(Said::new(
            format!(
                "exchange {} after the restart carries the token from before it",
                call.id
            ),
            format!("আবার চালুর পরের কল {}-এ আগের টোকেনই আছে", call.id),
        ))
        .at([call.id])
        .on(visits.first().and_then(|visit| visit.last_page()))),
        None => Err(Said::new(
            "the token was over when the shop was started again",
            "দোকান আবার চালুর সময় টোকেনের মেয়াদ শেষ ছিল",
        )),
    }
}
