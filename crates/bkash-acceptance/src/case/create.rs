use super::clause;
use super::{Case, Level};
use crate::judge::create;
use crate::story::Story;
use crate::words::Words;

pub(super) const CASES: [Case; 2] = [
    Case {
        id: "create/1",
        level: Level::Should,
        title: Words {
            en: "Each payment has an invoice number of its own",
            bn: "প্রতিটি পেমেন্টের নিজস্ব ইনভয়েস নম্বর",
        },
        clause: clause::JOURNEY,
        expected: Words {
            en: "No two payers' payments carry the same merchantInvoiceNumber.",
            bn: "দুই ক্রেতার পেমেন্টে একই merchantInvoiceNumber থাকে না।",
        },
        remedy: Words {
            en: "Make merchantInvoiceNumber from your order's own number; never a constant.",
            bn: "merchantInvoiceNumber অর্ডারের নিজস্ব নম্বর থেকে তৈরি করুন; কখনো একই লেখা নয়।",
        },
        needs: &[],
        after: &[],
        judge: create::invoices_differ,
    },
    Case {
        id: "create/2",
        level: Level::Should,
        title: Words {
            en: "An unanswered create is told, not sent again",
            bn: "create-এর উত্তর না এলে জানানো হয়, আবার পাঠানো হয় না",
        },
        clause: clause::JOURNEY,
        expected: Words {
            en: "When create gets no answer, it is not sent again by itself, and the payer sees a page that says so.",
            bn: "create-এর উত্তর না এলে সেটি নিজে থেকে আবার পাঠানো হয় না এবং ক্রেতা তা জানিয়ে একটি পাতা দেখেন।",
        },
        remedy: Words {
            en: "Catch the time-out of create, show a page with a button to try again, and let the payer decide.",
            bn: "create-এর টাইম-আউট ধরুন, আবার চেষ্টা করার বোতামসহ একটি পাতা দেখান, সিদ্ধান্ত ক্রেতার হাতে দিন।",
        },
        needs: &[Story::CreateHangs],
        after: &["create/1"],
        judge: create::unanswered_is_told,
    },
];
