//! Refunds that are asked for.

use jiff::SignedDuration;

use super::attribution::token_calls;
use super::money;
use super::shown::{cannot_read, quote};
use super::token_call::{Blame, Issued, Why};
use super::witness::{calls_of, is_traffic, visits, why_not};
use crate::case::Judged;
use crate::record::{Exchange, Reading, Record, RefundAsk, Visit};
use crate::story::Story;
use crate::verdict::Finding;
use crate::words::Said;

/// Two tokens that are used so near to each other are two at once.
const AT_ONCE: SignedDuration = SignedDuration::from_mins(10);

pub(crate) fn same_token(record: &Record) -> Judged {
    let refunds: Vec<_> = record
        .journal
        .with_token()
        .filter(|(call, _)| call.endpoint == "refund")
        .collect();
    let Some((example, _)) = refunds.first() else {
        return Err(why_not(record, Story::RefundedInParts));
    };
    let calls = token_calls(record);
    let own = calls
        .iter()
        .find(|call| matches!(call.why, Why::Blame(Blame::Refund)));
    if let Some(call) = own {
        let id = call.exchange.id;
        let refund = Issued::by(call.exchange)
            .and_then(|token| token.uses(&record.journal).next())
            .map(|refund| refund.id);
        return Ok(Finding::failed(Said::new(
            format!("a token was fetched for a refund alone (exchange {id}), while the payments' token was good"),
            format!("পেমেন্টের টোকেন বৈধ থাকতে কেবল রিফান্ডের জন্য টোকেন নেওয়া হয়েছে (কল {id})"),
        ))
        .at([id])
        .at(refund));
    }
    if let Some((refund, payment)) = two_at_once(record, &refunds) {
        return Ok(Finding::failed(Said::new(
            format!("the refund (exchange {refund}) carries a token that no payment used; the payment (exchange {payment}) carries another"),
            format!("রিফান্ডে (কল {refund}) এমন টোকেন যা কোনো পেমেন্টে নেই; পেমেন্টে (কল {payment}) অন্যটি"),
        ))
        .at([refund, payment]));
    }
    let count = refunds.len();
    Ok(Finding::passed(Said::new(
        format!("refunds: {count}, with the token that payments carry"),
        format!("রিফান্ড: {count}, পেমেন্টের একই টোকেনে"),
    ))
    .at([example.id]))
}

/// A token that came from nowhere, was used by refunds alone, and beside the one of the payments.
fn two_at_once(record: &Record, refunds: &[(&Exchange, &str)]) -> Option<(u64, u64)> {
    let journal = &record.journal;
    refunds.iter().find_map(|(refund, token)| {
        let is_known = journal
            .token_calls()
            .any(|call| call.said("id_token") == Some(*token));
        let payments = || {
            let of_payment = |call: &Exchange| !call.endpoint.starts_with("refund");
            journal
                .with_token()
                .filter(move |(call, _)| of_payment(call))
        };
        if is_known || payments().any(|(_, used)| used == *token) {
            return None;
        }
        let (payment, _) =
            payments().find(|(call, _)| call.at.duration_since(refund.at).abs() < AT_ONCE)?;
        Some((refund.id, payment.id))
    })
}

/// The refund calls of a visit's payment.
fn sent<'a>(record: &'a Record, visit: &'a Visit) -> Vec<&'a Exchange> {
    let payment = visit.payment_id.as_deref().unwrap_or_default();
    record.journal.about("refund", payment).collect()
}

fn asks(visit: &Visit) -> Vec<&RefundAsk> {
    let asked = visit.refunds.iter();
    asked.filter(|ask| ask.trouble.is_none()).collect()
}

pub(crate) fn reaches_the_gateway(record: &Record) -> Judged {
    let visits = visits(record, Story::RefundedInParts)?;
    let asked: Vec<_> = visits
        .into_iter()
        .filter_map(|visit| Some((visit, *asks(visit).first()?)))
        .collect();
    let Some((visit, _)) = asked.first() else {
        return Err(why_not_asked(record, Story::RefundedInParts));
    };
    for (visit, ask) in &asked {
        let payment = visit.payment_id.as_deref().unwrap_or("?");
        let calls = sent(record, visit);
        let Some(call) = calls.first() else {
            return Ok(Finding::failed(Said::new(
                format!("a refund of {payment} was asked for, and no refund call names it"),
                format!("{payment}-এর রিফান্ড চাওয়া হয়েছে, কিন্তু কোনো রিফান্ড কলে তা নেই"),
            ))
            .at(calls_of(record, visit))
            .on(ask.page.as_ref()));
        };
        let trx_id = call.asked("trxID").or_else(|| call.asked("trxId"));
        let amount = call.amount().unwrap_or_default();
        let wrong_trx = visit
            .trx_id
            .as_deref()
            .is_some_and(|its| trx_id != Some(its));
        let wrong_amount = ask
            .amount
            .as_deref()
            .is_some_and(|asked| !money::same(asked, &amount));
        if wrong_trx || wrong_amount {
            let asked = ask.amount.as_deref().unwrap_or("-");
            let (trx_id, id) = (trx_id.unwrap_or("-"), call.id);
            let its = visit.trx_id.as_deref().unwrap_or("-");
            return Ok(Finding::failed(Said::new(
                format!("asked for: {asked} of {its}; sent (exchange {id}): {amount} of {trx_id}"),
                format!(
                    "চাওয়া হয়েছে: {its} থেকে {asked}; পাঠানো হয়েছে (কল {id}): {trx_id} থেকে {amount}"
                ),
            ))
            .at([id])
            .on(ask.page.as_ref()));
        }
    }
    let calls = sent(record, visit);
    Ok(Finding::passed(Said::new(
        format!(
            "refunds asked for: {}, sent with the payment's ids",
            asked.len()
        ),
        format!("চাওয়া রিফান্ড: {}, পেমেন্টের আইডিসহ পাঠানো হয়েছে", asked.len()),
    ))
    .at(calls.first().map(|call| call.id)))
}

