use super::clause;
use super::{Case, Level};
use crate::judge::query;
use crate::story::Story;
use crate::words::Words;

pub(super) const CASES: [Case; 2] = [
    Case {
        id: "query/1",
        level: Level::Must,
        title: Words {
            en: "Query only after an execute without an answer",
            bn: "execute-এর উত্তর না এলে তবেই query",
        },
        clause: clause::QUERY,
        expected: Words {
            en: "A query is sent only after an execute of the same paymentID that got no usable answer.",
            bn: "একই paymentID-র execute-এর ব্যবহারযোগ্য উত্তর না এলে তবেই query পাঠানো হয়।",
        },
        remedy: Words {
            en: "Remove query payment from the normal flow: believe the answer of execute, and query only in the branch of its time-out.",
            bn: "স্বাভাবিক প্রবাহ থেকে query payment সরান: execute-এর উত্তরই মানুন, কেবল টাইম-আউটের অংশে query ডাকুন।",
        },
        needs: &[],
        after: &[],
        judge: query::only_without_an_answer,
    },
    Case {
        id: "query/2",
        level: Level::Must,
        title: Words {
            en: "A bounded number of queries",
            bn: "query-র সংখ্যা সীমিত",
        },
        clause: clause::QUERY,
        expected: Words {
            en: "At most 15 queries for one payment, with growing pauses between them.",
            bn: "একটি পেমেন্টের জন্য সর্বোচ্চ ১৫টি query, মাঝের বিরতি ক্রমে বাড়ে।",
        },
        remedy: Words {
            en: "Ask a few times with growing pauses (2 s, 5 s, 15 s, ...), then leave the order to a slow job or a person.",
            bn: "বিরতি বাড়িয়ে কয়েকবার জিজ্ঞাসা করুন (২ সে., ৫ সে., ১৫ সে., ...), তারপর ধীরগতির কাজ বা কর্মীর হাতে দিন।",
        },
        needs: &[Story::Lost, Story::Dropped],
        after: &["query/1"],
        judge: query::bounded,
    },
];
