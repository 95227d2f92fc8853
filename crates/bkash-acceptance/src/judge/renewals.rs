//! How the shop comes to its next token.

use jiff::SignedDuration;

use super::attribution::token_calls;
use super::budget::may_be_counting;
use super::token_call::{Cause, Issued, TokenCall, Why, is_refused};
use super::witness::{is_traffic, why_not};
use crate::case::Judged;
use crate::record::{Exchange, Record};
use crate::story::Story;
use crate::verdict::Finding;
use crate::words::Said;

/// A refresh token that is nearly as old as it can get may be given up.
const OLD: SignedDuration = SignedDuration::from_hours(27 * 24);
/// Between the shop's clock and the gateway's.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_secs(2);

pub(crate) fn refresh_not_grant(record: &Record) -> Judged {
    let calls = token_calls(record);
    let mut good = None;
    for call in &calls {
        let (Why::Cause(Cause::Due(over) | Cause::Early(over))
        | Why::Cause(Cause::Unauthorized(over))) = &call.why
        else {
            continue;
        };
        let was_over = !matches!(call.why, Why::Cause(Cause::Unauthorized(_)))
            || over.left_at(call.exchange.at) <= SignedDuration::ZERO;
        if !was_over {
            continue;
        }
        let exchange = call.exchange;
        if exchange.endpoint == "token_grant" && !is_old(&calls, over, exchange) {
            return Ok(Finding::failed(Said::new(
                format!("the id_token of exchange {} was over or nearly so, and token/grant was called (exchange {}); its refresh_token was good", over.id, exchange.id),
                format!("{} নম্বর কলের id_token-এর মেয়াদ শেষ হলে token/grant ডাকা হয়েছে (কল {}); refresh_token বৈধ ছিল", over.id, exchange.id),
            ))
            .at([over.id, exchange.id]));
        }
        if exchange.endpoint == "token_refresh" {
            if is_foreign(&calls, exchange) {
                return Ok(Finding::failed(Said::new(
                    format!("token/refresh (exchange {}) carried something else than a refresh_token that was handed out", exchange.id),
                    format!("token/refresh (কল {})-এ দেওয়া refresh_token ছাড়া অন্য কিছু ছিল", exchange.id),
                ))
                .at([over.id, exchange.id]));
            }
            good = good.or(Some((over, exchange)));
        }
    }
    if let Some((over, refresh)) = good {
        return Ok(Finding::passed(Said::new(
            format!(
                "the id_token of exchange {} was renewed by token/refresh (exchange {})",
                over.id, refresh.id
            ),
            format!(
                "{} নম্বর কলের id_token token/refresh দিয়ে নবায়ন হয়েছে (কল {})",
                over.id, refresh.id
            ),
        ))
        .at([over.id, refresh.id]));
    }
    never_renewed(record, &calls)
}