fn why_not_asked(record: &Record, story: Story) -> Said {
    let trouble = record
        .of(story)
        .flat_map(|visit| &visit.refunds)
        .find_map(|ask| ask.trouble.as_ref());
    match trouble {
        Some(trouble) => trouble.saw.clone(),
        None if record.shop.refunds && !record.shop.refunds_parts => Said::new(
            "[refund] of shop.toml has no {amount}: a part, or too much, cannot be asked for",
            "shop.toml-এর [refund]-এ {amount} নেই: অংশ বা বাড়তি টাকা চাওয়া যায় না",
        ),
        None => why_not(record, story),
    }
}

/// Version 1 of the refund API takes one refund a payment: a shop on it may say no by itself.
pub(crate) fn second_part(record: &Record) -> Judged {
    let visits = visits(record, Story::RefundedInParts)?;
    for visit in &visits {
        let [_, second, ..] = *asks(visit) else {
            continue;
        };
        let Some(amount) = second.amount.as_deref() else {
            continue;
        };
        let calls = sent(record, visit);
        let carries =
            |call: &&&Exchange| call.amount().is_some_and(|sent| money::same(&sent, amount));
        if let Some(call) = calls.iter().skip(1).find(carries) {
            return Ok(Finding::passed(Said::new(
                format!("the second part, {amount}, was sent (exchange {})", call.id),
                format!("দ্বিতীয় অংশ {amount} পাঠানো হয়েছে (কল {})", call.id),
            ))
            .at([call.id]));
        }
        let only_one = calls
            .iter()
            .all(|call| call.asked("refundAmount").is_none());
        let says_done = second
            .page
            .as_ref()
            .is_some_and(|page| page.reading == Reading::Paid);
        if only_one && !says_done {
            return Err(Said::new(
                "the shop uses version 1 of the refund API, which takes one refund a payment, and does not say that a second was done",
                "দোকান রিফান্ড API-র v1 ব্যবহার করে, যাতে পেমেন্টপ্রতি একটিই রিফান্ড; দ্বিতীয়টি হয়েছে বলেও জানায়নি",
            ));
        }
        return Ok(Finding::failed(Said::new(
            format!("a second part, {amount}, was asked for and never sent"),
            format!("দ্বিতীয় অংশ {amount} চাওয়া হয়েছে, কিন্তু পাঠানো হয়নি"),
        ))
        .at(calls.first().map(|call| call.id))
        .on(second.page.as_ref()));
    }
    Err(why_not_asked(record, Story::RefundedInParts))
}

pub(crate) fn not_too_much(record: &Record) -> Judged {
    if is_traffic(record) {
        return Err(why_not(record, Story::RefundedTooMuch));
    }
    let visits = visits(record, Story::RefundedTooMuch)?;
    for visit in &visits {
        for ask in asks(visit) {
            let Some(page) = &ask.page else { continue };
            let amount = ask.amount.as_deref().unwrap_or("-");
            let paid = visit.amount.as_deref().unwrap_or("-");
            match page.reading {
                Reading::Paid => {
                    return Ok(Finding::failed(Said::new(
                        format!(
                            "{amount} of {paid} was asked back, and the page says: {}",
                            quote(page)
                        ),
                        format!(
                            "{paid}-এর মধ্যে {amount} ফেরত চাওয়া হয়েছে, পাতায় লেখা: {}",
                            quote(page)
                        ),
                    ))
                    .at(calls_of(record, visit))
                    .on(Some(page)));
                }
                Reading::Unclear | Reading::Empty if page.status < 400 => {
                    return Err(cannot_read(page));
                }
                _ => {}
            }
        }
    }
    let example = visits.iter().find(|visit| !asks(visit).is_empty());
    let Some(visit) = example else {
        return Err(why_not_asked(record, Story::RefundedTooMuch));
    };
    let page = asks(visit).first().and_then(|ask| ask.page.as_ref());
    Ok(Finding::passed(Said::new(
        "more than was paid was asked back, and not shown as done",
        "পরিশোধের চেয়ে বেশি ফেরত চাওয়া হয়েছে, সফল দেখানো হয়নি",
    ))
    .at(sent(record, visit).first().map(|call| call.id))
    .on(page))
}
