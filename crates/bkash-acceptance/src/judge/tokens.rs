//! How many tokens the shop asks for.

use std::collections::BTreeSet;

use super::attribution::token_calls;
use super::token_call::{Blame, Cause, Issued, TokenCall, Why};
use super::witness::why_not;
use crate::case::Judged;
use crate::record::Record;
use crate::story::Story;
use crate::verdict::Finding;
use crate::words::Said;

pub(crate) fn one_for_all(record: &Record) -> Judged {
    let calls = token_calls(record);
    let seconds: Vec<_> = calls
        .iter()
        .filter_map(|call| match call.why {
            Why::Blame(Blame::Second(good)) => Some((call, good)),
            _ => None,
        })
        .collect();
    if let Some((call, good)) = seconds.first() {
        let left = good.left_at(call.exchange.at).as_secs();
        let count = seconds.len();
        return Ok(Finding::failed(Said::new(
            format!("another id_token was fetched while the one before it was good for {left} s more; this happened {count} times"),
            format!("আগের id_token আরও {left} সেকেন্ড বৈধ থাকতেই আরেকটি নেওয়া হয়েছে; এমন হয়েছে {count} বার"),
        ))
        .at([good.id, call.exchange.id])
        .at(Issued::by(call.exchange)
            .and_then(|token| token.uses(&record.journal).next())
            .map(|used| used.id)));
    }
    let creates: Vec<_> = record
        .journal
        .with_token()
        .filter(|(call, _)| call.endpoint == "create")
        .collect();
    let shared = creates.iter().enumerate().find_map(|(at, (first, token))| {
        let mut rest = creates[at + 1..].iter();
        let (second, _) = rest.find(|(_, other)| other == token)?;
        Some([first.id, second.id])
    });
    let Some(shared) = shared else {
        return Err(Said::new(
            "fewer than two payers were seen with one token",
            "একই টোকেনে দুজনের কম ক্রেতা দেখা গেছে",
        ));
    };
    let tokens: BTreeSet<_> = record
        .journal
        .with_token()
        .map(|(_, token)| token)
        .collect();
    let count = record.journal.with_token().count();
    Ok(Finding::passed(Said::new(
        format!(
            "calls: {count}, payers: {}, id_tokens: {}, none fetched while another was good",
            creates.len(),
            tokens.len()
        ),
        format!(
            "কল: {count}, ক্রেতা: {}, id_token: {}, একটি বৈধ থাকতে আরেকটি নেওয়া হয়নি",
            creates.len(),
            tokens.len()
        ),
    ))
    .at(shared))
}

pub(crate) fn one_grant_for_a_crowd(record: &Record) -> Judged {
    let calls = token_calls(record);
    let is_first = |call: &&TokenCall<'_>| matches!(call.why, Why::Cause(Cause::None));
    let doubled = |call: &&TokenCall<'_>| matches!(call.why, Why::Blame(Blame::Race(Cause::None)));
    let first = calls.iter().find(is_first);
    let more: Vec<_> = calls
        .iter()
        .filter(doubled)
        .map(|it| it.exchange.id)
        .collect();
    if !more.is_empty() {
        let count = more.len() + 1;
        return Ok(Finding::failed(Said::new(
            format!(
                "payers came together to a shop without a token, and it asked for {count} tokens"
            ),
            format!("টোকেনহীন দোকানে ক্রেতারা একসঙ্গে এলে {count}টি টোকেন চাওয়া হয়েছে"),
        ))
        .at(first.map(|call| call.exchange.id))
        .at(more));
    }
    let payers = record.of(Story::ColdStart).count();
    if payers < 2 {
        return Err(why_not(record, Story::ColdStart));
    }
    let Some(first) = first else {
        return Err(Said::new(
            "the shop held a token already when the first payers came; start it with an empty store",
            "প্রথম ক্রেতারা আসার আগেই দোকানে টোকেন ছিল; খালি স্টোর দিয়ে চালু করুন",
        ));
    };
    Ok(Finding::passed(Said::new(
        format!("payers at the same moment: {payers}, token calls: 1"),
        format!("একই মুহূর্তে ক্রেতা: {payers}, টোকেন কল: 1"),
    ))
    .at([first.exchange.id]))
}

pub(crate) fn none_without_a_cause(record: &Record) -> Judged {
    let calls = token_calls(record);
    let needless = calls.iter().find_map(|call| {
        let Why::Blame(blame) = &call.why else {
            return None;
        };
        Some((call.exchange, needless(blame)?))
    });
    if let Some((call, (en, bn))) = needless {
        let before = calls.iter().rfind(|earlier| earlier.exchange.id < call.id);
        let (endpoint, id) = (&call.endpoint, call.id);
        return Ok(Finding::failed(Said::new(
            format!("{endpoint} (exchange {id}) {en}"),
            format!("{endpoint} (কল {id}) {bn}"),
        ))
        .at(before.map(|it| it.exchange.id))
        .at([id]));
    }
    let Some(first) = calls.first() else {
        return Err(Said::new(
            "no token call was seen",
            "কোনো টোকেন কল দেখা যায়নি",
        ));
    };
    Ok(Finding::passed(Said::new(
        format!("token calls: {}, each with a cause", calls.len()),
        format!("টোকেন কল: {}, প্রতিটির কারণ আছে", calls.len()),
    ))
    .at([first.exchange.id]))
}

/// What is wrong with a call that is told by no case of its own.
fn needless(blame: &Blame<'_>) -> Option<(&'static str, &'static str)> {
    Some(match blame {
        Blame::Race(Cause::None) => return None,
        Blame::Race(_) => (
            "doubles a renewal that was under way or just done",
            "চলমান বা সদ্য শেষ হওয়া একটি নবায়নের পুনরাবৃত্তি",
        ),
        Blame::Storm => (
            "repeats a token call that had just been refused",
            "সদ্য প্রত্যাখ্যাত টোকেন কলের পুনরাবৃত্তি",
        ),
        Blame::Idle => (
            "was made while the token was good and no payer needed another",
            "টোকেন বৈধ ছিল, কোনো ক্রেতারও দরকার ছিল না, তবু করা হয়েছে",
        ),
        _ => return None,
    })
}
