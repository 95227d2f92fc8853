use super::clause;
use super::{Case, Level};
use crate::judge::{renewals, restart, tokens, unauthorized};
use crate::story::Story;
use crate::words::Words;

pub(super) const CASES: [Case; 7] = [
    Case {
        id: "tokens/1",
        level: Level::Must,
        title: Words {
            en: "One id_token serves every payer",
            bn: "একটি id_token সব ক্রেতার জন্য",
        },
        clause: clause::REUSE,
        expected: Words {
            en: "Until it runs out, every call of every payer carries the same id_token.",
            bn: "মেয়াদ শেষ না হওয়া পর্যন্ত সব ক্রেতার সব কলে একই id_token থাকে।",
        },
        remedy: Words {
            en: "Keep the id_token with its expiry time in your database or Redis, read it before each call, and ask for another only when it has run out.",
            bn: "id_token ও তার মেয়াদ ডেটাবেজ বা Redis-এ রাখুন, প্রতিটি কলের আগে সেখান থেকে পড়ুন, আর মেয়াদ শেষ হলে তবেই নতুনটি নিন।",
        },
        needs: &[Story::Paid, Story::Cancelled, Story::WrongOtp],
        after: &[],
        judge: tokens::one_for_all,
    },
    Case {
        id: "tokens/2",
        level: Level::Must,
        title: Words {
            en: "Payers who come at the same moment: one grant",
            bn: "একই মুহূর্তে একাধিক ক্রেতা এলেও একবারই grant",
        },
        clause: clause::FIRST_GRANT,
        expected: Words {
            en: "A shop that holds no token asks for one once, however many payers wait for it.",
            bn: "দোকানের কাছে কোনো টোকেন না থাকলে যত ক্রেতাই অপেক্ষা করুক, token/grant একবারই ডাকা হয়।",
        },
        remedy: Words {
            en: "Put a lock around token/grant that all your processes share (a database row, Redis SET NX); whoever gets it looks again whether a token is stored by now.",
            bn: "token/grant-এর চারপাশে এমন একটি লক দিন যা সব প্রসেস মানে (ডেটাবেজের সারি, Redis SET NX); লক পাওয়ার পর আবার দেখুন টোকেন ইতিমধ্যে জমা হয়েছে কি না।",
        },
        needs: &[Story::ColdStart],
        after: &["tokens/1"],
        judge: tokens::one_grant_for_a_crowd,
    },
    Case {
        id: "tokens/3",
        level: Level::Must,
        title: Words {
            en: "A token that ran out is refreshed, not granted anew",
            bn: "মেয়াদ শেষে refresh, নতুন grant নয়",
        },
        clause: clause::REFRESH,
        expected: Words {
            en: "The first call after the id_token ran out is preceded by one token/refresh with the stored refresh_token.",
            bn: "id_token-এর মেয়াদ শেষ হলে পরের কলের আগে জমা রাখা refresh_token দিয়ে একবার token/refresh ডাকা হয়।",
        },
        remedy: Words {
            en: "Store the refresh_token beside the id_token; when expires_in is over, call token/refresh with it and store the new id_token.",
            bn: "id_token-এর পাশে refresh_token-ও রাখুন; expires_in পেরোলে সেটি দিয়ে token/refresh ডেকে নতুন id_token জমা করুন।",
        },
        needs: &[Story::Expired],
        after: &["tokens/1"],
        judge: renewals::refresh_not_grant,
    },
    Case {
        id: "tokens/4",
        level: Level::Must,
        title: Words {
            en: "A refused refresh is followed by one grant",
            bn: "refresh প্রত্যাখ্যাত হলে একবার grant",
        },
        clause: clause::GRANT_AGAIN,
        expected: Words {
            en: "When token/refresh is refused, the shop calls token/grant once, stores both new tokens, and the payer goes on.",
            bn: "token/refresh প্রত্যাখ্যাত হলে দোকান একবার token/grant ডাকে, নতুন দুটি টোকেন জমা রাখে, আর ক্রেতা এগিয়ে যেতে পারেন।",
        },
        remedy: Words {
            en: "If token/refresh answers anything but 0000, call token/grant once, replace both stored tokens and go on with the payment.",
            bn: "token/refresh 0000 ছাড়া অন্য কিছু বললে একবার token/grant ডাকুন, জমা রাখা দুটি টোকেনই বদলান এবং পেমেন্ট চালিয়ে যান।",
        },
        needs: &[Story::RefreshRefused],
        after: &["tokens/1", "tokens/3"],
        judge: renewals::grant_after_a_refusal,
    },
    Case {
        id: "tokens/5",
        level: Level::Must,
        title: Words {
            en: "No token call without a cause",
            bn: "কারণ ছাড়া কোনো টোকেন কল নয়",
        },
        clause: clause::EXPIRY,
        expected: Words {
            en: "Each token call has a cause of its own: no token yet, the token is (nearly) over, a 401, or a failed token call before it. bKash allows two an hour.",
            bn: "প্রতিটি টোকেন কলের নিজস্ব কারণ থাকে: এখনো টোকেন নেই, মেয়াদ শেষ (বা শেষের পথে), 401, অথবা আগের টোকেন কল ব্যর্থ। bKash ঘণ্টায় দুটি কল দেয়।",
        },
        remedy: Words {
            en: "Call for tokens in one place only, when a payment needs one: no timer, no loop of repeats, no grant beside a refresh.",
            bn: "টোকেনের কল এক জায়গায় রাখুন এবং পেমেন্টের দরকারে তবেই ডাকুন: টাইমার নয়, বারবার চেষ্টার লুপ নয়, refresh-এর পাশে grant নয়।",
        },
        needs: &[Story::ColdStart, Story::Expired, Story::RefreshRefused],
        after: &["tokens/1", "tokens/2", "tokens/3", "tokens/4", "refund/1"],
        judge: tokens::none_without_a_cause,
    },
    Case {
        id: "tokens/6",
        level: Level::Must,
        title: Words {
            en: "Tokens survive a restart",
            bn: "দোকান আবার চালু হলেও টোকেন থাকে",
        },
        clause: clause::STORE,
        expected: Words {
            en: "After the shop was stopped and started, it goes on with the token that it held.",
            bn: "দোকান বন্ধ করে আবার চালু করার পরও আগের টোকেন দিয়েই কাজ চলে।",
        },
        remedy: Words {
            en: "Store tokens in your database or Redis, not in a variable of the process, and read them from there when the shop starts.",
            bn: "টোকেন প্রসেসের ভেরিয়েবলে নয়, ডেটাবেজ বা Redis-এ রাখুন এবং দোকান চালু হলে সেখান থেকেই পড়ুন।",
        },
        needs: &[Story::Restarted],
        after: &["tokens/1"],
        judge: restart::survived,
    },
    Case {
        id: "tokens/7",
        level: Level::Should,
        title: Words {
            en: "A 401 is met with one renewal and one repeat",
            bn: "401 পেলে একবার নবায়ন, একবার পুনরায় কল",
        },
        clause: clause::REFRESH,
        expected: Words {
            en: "A call that is answered with 401 is sent once more with a renewed id_token, and the payer notices nothing.",
            bn: "কোনো কলের উত্তরে 401 এলে নতুন id_token দিয়ে কলটি আর একবার পাঠানো হয়, ক্রেতা কিছুই টের পান না।",
        },
        remedy: Words {
            en: "On HTTP 401 renew the id_token once and send the same call once more: a 401 is refused before bKash does anything.",
            bn: "HTTP 401 পেলে একবার id_token নবায়ন করে একই কল আর একবার পাঠান: 401 মানে bKash তখনো কিছুই করেনি।",
        },
        needs: &[Story::Unauthorized],
        after: &["tokens/1"],
        judge: unauthorized::one_repeat,
    },
];
