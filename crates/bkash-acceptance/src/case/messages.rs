use super::clause;
use super::{Case, Level};
use crate::judge::messages;
use crate::story::Story;
use crate::words::Words;

pub(super) const CASES: [Case; 4] = [
    Case {
        id: "messages/1",
        level: Level::Must,
        title: Words {
            en: "After a failure the page says that the payment failed",
            bn: "ব্যর্থ হলে পাতায় পেমেন্ট ব্যর্থ লেখা থাকে",
        },
        clause: clause::PAYMENT_FAILED,
        expected: Words {
            en: "The page after a failure callback says, in English or Bangla, that the payment failed.",
            bn: "failure কলব্যাকের পরের পাতায় ইংরেজি বা বাংলায় লেখা থাকে যে পেমেন্ট ব্যর্থ হয়েছে।",
        },
        remedy: Words {
            en: "Show \"Payment failed\" on the page after the redirect. If yours says it in other words, name them in [words] of shop.toml.",
            bn: "ফিরে আসার পাতায় \"Payment failed\" বা \"পেমেন্ট ব্যর্থ হয়েছে\" দেখান। অন্য শব্দ ব্যবহার করলে shop.toml-এর [words]-এ লিখুন।",
        },
        needs: &[Story::WrongOtp],
        after: &[],
        judge: messages::after_failure,
    },
    Case {
        id: "messages/2",
        level: Level::Must,
        title: Words {
            en: "After a cancel the page says so",
            bn: "বাতিল হলে পাতায় তা লেখা থাকে",
        },
        clause: clause::PAYMENT_FAILED,
        expected: Words {
            en: "The page after a cancel callback says, in English or Bangla, that the payment failed or was cancelled.",
            bn: "cancel কলব্যাকের পরের পাতায় ইংরেজি বা বাংলায় লেখা থাকে যে পেমেন্ট ব্যর্থ বা বাতিল হয়েছে।",
        },
        remedy: Words {
            en: "Show \"Payment failed: you cancelled it\" on the page after the redirect. If yours says it in other words, name them in [words] of shop.toml.",
            bn: "ফিরে আসার পাতায় \"পেমেন্ট বাতিল হয়েছে\" দেখান। অন্য শব্দ ব্যবহার করলে shop.toml-এর [words]-এ লিখুন।",
        },
        needs: &[Story::Cancelled],
        after: &[],
        judge: messages::after_cancel,
    },
    Case {
        id: "messages/3",
        level: Level::Should,
        title: Words {
            en: "The paid page has the trxID",
            bn: "সফল পেমেন্টের পাতায় trxID থাকে",
        },
        clause: clause::JOURNEY,
        expected: Words {
            en: "The page of a paid order shows the trxID, which the payer finds in the bKash app too.",
            bn: "পরিশোধিত অর্ডারের পাতায় trxID দেখা যায়, যা ক্রেতা bKash অ্যাপেও পান।",
        },
        remedy: Words {
            en: "Store trxID of execute's answer (or of query's) and show it with the order.",
            bn: "execute-এর (বা query-র) উত্তরের trxID জমা রাখুন এবং অর্ডারের সঙ্গে দেখান।",
        },
        needs: &[Story::Paid],
        after: &["callback/3"],
        judge: messages::trx_id_is_shown,
    },
    Case {
        id: "messages/4",
        level: Level::Should,
        title: Words {
            en: "A refused create is told on a page",
            bn: "create প্রত্যাখ্যাত হলে পাতায় জানানো হয়",
        },
        clause: clause::STATUS_MESSAGE,
        expected: Words {
            en: "When create is refused, the payer sees its statusMessage, or at least that the payment could not start.",
            bn: "create প্রত্যাখ্যাত হলে ক্রেতা তার statusMessage, অন্তত পেমেন্ট শুরু করা যায়নি, দেখতে পান।",
        },
        remedy: Words {
            en: "Check statusCode of create's answer; if it is not 0000, show a page with its statusMessage instead of redirecting.",
            bn: "create-এর statusCode দেখুন; 0000 না হলে রিডাইরেক্ট না করে statusMessage-সহ একটি পাতা দেখান।",
        },
        needs: &[Story::CreateRefused],
        after: &[],
        judge: messages::refused_create,
    },
];
