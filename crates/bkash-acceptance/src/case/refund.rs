use super::clause;
use super::{Case, Level};
use crate::judge::{lost_refund, refund};
use crate::story::Story;
use crate::words::Words;

pub(super) const CASES: [Case; 6] = [
    Case {
        id: "refund/1",
        level: Level::Must,
        title: Words {
            en: "A refund carries the payments' id_token",
            bn: "রিফান্ডে পেমেন্টের একই id_token",
        },
        clause: clause::SAME_TOKEN,
        expected: Words {
            en: "The refund carries the id_token that payments of the same hour carry; no token is fetched for it.",
            bn: "একই ঘণ্টার পেমেন্টে যে id_token থাকে, রিফান্ডেও সেটিই থাকে; রিফান্ডের জন্য আলাদা টোকেন নেওয়া হয় না।",
        },
        remedy: Words {
            en: "Use the same stored token for refunds as for payments; remove the grant from your refund code.",
            bn: "রিফান্ডেও পেমেন্টের জমা রাখা টোকেনটিই ব্যবহার করুন; রিফান্ডের কোড থেকে grant সরান।",
        },
        needs: &[Story::RefundedInParts],
        after: &["tokens/1"],
        judge: refund::same_token,
    },
    Case {
        id: "refund/2",
        level: Level::Must,
        title: Words {
            en: "A refund that is asked for reaches the gateway",
            bn: "চাওয়া রিফান্ড গেটওয়েতে পৌঁছায়",
        },
        clause: clause::REFUND_TEST,
        expected: Words {
            en: "The refund call names the payment's paymentID and trxID, and the amount that was asked for.",
            bn: "রিফান্ড কলে পেমেন্টের paymentID, trxID এবং চাওয়া টাকার পরিমাণ থাকে।",
        },
        remedy: Words {
            en: "Store paymentID and trxID of each paid order, and send them with the amount, a sku and a reason to the refund API.",
            bn: "প্রতিটি পরিশোধিত অর্ডারের paymentID ও trxID জমা রাখুন এবং পরিমাণ, sku ও reason-সহ রিফান্ড API-তে পাঠান।",
        },
        needs: &[Story::RefundedInParts],
        after: &[],
        judge: refund::reaches_the_gateway,
    },
    Case {
        id: "refund/3",
        level: Level::Should,
        title: Words {
            en: "A second part is sent too",
            bn: "রিফান্ডের দ্বিতীয় অংশও পাঠানো হয়",
        },
        clause: clause::REFUND_TEST,
        expected: Words {
            en: "A second partial refund is a call of its own; it is not taken for the first one.",
            bn: "দ্বিতীয় আংশিক রিফান্ডের জন্য আলাদা কল যায়; সেটিকে প্রথমটি বলে ধরা হয় না।",
        },
        remedy: Words {
            en: "Key your guard against doubled refunds by the refund, not by the payment; the v2 refund API takes several parts.",
            bn: "দুবার রিফান্ড ঠেকানোর চাবি পেমেন্ট ধরে নয়, রিফান্ড ধরে রাখুন; v2 রিফান্ড API কয়েক ভাগে রিফান্ড নেয়।",
        },
        needs: &[Story::RefundedInParts],
        after: &["refund/2"],
        judge: refund::second_part,
    },
    Case {
        id: "refund/4",
        level: Level::Should,
        title: Words {
            en: "More than was paid is never shown as refunded",
            bn: "পরিশোধের চেয়ে বেশি রিফান্ড কখনো সফল দেখানো নয়",
        },
        clause: clause::REFUND_TEST,
        expected: Words {
            en: "A refund above the amount of the payment is refused by the shop or the gateway, and the page does not say that it was done.",
            bn: "পেমেন্টের চেয়ে বেশি রিফান্ড দোকান বা গেটওয়ে ফিরিয়ে দেয় এবং পাতায় সফল বলা হয় না।",
        },
        remedy: Words {
            en: "Check the answer of the refund API, code and message, before you say that a refund was done.",
            bn: "রিফান্ড হয়েছে বলার আগে রিফান্ড API-র উত্তরের কোড ও বার্তা দেখুন।",
        },
        needs: &[Story::RefundedTooMuch],
        after: &[],
        judge: refund::not_too_much,
    },
    Case {
        id: "refund/5",
        level: Level::Must,
        title: Words {
            en: "An unanswered refund is never sent again blindly",
            bn: "উত্তরহীন রিফান্ড না জেনে আবার পাঠানো নয়",
        },
        clause: clause::REFUND_TEST,
        expected: Words {
            en: "After a refund without an answer no other one is sent before refund status was asked: the first may have been done.",
            bn: "রিফান্ডের উত্তর না এলে refund status না জেনে আরেকটি পাঠানো হয় না: প্রথমটি হয়ে গিয়ে থাকতে পারে।",
        },
        remedy: Words {
            en: "Switch automatic repeats off for refunds; after a lost answer ask refund status, or you may pay twice.",
            bn: "রিফান্ডে স্বয়ংক্রিয় পুনঃচেষ্টা বন্ধ করুন; উত্তর হারালে refund status দেখুন, নইলে দুবার টাকা ফেরত যেতে পারে।",
        },
        needs: &[Story::RefundLost, Story::RefundHangs],
        after: &[],
        judge: lost_refund::never_again_blindly,
    },
    Case {
        id: "refund/6",
        level: Level::Should,
        title: Words {
            en: "After an unanswered refund its status is asked",
            bn: "উত্তরহীন রিফান্ডের পর refund status জানা হয়",
        },
        clause: clause::REFUND_TEST,
        expected: Words {
            en: "When the answer of a refund is lost, refund status is asked for that payment.",
            bn: "রিফান্ডের উত্তর হারালে ওই পেমেন্টের refund status জিজ্ঞাসা করা হয়।",
        },
        remedy: Words {
            en: "After a refund without an answer call refund status with the same paymentID and trxID, and go by what it lists.",
            bn: "উত্তর না এলে একই paymentID ও trxID দিয়ে refund status ডাকুন এবং তাতে যা আছে সে অনুযায়ী চলুন।",
        },
        needs: &[Story::RefundLost],
        after: &["refund/5"],
        judge: lost_refund::status_is_asked,
    },
];