/// The shop goes on with a token that is over, and asks for no other.
fn never_renewed(record: &Record, calls: &[TokenCall<'_>]) -> Judged {
    let last = calls
        .iter()
        .rev()
        .find_map(|call| Issued::by(call.exchange));
    let dead_use = last.and_then(|token| {
        record.journal.all().find(|call| {
            call.token() == Some(token.token) && token.left_at(call.at) < -CLOCKS_DIFFER
        })
    });
    let (Some(token), Some(call)) = (last, dead_use) else {
        return Err(why_not(record, Story::Expired));
    };
    if calls.last().is_some_and(|last| last.exchange.id > token.id) {
        return Err(why_not(record, Story::Expired));
    }
    if let Some(counting) = may_be_counting(record, call.at) {
        return Err(counting);
    }
    let (id, late) = (call.id, -token.left_at(call.at).as_secs());
    Ok(Finding::failed(Said::new(
        format!("exchange {id} carried an id_token that was over for {late} s by its expires_in, and no renewal followed"),
        format!("{id} নম্বর কলে expires_in অনুযায়ী {late} সেকেন্ড আগে শেষ হওয়া id_token ছিল, পরে নবায়নও হয়নি"),
    ))
    .at([token.id, id]))
}

/// Whether the refresh token that came with this token was near its 28 days, or never came.
fn is_old(calls: &[TokenCall<'_>], token: &Issued<'_>, at: &Exchange) -> bool {
    let Some(refresh_token) = token.refresh_token else {
        return true;
    };
    let first = calls
        .iter()
        .filter_map(|call| Issued::by(call.exchange))
        .find(|issued| issued.refresh_token == Some(refresh_token));
    first.is_some_and(|first| at.at.duration_since(first.from) >= OLD)
}

/// A refresh whose token nobody handed out, although every grant is known.
fn is_foreign(calls: &[TokenCall<'_>], refresh: &Exchange) -> bool {
    let known: Vec<_> = calls
        .iter()
        .filter_map(|call| call.exchange.said("refresh_token"))
        .collect();
    let granted = calls
        .first()
        .is_some_and(|call| call.exchange.endpoint == "token_grant");
    let sent = refresh.asked("refresh_token").unwrap_or_default();
    granted && !known.is_empty() && !known.contains(&sent)
}

pub(crate) fn grant_after_a_refusal(record: &Record) -> Judged {
    let calls: Vec<_> = record.journal.token_calls().collect();
    let refused = |call: &&&Exchange| call.endpoint == "token_refresh" && is_refused(call);
    let Some(refresh) = calls.iter().find(refused) else {
        return Err(why_not(record, Story::RefreshRefused));
    };
    let mut later = calls.iter().filter(|call| call.id > refresh.id);
    let next = later.find(|call| call.endpoint == "token_grant" || call.succeeded());
    let beside =
        |next: &&Exchange| next.endpoint == "token_refresh" && next.at < refresh.ended_at();
    if next.copied().is_some_and(|next| beside(&next)) {
        return Err(why_not(record, Story::RefreshRefused));
    }
    let Some(grant) = next.filter(|next| next.endpoint == "token_grant") else {
        if record.journal.last_id() <= refresh.id && is_traffic(record) {
            return Err(why_not(record, Story::RefreshRefused));
        }
        if let Some(counting) = may_be_counting(record, refresh.at).filter(|_| next.is_none()) {
            return Err(counting);
        }
        let id = refresh.id;
        let saw = match next {
            Some(again) => Said::new(
                format!(
                    "token/refresh was refused (exchange {id}), and tried again (exchange {}) in place of token/grant",
                    again.id
                ),
                format!(
                    "token/refresh প্রত্যাখ্যাত হয়েছে (কল {id}), token/grant-এর বদলে আবার চেষ্টা হয়েছে (কল {})",
                    again.id
                ),
            ),
            None => Said::new(
                format!("token/refresh was refused (exchange {id}), and no token/grant followed"),
                format!("token/refresh প্রত্যাখ্যাত হয়েছে (কল {id}), কিন্তু token/grant ডাকা হয়নি"),
            ),
        };
        return Ok(Finding::failed(saw).at([id]).at(next.map(|again| again.id)));
    };
    if is_refused(grant) {
        return Err(Said::new(
            format!(
                "the grant after the refused refresh was refused as well (exchange {})",
                grant.id
            ),
            format!(
                "প্রত্যাখ্যাত refresh-এর পরের grant-ও প্রত্যাখ্যাত হয়েছে (কল {})",
                grant.id
            ),
        ));
    }
    let used = Issued::by(grant).map(|token| token.uses(&record.journal).next().is_some());
    if used == Some(false) && record.journal.last_id() > grant.id {
        return Ok(Finding::failed(Said::new(
            format!(
                "token/grant (exchange {}) brought a token, and no call went on with it",
                grant.id
            ),
            format!(
                "token/grant (কল {}) টোকেন দিয়েছে, কিন্তু তা দিয়ে কোনো কল হয়নি",
                grant.id
            ),
        ))
        .at([refresh.id, grant.id]));
    }
    Ok(Finding::passed(Said::new(
        format!(
            "token/refresh was refused (exchange {}), token/grant followed (exchange {})",
            refresh.id, grant.id
        ),
        format!(
            "token/refresh প্রত্যাখ্যাত (কল {}), তারপর token/grant (কল {})",
            refresh.id, grant.id
        ),
    ))
    .at([refresh.id, grant.id]))
}
