//! Which visits tell a story, or why none does.

use crate::record::{Record, Visit};
use crate::story::Story;
use crate::words::Said;

/// The visits of a story that got as far as it takes; or why there are none.
pub(super) fn visits(record: &Record, story: Story) -> Result<Vec<&Visit>, Said> {
    let visits: Vec<_> = record.of(story).collect();
    match visits.is_empty() {
        true => Err(why_not(record, story)),
        false => Ok(visits),
    }
}

/// Why a story shows nothing.
pub(super) fn why_not(record: &Record, story: Story) -> Said {
    if let Some(trouble) = record.trouble(story) {
        return Said::new(
            format!("{}. {}", trouble.saw.en, trouble.advice.en),
            format!("{}। {}", trouble.saw.bn, trouble.advice.bn),
        );
    }
    if record.nobody_came().is_some() {
        return Said::new(
            "no payer got as far as bKash's page",
            "কোনো ক্রেতা বিকাশের পেজ পর্যন্ত পৌঁছাননি",
        );
    }
    if is_traffic(record) {
        return Said::new(
            "nothing in this traffic shows it",
            "এই ট্রাফিকে এর কিছুই দেখা যায়নি",
        );
    }
    if story.refunds() && !record.shop.refunds {
        return Said::new(
            "shop.toml has no [refund], so no refund could be asked for",
            "shop.toml-এ [refund] নেই, তাই রিফান্ড চাওয়া যায়নি",
        );
    }
    if story == Story::Restarted && !record.shop.restarts {
        return Said::new(
            "shop.toml has no [app], so the shop could not be restarted",
            "shop.toml-এ [app] নেই, তাই দোকানটি আবার চালু করা যায়নি",
        );
    }
    if record.quick && story.hangs() {
        return Said::new(
            "left out of a quick run, because a call hangs in it for half a minute",
            "দ্রুত রানে বাদ, কারণ এতে একটি কল আধা মিনিট ঝুলে থাকে",
        );
    }
    if !record.played.contains(&story) {
        return Said::new("not played in this run", "এই রানে খেলা হয়নি");
    }
    Said::new(
        "it was played, but showed nothing",
        "খেলা হয়েছে, কিন্তু কিছু দেখা যায়নি",
    )
}

/// Nobody played: what there is was watched.
pub(super) fn is_traffic(record: &Record) -> bool {
    record.visits.is_empty() && record.played.is_empty()
}

/// The journal's ids of the calls that are about this visit's payment.
pub(super) fn calls_of(record: &Record, visit: &Visit) -> Vec<u64> {
    const MOST: usize = 8;
    let Some(payment) = visit.payment_id.as_deref() else {
        return Vec::new();
    };
    let about = record.journal.all().filter(|exchange| {
        let created = exchange
            .said("paymentID")
            .or_else(|| exchange.said("paymentId"));
        exchange.is_call() && (exchange.payment_id() == Some(payment) || created == Some(payment))
    });
    about.map(|exchange| exchange.id).take(MOST).collect()
}

/// How many executes of this visit's payment the gateway took up.
pub(super) fn executes_of(record: &Record, visit: &Visit) -> Vec<u64> {
    let payment = visit.payment_id.as_deref().unwrap_or_default();
    let executes = record.journal.about("execute", payment);
    executes.map(|exchange| exchange.id).collect()
}
