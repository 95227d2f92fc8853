use super::clause;
use super::{Case, Level};
use crate::judge::security;
use crate::story::Story;
use crate::words::Words;

pub(super) const CASES: [Case; 4] = [
    Case {
        id: "security/1",
        level: Level::Must,
        title: Words {
            en: "No secret reaches the browser",
            bn: "কোনো গোপন তথ্য ব্রাউজারে যায় না",
        },
        clause: clause::SECURITY,
        expected: Words {
            en: "No page, script or redirect that the payer's browser gets holds an id_token, a refresh_token, the app_secret or the password.",
            bn: "ক্রেতার ব্রাউজারে আসা কোনো পাতা, স্ক্রিপ্ট বা রিডাইরেক্টে id_token, refresh_token, app_secret বা password থাকে না।",
        },
        remedy: Words {
            en: "Keep tokens and credentials on the server; give the browser nothing but the bkashURL. Change what has leaked.",
            bn: "টোকেন ও পরিচয়তথ্য সার্ভারেই রাখুন; ব্রাউজারকে কেবল bkashURL দিন। যা ফাঁস হয়েছে তা বদলে ফেলুন।",
        },
        needs: &[Story::Paid],
        after: &[],
        judge: security::no_leak,
    },
    Case {
        id: "security/2",
        level: Level::Must,
        title: Words {
            en: "The browser cannot change the amount",
            bn: "ব্রাউজার থেকে টাকার পরিমাণ বদলানো যায় না",
        },
        clause: clause::SECURITY,
        expected: Words {
            en: "Amounts that a browser adds to the checkout are ignored: create carries the shop's own price.",
            bn: "চেকআউটে ব্রাউজারের যোগ করা পরিমাণ উপেক্ষা করা হয়: create-এ দোকানের নিজের দামই যায়।",
        },
        remedy: Words {
            en: "Take the amount of create from the order in your database, never from a field of the request.",
            bn: "create-এর amount ডেটাবেজের অর্ডার থেকে নিন, অনুরোধের কোনো ফিল্ড থেকে কখনো নয়।",
        },
        needs: &[Story::Tampered],
        after: &[],
        judge: security::amount_is_the_shops,
    },
    Case {
        id: "security/3",
        level: Level::Must,
        title: Words {
            en: "A server calls the gateway, never a browser",
            bn: "গেটওয়েকে সার্ভার ডাকে, ব্রাউজার নয়",
        },
        clause: clause::SECURITY,
        expected: Words {
            en: "No call of the gateway's API comes from a browser.",
            bn: "গেটওয়ের API-তে কোনো কল ব্রাউজার থেকে আসে না।",
        },
        remedy: Words {
            en: "Move every call of the gateway to your server: a browser that can call it holds your credentials.",
            bn: "গেটওয়ের প্রতিটি কল সার্ভারে নিন: যে ব্রাউজার এটি ডাকতে পারে, তার কাছে আপনার গোপন তথ্যও আছে।",
        },
        needs: &[],
        after: &[],
        judge: security::called_by_a_server,
    },
    Case {
        id: "security/4",
        level: Level::Should,
        title: Words {
            en: "TLS 1.2 or later, with checked certificates",
            bn: "TLS 1.2 বা নতুন, সার্টিফিকেট যাচাইসহ",
        },
        clause: clause::SECURITY,
        expected: Words {
            en: "Calls over TLS use version 1.2 or later, and a certificate that nobody vouches for is refused.",
            bn: "TLS কলে সংস্করণ 1.2 বা নতুন থাকে এবং অবিশ্বস্ত সার্টিফিকেট প্রত্যাখ্যাত হয়।",
        },
        remedy: Words {
            en: "Leave certificate checks on (no verify=false, CURLOPT_SSL_VERIFYPEER=0 or rejectUnauthorized:false) and allow TLS 1.2 and 1.3 only.",
            bn: "সার্টিফিকেট যাচাই চালু রাখুন (verify=false, CURLOPT_SSL_VERIFYPEER=0, rejectUnauthorized:false নয়) এবং কেবল TLS 1.2 ও 1.3 অনুমোদন করুন।",
        },
        needs: &[Story::Stranger],
        after: &[],
        judge: security::tls,
    },
];
