//! Shops that count their own token calls, as the gateway does.

use jiff::{SignedDuration, Timestamp};

use crate::record::{Exchange, Record};
use crate::words::Said;

/// What the gateway allows.
const CALLS_AN_HOUR: usize = 2;
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// A shop that has made its two calls of this hour, and makes no third, may know what it does.
pub(super) fn may_be_counting(record: &Record, at: Timestamp) -> Option<Said> {
    let since = |call: &Exchange| at.duration_since(call.at);
    let before = |call: &&Exchange| since(call) >= SignedDuration::ZERO && since(call) < HOUR;
    let after = |call: &Exchange| since(call) < SignedDuration::ZERO && since(call) > -HOUR;
    let made = record.journal.token_calls().filter(before).count();
    let goes_on = record.journal.token_calls().any(after);
    (made == CALLS_AN_HOUR && !goes_on).then(|| {
        Said::new(
            "no token call was made; the shop may keep to the gateway's two an hour, and that is not wrong",
            "কোনো টোকেন কল হয়নি; দোকান হয়তো গেটওয়ের ঘণ্টায় দুটির সীমা মানছে, সেটি ভুল নয়",
        )
    })
}
