//! What the shop does when its token is turned away before its time.

use std::ops::RangeInclusive;

use jiff::SignedDuration;

use super::attribution::token_calls;
use super::budget::may_be_counting;
use super::token_call::{Issued, TokenCall};
use super::witness::why_not;
use crate::case::Judged;
use crate::record::{Exchange, Record, Visit};
use crate::story::{Phase, Story};
use crate::verdict::Finding;
use crate::words::Said;

/// Until then a payer is kept waiting.
const SOON: SignedDuration = SignedDuration::from_secs(10);

/// As many token calls as one caller makes for one 401.
const REFRESH_THEN_GRANT: usize = 2;

pub(crate) fn one_repeat(record: &Record) -> Judged {
    let calls = token_calls(record);
    let refused: Vec<_> = record
        .journal
        .all()
        .filter(|call| turned_away_early(&calls, call))
        .collect();
    let mut repeated = None;
    for refused in &refused {
        let id = refused.id;
        let waits = while_the_payer_waits(record, refused);
        let mut later = calls
            .iter()
            .filter(|call| waits.contains(&call.exchange.id))
            .peekable();
        if later.peek().is_none() {
            if let Some(counting) = may_be_counting(record, refused.at) {
                return Err(counting);
            }
            return Ok(Finding::failed(Said::new(
                format!("exchange {id} was answered with 401, and no renewal followed while the payer waited"),
                format!("{id} নম্বর কলে 401 এসেছে, কিন্তু ক্রেতা থাকতে নবায়ন হয়নি"),
            ))
            .at([id]));
        }
        let soon = |call: &&TokenCall<'_>| {
            call.exchange.succeeded() && call.exchange.ended_at().duration_since(refused.at) < SOON
        };
        let Some(renewed) = later
            .take(REFRESH_THEN_GRANT)
            .find(soon)
            .map(|call| call.exchange)
        else {
            // Whoever gets no other token in time has nothing to repeat the call with.
            continue;
        };
        let again = record.journal.all().find(|call| {
            call.id > renewed.id
                && (is_same_call(refused, call) || serves_the_same(record, refused, call))
                && !call.is_unauthorized()
        });
        let Some(again) = again else {
            return Ok(Finding::failed(Said::new(
                format!("exchange {id} was answered with 401 and the token renewed (exchange {}), but the call was not repeated with it", renewed.id),
                format!("{id} নম্বর কলে 401-এর পর নবায়ন হয়েছে (কল {}), কিন্তু কলটি আর পাঠানো হয়নি", renewed.id),
            ))
            .at([id, renewed.id]));
        };
        repeated = repeated.or(Some([id, renewed.id, again.id]));
    }
    let Some([id, renewed, again]) = repeated else {
        return Err(why_not(record, Story::Unauthorized));
    };
    Ok(Finding::passed(Said::new(
        format!("exchange {id} was answered with 401, renewed (exchange {renewed}) and repeated (exchange {again})"),
        format!("{id} নম্বর কলে 401, তারপর নবায়ন (কল {renewed}) ও পুনরায় কল ({again})"),
    ))
    .at([id, renewed, again]))
}

/// The exchanges after this one; of a create to the end of its visit, of which there is one at a time: what comes later
/// helps this payer no more. Other calls may be the shop's own, made while somebody else waits.
fn while_the_payer_waits(record: &Record, call: &Exchange) -> RangeInclusive<u64> {
    let visit = record.visits.iter().find(|visit| {
        let (first, last) = visit.exchanges;
        call.endpoint == "create"
            && visit.story.phase() == Phase::Renewal
            && (first..=last).contains(&call.id)
    });
    call.id + 1..=visit.map_or(u64::MAX, |visit| visit.exchanges.1)
}

/// By what it is about: a create has its invoice number, every other call its payment.
fn is_same_call(one: &Exchange, other: &Exchange) -> bool {
    let invoice = "merchantInvoiceNumber";
    one.endpoint == other.endpoint
        && one.payment_id() == other.payment_id()
        && one.asked(invoice) == other.asked(invoice)
}

/// Made anew for the same payer: some shops count an invoice number up with each try.
fn serves_the_same(record: &Record, one: &Exchange, other: &Exchange) -> bool {
    let created = other.said("paymentID").or_else(|| other.said("paymentId"));
    let was_there = |visit: &Visit| {
        let (from, to) = visit.exchanges;
        (from..=to).contains(&one.id) && visit.payment_id.as_deref() == created
    };
    one.endpoint == "create"
        && other.endpoint == "create"
        && created.is_some()
        && record.visits.iter().any(was_there)
}

/// A 401 to a call whose token had not run out by its own expires_in, and was the newest.
fn turned_away_early(calls: &[TokenCall<'_>], call: &Exchange) -> bool {
    let newest = calls
        .iter()
        .rev()
        .filter(|it| it.exchange.id < call.id)
        .find_map(|it| Issued::by(it.exchange));
    call.is_unauthorized()
        && newest.is_some_and(|token| {
            call.token() == Some(token.token) && token.left_at(call.at) > SignedDuration::ZERO
        })
}
