//! Shops that count their own token calls, as the gateway does.

use jiff::{SignedDuration, Timestamp};

use crate::record::Record;
use crate::words::Said;

/// What the gateway allows.
const CALLS_AN_HOUR: usize = 2;
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// A shop that has made its two calls of this hour, and makes no third, may know what it does.
pub(super) fn may_be_counting(record: &Record, at: Timestamp) -> Option<Said> {
    let within = record.journal.token_calls().filter(|call| {
        let before = at.duration_since(call.at);
        before >= SignedDuration::ZERO && before < HOUR
    });
    (within.count() == CALLS_AN_HOUR).then(|| {
        Said::new(
            "no token call was made; the shop may keep to the gateway's two an hour, and that is not wrong",
            "কোনো টোকেন কল হয়নি; দোকান হয়তো গেটওয়ের ঘণ্টায় দুটির সীমা মানছে, সেটি ভুল নয়",
        )
    })
}
