//! Refunds whose answer never came.

use jiff::SignedDuration;

use super::money;
use super::witness::{is_traffic, why_not};
use crate::case::Judged;
use crate::record::{Exchange, Reading, Record};
use crate::story::Story;
use crate::verdict::Finding;
use crate::words::Said;

/// A shop that waits a while before it asks may take so long.
const PATIENCE: SignedDuration = SignedDuration::from_secs(60);

pub(crate) fn never_again_blindly(record: &Record) -> Judged {
    let refunds: Vec<_> = record.journal.of("refund").collect();
    let lost: Vec<_> = lost(&refunds);
    for first in &lost {
        let again = refunds.iter().find(|again| {
            again.id > first.id && is_same(first, again) && !status_between(record, first, again)
        });
        if let Some(again) = again {
            let payment = first.payment_id().unwrap_or("?");
            return Ok(Finding::failed(Said::new(
                format!("the refund of {payment} (exchange {}) got no answer and was sent again (exchange {}); refund status was not asked between", first.id, again.id),
                format!("{payment}-এর রিফান্ড (কল {}) উত্তর পায়নি, refund status না দেখেই আবার পাঠানো হয়েছে (কল {})", first.id, again.id),
            ))
            .at([first.id, again.id]));
        }
    }
    let Some(example) = lost.first() else {
        return Err(
            match is_traffic(record)
                || record.trouble(Story::RefundLost).is_none() && refunds.len() > 1
            {
                true => Said::new("every refund was answered", "প্রতিটি রিফান্ডের উত্তর এসেছে"),
                false => why_not(record, Story::RefundLost),
            },
        );
    };
    Ok(Finding::passed(Said::new(
        format!(
            "refunds without an answer: {}, none sent again blindly",
            lost.len()
        ),
        format!(
            "উত্তরহীন রিফান্ড: {}, কোনোটিই না জেনে আবার পাঠানো হয়নি",
            lost.len()
        ),
    ))
    .at([example.id]))
}

pub(crate) fn status_is_asked(record: &Record) -> Judged {
    let refunds: Vec<_> = record.journal.of("refund").collect();
    let lost = lost(&refunds);
    let asked = lost.iter().find_map(|refund| {
        let status = record.journal.about("refund_status", refund.payment_id()?);
        let after = status
            .filter(|status| status.id > refund.id)
            .min_by_key(|it| it.id)?;
        Some((refund.id, after.id))
    });
    if let Some((refund, status)) = asked {
        return Ok(Finding::passed(Said::new(
            format!("the refund of exchange {refund} got no answer, refund status was asked (exchange {status})"),
            format!("{refund} নম্বর কলের রিফান্ড উত্তর পায়নি, refund status জিজ্ঞাসা করা হয়েছে (কল {status})"),
        ))
        .at([refund, status]));
    }
    // Whether a watched shop will ask is not known before it does.
    match lost.first() {
        Some(refund) if record.of(Story::RefundLost).next().is_some() => {
            let waited = waited_since(record, refund);
            if waited < PATIENCE && is_left_open(record) {
                return Err(Said::new(
                    "the shop says that the refund is being looked into, and the run ended before it asked",
                    "দোকান বলছে রিফান্ড যাচাই হচ্ছে; সে জিজ্ঞাসা করার আগেই রান শেষ হয়েছে",
                ));
            }
            let (id, waited) = (refund.id, waited.as_secs());
            Ok(Finding::failed(Said::new(
                format!(
                    "the refund of exchange {id} got no answer, and refund status was not asked in the {waited} s that followed"
                ),
                format!(
                    "{id} নম্বর কলের রিফান্ড উত্তর পায়নি, পরের {waited} সেকেন্ডে refund status জিজ্ঞাসা করা হয়নি"
                ),
            ))
            .at([id]))
        }
        _ => Err(why_not(record, Story::RefundLost)),
    }
}

/// From the end of the refund to the last that was seen of the shop.
fn waited_since(record: &Record, refund: &Exchange) -> SignedDuration {
    let seen = record.journal.all().map(Exchange::ended_at).max();
    let end = refund.ended_at();
    seen.map_or(SignedDuration::ZERO, |seen| seen.duration_since(end))
}

/// Whether the shop does not claim to know how the lost refund ended.
fn is_left_open(record: &Record) -> bool {
    let asked = record.of(Story::RefundLost).flat_map(|it| &it.refunds);
    let mut pages = asked.filter_map(|ask| ask.page.as_ref());
    pages.any(|page| page.reading == Reading::Waiting)
}

fn lost<'a>(refunds: &[&'a Exchange]) -> Vec<&'a Exchange> {
    let unanswered = refunds.iter().filter(|refund| refund.is_unanswered());
    unanswered.copied().collect()
}

fn is_same(one: &Exchange, other: &Exchange) -> bool {
    let amounts = (one.amount(), other.amount());
    one.payment_id() == other.payment_id()
        && matches!(amounts, (Some(one), Some(other)) if money::same(&one, &other))
}

fn status_between(record: &Record, first: &Exchange, again: &Exchange) -> bool {
    record.journal.of("refund_status").any(|status| {
        status.id > first.id && status.id < again.id && status.payment_id() == first.payment_id()
    })
}
