//! Bangla sentences of shops. Endings stick to words, so that parts of words are looked for.

use super::clause::Clause;
use super::normal::normal;
use super::signal::Signals;

const BROKEN: &[&str] = &["ব্যর্থ", "বাতিল", "অসফল", "প্রত্যাখ্যা", "অকৃতকার্য", "ফেইল"];
/// Asking to do it, or supposing that it is done.
const OFFERED: &[&str] = &["বাতিল করুন", "বাতিল করতে", "বাতিল করবেন", "বাতিল করার"];
const SUPPOSED: &[&str] = &[
    "যদি",
    "হলে",
    "হওয়ার পর",
    "করতে হবে",
    "করলে",
    "করার জন্য",
    "না হওয়া পর্যন্ত",
];
const NEGATED: &[&str] = &[
    "হয়নি",
    "হয় নি",
    "হয়নাই",
    "হয় নাই",
    "যায়নি",
    "যায় নি",
    "পারিনি",
    "পারে নি",
    "পারেনি",
    "করেনি",
    "হচ্ছে না",
    "পাইনি",
    "হল না",
    "হলো না",
    "নেওয়া হয় না",
    "জানায়নি",
    "হননি",
    "করেননি",
];
const WAITING: &[&str] = &[
    "যাচাই",
    "অপেক্ষ",
    "প্রক্রিয়াধীন",
    "পেন্ডিং",
    "মুলতুবি",
    "খোঁজ নেওয়া",
    "আবার পেমেন্ট করবেন না",
    "ফলাফল",
];
const BUSY: &[&str] = &["চলছে", "হচ্ছে", "এখনো", "এখনও"];
const MONEY: &[&str] = &[
    "পেমেন্ট",
    "লেনদেন",
    "টাকা",
    "মূল্য",
    "দাম",
    "বিল",
    "রিফান্ড",
    "ফেরত",
    "পরিশোধ",
];
const DONE: &[&str] = &[
    "হয়েছে",
    "হয়ে গেছে",
    "পাওয়া গেছে",
    "পেয়েছি",
    "সম্পন্ন",
    "গৃহীত",
    "গ্রহণ করা",
    "পরিশোধিত",
    "হলো",
    "সম্পূর্ণ",
];
const TAKEN: &[&str] = &["কাটা", "নেওয়া", "চার্জ"];
const ASIDE: &[&str] = &["নিশ্চিত", "যাচাই", "জানায়", "ফলাফল"];

/// What one clause tells.
pub(super) fn read(clause: &Clause) -> Signals {
    let text = clause.text.as_str();
    let has = |parts: &[&str]| {
        parts
            .iter()
            .any(|part| text.contains(normal(part).as_str()))
    };
    if clause.is_question || has(SUPPOSED) && !has(NEGATED) {
        return Signals::NONE;
    }
    if has(NEGATED) {
        return match () {
            () if has(TAKEN) => Signals::NOT_PAID,
            () if has(ASIDE) => Signals::NOT_PAID | Signals::WAITING,
            () if has(BUSY) || text.contains("শেষ") => Signals::NOT_PAID | Signals::BUSY,
            () if has(MONEY) || has(&["সফল", "অর্ডার"]) || has(DONE) => {
                Signals::FAILED
            }
            () => Signals::NOT_PAID,
        };
    }
    if has(BROKEN) && !has(OFFERED) {
        return Signals::FAILED;
    }
    if has(&["অপরিশোধিত", "বকেয়া", "সময়", "মেয়াদ"])
    {
        return Signals::NOT_PAID;
    }
    let is_over = has(&["সফল"]) && has(DONE);
    if has(WAITING) && !is_over {
        return Signals::WAITING;
    }
    if has(&["সফল"]) || has(MONEY) && has(DONE) {
        return if has(&["অর্ডার"]) && !has(MONEY) {
            Signals::THANKS
        } else {
            Signals::PAID
        };
    }
    if has(&["ধন্যবাদ", "অভিনন্দন"]) || has(&["অর্ডার"]) && has(DONE)
    {
        return Signals::THANKS;
    }
    if has(BUSY) {
        Signals::BUSY
    } else {
        Signals::NONE
    }
}
