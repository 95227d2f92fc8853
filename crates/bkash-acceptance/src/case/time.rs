use super::clause;
use super::{Case, Level};
use crate::judge::time;
use crate::story::Story;
use crate::words::Words;

const EXPECTED: Words = Words {
    en: "A call without an answer is given up after 30 s: not before 25 s, not after 32 s.",
    bn: "উত্তর না এলে কলটি ৩০ সেকেন্ডে ছেড়ে দেওয়া হয়: ২৫ সেকেন্ডের আগে নয়, ৩২ সেকেন্ডের পরে নয়।",
};
const REMEDY: Words = Words {
    en: "Set the total time-out of this call to 30 s in your HTTP client (not only the time-out of connecting), and keep automatic repeats off.",
    bn: "HTTP ক্লায়েন্টে এই কলের মোট টাইম-আউট ৩০ সেকেন্ড দিন (শুধু সংযোগের টাইম-আউট নয়), স্বয়ংক্রিয় পুনঃচেষ্টা বন্ধ রাখুন।",
};

pub(super) const CASES: [Case; 8] = [
    case(
        "time/1",
        Level::Must,
        CREATE,
        &[Story::CreateHangs],
        time::create,
    ),
    case(
        "time/2",
        Level::Must,
        EXECUTE,
        &[Story::ExecuteHangs],
        time::execute,
    ),
    case(
        "time/3",
        Level::Must,
        QUERY,
        &[Story::QueryHangs],
        time::query,
    ),
    case(
        "time/4",
        Level::Must,
        REFUND,
        &[Story::RefundHangs],
        time::refund,
    ),
    case(
        "time/5",
        Level::Must,
        REFRESH,
        &[Story::RefreshHangs],
        time::refresh,
    ),
    case(
        "time/6",
        Level::Must,
        GRANT,
        &[Story::RefreshRefused],
        time::grant,
    ),
    case(
        "time/7",
        Level::Should,
        REFUND_STATUS,
        &[Story::RefundStatusHangs],
        time::refund_status,
    ),
    case("time/8", Level::Should, SEARCH, &[], time::search),
];

const CREATE: Words = title("Create is given up after 30 s", "create ৩০ সেকেন্ডে ছাড়া হয়");
const EXECUTE: Words = title("Execute is given up after 30 s", "execute ৩০ সেকেন্ডে ছাড়া হয়");
const QUERY: Words = title("Query is given up after 30 s", "query ৩০ সেকেন্ডে ছাড়া হয়");
const REFUND: Words = title("Refund is given up after 30 s", "refund ৩০ সেকেন্ডে ছাড়া হয়");
const REFRESH: Words = title(
    "Token refresh is given up after 30 s",
    "token/refresh ৩০ সেকেন্ডে ছাড়া হয়",
);
const GRANT: Words = title(
    "Token grant is given up after 30 s",
    "token/grant ৩০ সেকেন্ডে ছাড়া হয়",
);
const REFUND_STATUS: Words = title(
    "Refund status is given up after 30 s",
    "refund status ৩০ সেকেন্ডে ছাড়া হয়",
);
const SEARCH: Words = title("Search is given up after 30 s", "search ৩০ সেকেন্ডে ছাড়া হয়");

const fn title(en: &'static str, bn: &'static str) -> Words {
    Words { en, bn }
}

const fn case(
    id: &'static str,
    level: Level,
    title: Words,
    needs: &'static [Story],
    judge: super::case::Judge,
) -> Case {
    Case {
        id,
        level,
        title,
        clause: clause::TIME_LIMIT,
        expected: EXPECTED,
        remedy: REMEDY,
        needs,
        after: &[],
        judge,
    }
}
