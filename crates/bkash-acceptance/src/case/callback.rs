use super::clause;
use super::{Case, Level};
use crate::judge::{callback, repeats, typed};
use crate::story::Story;
use crate::words::Words;

pub(super) const CASES: [Case; 11] = [
    Case {
        id: "callback/1",
        level: Level::Must,
        title: Words {
            en: "No execute after a failure callback",
            bn: "failure কলব্যাকের পর execute নয়",
        },
        clause: clause::ONLY_SUCCESS,
        expected: Words {
            en: "When the callback says failure, execute is not called for that paymentID.",
            bn: "কলব্যাকে status=failure এলে ওই paymentID-র জন্য execute ডাকা হয় না।",
        },
        remedy: Words {
            en: "In the callback look at status first; call execute only if it is exactly success.",
            bn: "কলব্যাকে আগে status দেখুন; সেটি ঠিক success হলে তবেই execute ডাকুন।",
        },
        needs: &[Story::WrongOtp],
        after: &[],
        judge: callback::no_execute_after_failure,
    },
    Case {
        id: "callback/2",
        level: Level::Must,
        title: Words {
            en: "No execute after a cancel callback",
            bn: "cancel কলব্যাকের পর execute নয়",
        },
        clause: clause::ONLY_SUCCESS,
        expected: Words {
            en: "When the callback says cancel, execute is not called for that paymentID.",
            bn: "কলব্যাকে status=cancel এলে ওই paymentID-র জন্য execute ডাকা হয় না।",
        },
        remedy: Words {
            en: "In the callback look at status first; call execute only if it is exactly success.",
            bn: "কলব্যাকে আগে status দেখুন; সেটি ঠিক success হলে তবেই execute ডাকুন।",
        },
        needs: &[Story::Cancelled],
        after: &[],
        judge: callback::no_execute_after_cancel,
    },
    Case {
        id: "callback/3",
        level: Level::Must,
        title: Words {
            en: "A success callback is executed once and shown as paid",
            bn: "success কলব্যাকে একবার execute, আর পাতায় সফল পেমেন্ট",
        },
        clause: clause::ONLY_SUCCESS,
        expected: Words {
            en: "When the callback says success, execute is called once and the payer sees that the order is paid.",
            bn: "কলব্যাকে status=success এলে execute একবার ডাকা হয় এবং ক্রেতা দেখেন যে পেমেন্ট সফল হয়েছে।",
        },
        remedy: Words {
            en: "On success call execute in one place only, and show its result. If the page does say so in words of your own, name them in [words] of shop.toml.",
            bn: "success এলে কেবল এক জায়গা থেকে execute ডাকুন এবং তার ফল দেখান। পাতায় নিজস্ব শব্দ থাকলে shop.toml-এর [words]-এ সেগুলো লিখুন।",
        },
        needs: &[Story::Paid],
        after: &[],
        judge: callback::executed_and_shown,
    },
    Case {
        id: "callback/4",
        level: Level::Must,
        title: Words {
            en: "The same callback again changes nothing",
            bn: "একই কলব্যাক আবার এলে কিছু বদলায় না",
        },
        clause: clause::ONLY_SUCCESS,
        expected: Words {
            en: "A callback that is opened again (reload, back button) causes no second execute and shows the same outcome.",
            bn: "কলব্যাক আবার খুললে (রিলোড, ব্যাক বাটন) দ্বিতীয়বার execute হয় না এবং একই ফল দেখা যায়।",
        },
        remedy: Words {
            en: "Record that a payment is being executed before you call execute; if it is recorded already, show the stored result.",
            bn: "execute ডাকার আগেই লিখে রাখুন যে পেমেন্টটি execute হচ্ছে; আগে থেকেই লেখা থাকলে জমা রাখা ফল দেখান।",
        },
        needs: &[Story::Twice],
        after: &["callback/3"],
        judge: repeats::the_same_again,
    },
    Case {
        id: "callback/5",
        level: Level::Must,
        title: Words {
            en: "Eight callbacks at the same moment: one execute",
            bn: "একই মুহূর্তে আটটি কলব্যাক, execute একবার",
        },
        clause: clause::ONLY_SUCCESS,
        expected: Words {
            en: "Callbacks of one payment that arrive together cause one execute, and each of them ends with the same outcome.",
            bn: "একই পেমেন্টের কয়েকটি কলব্যাক একসঙ্গে এলে execute একবারই হয় এবং সবগুলোতে একই ফল দেখা যায়।",
        },
        remedy: Words {
            en: "Claim the payment with one atomic statement (UPDATE ... SET status='executing' WHERE id=? AND status='created') and execute only if it changed a row; the others wait for the stored result.",
            bn: "একটি অ্যাটমিক স্টেটমেন্টে পেমেন্টটি দখল করুন (UPDATE ... SET status='executing' WHERE id=? AND status='created'); সারি বদলালে তবেই execute ডাকুন, বাকিরা জমা রাখা ফলের অপেক্ষা করবে।",
        },
        needs: &[Story::Burst],
        after: &["callback/4", "callback/3"],
        judge: repeats::eight_at_once,
    },
    Case {
        id: "callback/6",
        level: Level::Must,
        title: Words {
            en: "A typed success is never shown as paid",
            bn: "হাতে লেখা success কখনো সফল পেমেন্ট নয়",
        },
        clause: clause::SECURITY,
        expected: Words {
            en: "Success in the address of a payment that its payer never approved is not shown, nor recorded, as paid.",
            bn: "ক্রেতা অনুমোদন দেননি এমন পেমেন্টের ঠিকানায় success লেখা থাকলেও সেটি সফল হিসেবে দেখানো বা লেখা হয় না।",
        },
        remedy: Words {
            en: "Never believe status=success: only an execute (or, without its answer, a query) that says so makes an order paid.",
            bn: "status=success বিশ্বাস করবেন না: execute (উত্তর না এলে query) সফল বললে তবেই অর্ডারটি পরিশোধিত।",
        },
        needs: &[Story::Forged],
        after: &["execute/1"],
        judge: typed::never_approved,
    },
    Case {
        id: "callback/7",
        level: Level::Must,
        title: Words {
            en: "A success typed after a cancel is never shown as paid",
            bn: "বাতিলের পর হাতে লেখা success কখনো সফল পেমেন্ট নয়",
        },
        clause: clause::SECURITY,
        expected: Words {
            en: "A payment that was cancelled stays unpaid, whatever callback is opened afterwards.",
            bn: "বাতিল হওয়া পেমেন্ট অপরিশোধিতই থাকে, পরে যে কলব্যাকই খোলা হোক।",
        },
        remedy: Words {
            en: "Store the cancel; a later success callback of the same paymentID changes nothing and is not shown as paid.",
            bn: "বাতিলের ফল জমা রাখুন; একই paymentID-র পরের success কলব্যাকে কিছু বদলাবেন না, সফল বলেও দেখাবেন না।",
        },
        needs: &[Story::Replayed],
        after: &["callback/6"],
        judge: typed::cancelled_before,
    },
    Case {
        id: "callback/8",
        level: Level::Must,
        title: Words {
            en: "An unknown paymentID is never shown as paid",
            bn: "অজানা paymentID কখনো সফল পেমেন্ট নয়",
        },
        clause: clause::SECURITY,
        expected: Words {
            en: "A callback with a paymentID that the shop never created ends on a page that does not say paid.",
            bn: "দোকান তৈরি করেনি এমন paymentID নিয়ে কলব্যাক এলে পাতায় সফল পেমেন্ট দেখানো হয় না।",
        },
        remedy: Words {
            en: "Look the paymentID up among the payments that you created; if it is not there, show an error and do nothing.",
            bn: "নিজের তৈরি পেমেন্টগুলোর মধ্যে paymentID খুঁজুন; না পেলে ত্রুটি দেখান, আর কিছু করবেন না।",
        },
        needs: &[Story::UnknownPayment],
        after: &["callback/6"],
        judge: typed::unknown_payment,
    },
    Case {
        id: "callback/9",
        level: Level::Must,
        title: Words {
            en: "A paid paymentID pays no other order",
            bn: "এক অর্ডারের paymentID দিয়ে অন্য অর্ডার পরিশোধ হয় না",
        },
        clause: clause::SECURITY,
        expected: Words {
            en: "A paid paymentID that is typed at the callback of another order never makes that order paid.",
            bn: "পরিশোধিত একটি paymentID অন্য অর্ডারের কলব্যাকে লিখলেও সেই অর্ডার পরিশোধিত হয় না।",
        },
        remedy: Words {
            en: "Compare the callback's paymentID with the one that create answered for this very order; if they differ, do nothing.",
            bn: "কলব্যাকের paymentID ঠিক এই অর্ডারের create-এর উত্তরে পাওয়া paymentID-র সঙ্গে মেলান; না মিললে কিছুই করবেন না।",
        },
        needs: &[Story::Crossed],
        after: &[],
        judge: typed::another_order,
    },
    Case {
        id: "callback/10",
        level: Level::Should,
        title: Words {
            en: "Contradicting parameters: the page says what happened",
            bn: "পরস্পরবিরোধী প্যারামিটারেও পাতায় সত্যটাই থাকে",
        },
        clause: clause::SECURITY,
        expected: Words {
            en: "A callback that says success and cancel at once is shown as paid if it was executed, and as not paid if it was not.",
            bn: "কলব্যাকে একসঙ্গে success ও cancel এলে, execute হয়ে থাকলে সফল আর না হয়ে থাকলে অসফল দেখানো হয়।",
        },
        remedy: Words {
            en: "Refuse a callback in which status stands more than once, or go by the stored result of execute alone.",
            bn: "status একাধিকবার থাকলে কলব্যাকটি প্রত্যাখ্যান করুন, অথবা কেবল execute-এর জমা রাখা ফল দেখান।",
        },
        needs: &[Story::Contradicting],
        after: &[],
        judge: callback::what_happened_is_shown,
    },
    Case {
        id: "callback/11",
        level: Level::Should,
        title: Words {
            en: "A callback without parameters meets a page",
            bn: "প্যারামিটার ছাড়া কলব্যাকেও একটি পাতা",
        },
        clause: clause::SECURITY,
        expected: Words {
            en: "A callback address that is opened bare answers with a page, executes nothing and does not say paid.",
            bn: "কলব্যাকের ঠিকানা প্যারামিটার ছাড়া খুললে একটি পাতা আসে, execute হয় না এবং সফল বলা হয় না।",
        },
        remedy: Words {
            en: "Treat paymentID and status of a callback as optional input: if one is missing, show an error page.",
            bn: "কলব্যাকের paymentID ও status না-ও থাকতে পারে ধরে নিন: কোনোটি না থাকলে ত্রুটির পাতা দেখান।",
        },
        needs: &[Story::Bare],
        after: &["callback/6"],
        judge: typed::no_parameters,
    },
];
