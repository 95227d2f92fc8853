use super::clause;
use super::{Case, Level};
use crate::judge::{altered, execute, unanswered};
use crate::story::Story;
use crate::words::Words;

pub(super) const CASES: [Case; 9] = [
    Case {
        id: "execute/1",
        level: Level::Must,
        title: Words {
            en: "Only 0000 is success",
            bn: "কেবল 0000 মানেই সফল",
        },
        clause: clause::ONLY_0000,
        expected: Words {
            en: "An execute that is answered with any other code is never shown as paid, although HTTP says 200.",
            bn: "execute-এর উত্তরে অন্য কোনো কোড এলে HTTP 200 হলেও সফল দেখানো হয় না।",
        },
        remedy: Words {
            en: "Compare statusCode of execute with the text 0000; HTTP 200, or a missing code, is no success.",
            bn: "execute-এর statusCode \"0000\" কি না মিলিয়ে দেখুন; HTTP 200 বা কোড না থাকা মানে সফল নয়।",
        },
        needs: &[Story::Refused],
        after: &[],
        judge: execute::only_0000,
    },
    Case {
        id: "execute/2",
        level: Level::Must,
        title: Words {
            en: "The gateway's statusMessage is on the page",
            bn: "পাতায় গেটওয়ের statusMessage দেখা যায়",
        },
        clause: clause::ONLY_0000,
        expected: Words {
            en: "When execute is refused, the page shows the statusMessage of its answer, for each code.",
            bn: "execute প্রত্যাখ্যাত হলে প্রতিটি কোডের ক্ষেত্রে উত্তরের statusMessage পাতায় দেখা যায়।",
        },
        remedy: Words {
            en: "Show statusMessage of execute's answer as it is (escaped for HTML), beside a text of your own if you like.",
            bn: "execute-এর উত্তরের statusMessage হুবহু দেখান (HTML এস্কেপ করে); চাইলে পাশে নিজের লেখাও রাখতে পারেন।",
        },
        needs: &[Story::Refused],
        after: &["execute/1"],
        judge: execute::message_is_shown,
    },
    Case {
        id: "execute/3",
        level: Level::Must,
        title: Words {
            en: "Execute is never sent again",
            bn: "execute দ্বিতীয়বার পাঠানো হয় না",
        },
        clause: clause::QUERY,
        expected: Words {
            en: "One execute for a paymentID, whatever came of it: a refusal, a lost answer or a time-out.",
            bn: "একটি paymentID-র জন্য execute একবারই যায়, ফল যা-ই হোক: প্রত্যাখ্যান, হারানো উত্তর বা টাইম-আউট।",
        },
        remedy: Words {
            en: "Switch automatic repeats of your HTTP client off for execute; after a lost answer ask query payment instead.",
            bn: "execute-এর জন্য HTTP ক্লায়েন্টের স্বয়ংক্রিয় পুনঃচেষ্টা বন্ধ করুন; উত্তর না এলে বরং query payment ডাকুন।",
        },
        needs: &[Story::Refused, Story::Lost, Story::Dropped],
        after: &[],
        judge: execute::never_again,
    },
    Case {
        id: "execute/4",
        level: Level::Must,
        title: Words {
            en: "No answer, but paid: found out by query",
            bn: "উত্তর আসেনি কিন্তু টাকা গেছে: query করে জানা",
        },
        clause: clause::QUERY,
        expected: Words {
            en: "When the answer of execute is lost, the shop asks query payment and shows paid, or that it is being checked; never failed.",
            bn: "execute-এর উত্তর হারালে দোকান query payment ডাকে এবং সফল, অথবা যাচাই চলছে, দেখায়; ব্যর্থ কখনো নয়।",
        },
        remedy: Words {
            en: "Treat a time-out, a broken connection, a 5xx or an unreadable body of execute as unknown: call query payment, and believe its transactionStatus.",
            bn: "execute-এ টাইম-আউট, সংযোগ ছিন্ন, 5xx বা পড়া যায় না এমন উত্তর এলে ফল অজানা ধরুন: query payment ডেকে transactionStatus অনুযায়ী চলুন।",
        },
        needs: &[Story::Lost],
        after: &[],
        judge: unanswered::found_out,
    },
    Case {
        id: "execute/5",
        level: Level::Must,
        title: Words {
            en: "No answer and not paid: never shown as paid",
            bn: "উত্তর আসেনি, টাকাও যায়নি: সফল দেখানো নয়",
        },
        clause: clause::QUERY,
        expected: Words {
            en: "When execute never arrived and query says Initiated, the order is not shown as paid.",
            bn: "execute পৌঁছায়নি এবং query-তে Initiated এলে অর্ডারটি সফল দেখানো হয় না।",
        },
        remedy: Words {
            en: "After a lost answer only transactionStatus Completed of query payment means paid.",
            bn: "উত্তর হারালে query payment-এর transactionStatus Completed হলে তবেই সফল।",
        },
        needs: &[Story::Dropped],
        after: &[],
        judge: unanswered::not_paid,
    },
    Case {
        id: "execute/6",
        level: Level::Must,
        title: Words {
            en: "An answer after 20 seconds is still believed",
            bn: "২০ সেকেন্ড পরের উত্তরও গ্রহণ করা হয়",
        },
        clause: clause::TIME_LIMIT,
        expected: Words {
            en: "Execute that answers 0000 after 20 seconds is shown as paid.",
            bn: "execute ২০ সেকেন্ড পরে 0000 বললেও সফল দেখানো হয়।",
        },
        remedy: Words {
            en: "Wait 30 seconds for execute, and let your web server, proxy and script wait longer than that.",
            bn: "execute-এর জন্য ৩০ সেকেন্ড অপেক্ষা করুন; ওয়েব সার্ভার, প্রক্সি ও স্ক্রিপ্টের সীমা তার চেয়ে বেশি রাখুন।",
        },
        needs: &[Story::ExecuteLate],
        after: &["time/2"],
        judge: unanswered::late_answer,
    },
    Case {
        id: "execute/7",
        level: Level::Should,
        title: Words {
            en: "The amount in execute's answer is compared",
            bn: "execute-এর উত্তরের amount মেলানো হয়",
        },
        clause: clause::SECURITY,
        expected: Words {
            en: "An answer 0000 with another amount than the order's is not shown as paid.",
            bn: "উত্তর 0000 কিন্তু amount অর্ডারের সঙ্গে না মিললে সফল দেখানো হয় না।",
        },
        remedy: Words {
            en: "Compare amount (as money) and currency of execute's answer with the order; if they differ, hold it for a person.",
            bn: "execute-এর উত্তরের amount (টাকার মান হিসেবে) ও currency অর্ডারের সঙ্গে মেলান; না মিললে হাতে যাচাইয়ের জন্য রাখুন।",
        },
        needs: &[Story::OtherAmount],
        after: &["execute/1"],
        judge: altered::other_amount,
    },
    Case {
        id: "execute/8",
        level: Level::Should,
        title: Words {
            en: "The invoice number in execute's answer is compared",
            bn: "execute-এর উত্তরের ইনভয়েস নম্বর মেলানো হয়",
        },
        clause: clause::SECURITY,
        expected: Words {
            en: "An answer 0000 with another merchantInvoiceNumber than the order's is not shown as paid.",
            bn: "উত্তর 0000 কিন্তু merchantInvoiceNumber অর্ডারের সঙ্গে না মিললে সফল দেখানো হয় না।",
        },
        remedy: Words {
            en: "Compare merchantInvoiceNumber of execute's answer with the one that you sent; if they differ, hold the order for a person.",
            bn: "execute-এর উত্তরের merchantInvoiceNumber আপনার পাঠানোটির সঙ্গে মেলান; না মিললে অর্ডারটি হাতে যাচাইয়ের জন্য রাখুন।",
        },
        needs: &[Story::OtherInvoice],
        after: &["execute/1"],
        judge: altered::other_invoice,
    },
    Case {
        id: "execute/9",
        level: Level::Should,
        title: Words {
            en: "Only transactionStatus Completed is paid",
            bn: "transactionStatus কেবল Completed হলেই সফল",
        },
        clause: clause::ERROR_CODES,
        expected: Words {
            en: "An answer 0000 whose transactionStatus is not Completed is not shown as paid.",
            bn: "উত্তর 0000 কিন্তু transactionStatus Completed না হলে সফল দেখানো হয় না।",
        },
        remedy: Words {
            en: "Check statusCode and transactionStatus of execute's answer; paid is 0000 together with Completed.",
            bn: "execute-এর উত্তরে statusCode ও transactionStatus দুটোই দেখুন; 0000 এবং Completed একসঙ্গে থাকলে তবেই সফল।",
        },
        needs: &[Story::NotCompleted],
        after: &["execute/1"],
        judge: altered::not_completed,
    },
];
