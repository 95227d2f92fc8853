//! The fixed texts of every report, once in each language.

use crate::words::Language;

macro_rules! phrases {
    ($($name:ident: $english:literal, $bangla:literal;)*) => {
        /// One language's texts; a text that a language lacks does not compile.
        #[derive(Debug)]
        pub(crate) struct Phrases { $(pub(crate) $name: &'static str,)* }
        static ENGLISH: Phrases = Phrases { $($name: $english,)* };
        static BANGLA: Phrases = Phrases { $($name: $bangla,)* };
    };
}

phrases! {
    tag: "en", "bn";
    shop_without_name: "this shop", "এই দোকান";
    required: "required", "আবশ্যক";
    advised: "advised", "পরামর্শ";
    required_points: "Required points", "আবশ্যক বিষয়";
    advised_points: "Good practice", "পরামর্শ";
    passed: "passed", "ঠিক আছে";
    failed: "failed", "ঠিক নেই";
    not_judged: "not judged", "বিচার হয়নি";
    clause: "the brief says", "বিকাশের নির্দেশনা";
    expected: "expected", "যা হওয়ার কথা";
    saw: "seen", "যা দেখা গেছে";
    why: "why", "কারণ";
    remedy: "to do", "করণীয়";
    evidence: "evidence", "প্রমাণ";
    payer_saw: "page", "পাতা";
    blank_page: "(a blank page)", "(ফাঁকা পাতা)";
    full_run: "full run", "পূর্ণ পরীক্ষা";
    quick_run: "quick run, without calls that hang", "দ্রুত পরীক্ষা, ঝুলে থাকা কল ছাড়া";
    watched: "traffic that was watched", "পর্যবেক্ষণ করা কল";
    together: "payers were served side by side", "একাধিক ক্রেতা একসঙ্গে সেবা পেয়েছেন";
    one_by_one: "this shop serves one payer at a time, so everything was played one after the other", "এই দোকান একবারে একজন ক্রেতাকে সেবা দেয়, তাই সব পরীক্ষা একটির পর একটি হয়েছে";
    dhaka: "Dhaka", "ঢাকা";
    to_fix: "To be fixed", "যা ঠিক করতে হবে";
    nothing_to_fix: "Nothing that was judged failed.", "যা বিচার করা হয়েছে তার কোনোটিতেই ভুল পাওয়া যায়নি।";
    open_points: "Not judged, and why", "যা বিচার করা হয়নি, ও কেন";
    every_case: "Every point in detail", "প্রতিটি বিষয় বিস্তারিত";
    all_points: "All points", "সব বিষয়";
    milestones: "The way to go-live", "চালু হওয়ার পথ";
    milestones_note: "The six milestones of bKash's onboarding, with what this report shows and what is left.", "বিকাশের ছয়টি মাইলফলক: এই প্রতিবেদনে যা দেখা গেছে এবং যা বাকি আছে।";
    shown_here: "shown here", "এখানে দেখা গেছে";
    still_left: "still left", "এখনো বাকি";
    for_others: "not this report's to tell", "এই প্রতিবেদনের বাইরে";
    shown: "Shown", "হয়েছে";
    left: "To do", "বাকি";
    others: "Yours or bKash's", "আপনার বা বিকাশের কাজ";
    more_exchanges: "more in the JSON report", "আরও আছে JSON প্রতিবেদনে";
    request: "request", "অনুরোধ";
    response: "response", "উত্তর";
    fault: "the judge had a hand in this call", "পরীক্ষার জন্য বিচারকের হস্তক্ষেপ";
    pack_title: "Evidence for the sandbox validation", "স্যান্ডবক্স যাচাইয়ের প্রমাণ";
    pack_note: "Requests and responses as they went over the wire, ready to paste. Passwords, secrets and tokens are masked (***), wallet numbers in part.", "অনুরোধ ও উত্তর হুবহু যেমন আদান-প্রদান হয়েছে, কপি করার জন্য প্রস্তুত। পাসওয়ার্ড, সিক্রেট ও টোকেন ঢাকা (***), ওয়ালেট নম্বর আংশিক ঢাকা।";
    pack_simulator: "If these calls went to the simulator, the portal does not know their ids: make the same calls at the sandbox (bkash accept --proxy) and paste those.", "এই কলগুলো সিমুলেটরে গিয়ে থাকলে পোর্টাল এগুলোর আইডি চিনবে না: একই কল স্যান্ডবক্সে করে (bkash accept --proxy) সেগুলো জমা দিন।";
    pack_payment: "One payment from create to execute", "একটি পেমেন্ট, create থেকে execute";
    pack_lost: "A payment that met lost answers", "যে পেমেন্টে উত্তর হারিয়েছিল";
    pack_no_payment: "No payment was created and executed without a fault, so there is nothing to paste for them.", "কোনো পেমেন্ট ত্রুটি ছাড়া create ও execute হয়নি, তাই জমা দেওয়ার মতো কিছু নেই।";
    pack_missing: "Calls that this shop did not make", "যে কলগুলো এই দোকান করেনি";
    cannot_see: "What the judge cannot see", "যা এই পরীক্ষায় দেখা যায় না";
    played_text: "Payers were played against the shop while a simulator of the bKash gateway stood in for the real one. Each verdict rests on what went over the wire and on what the pages said. What nothing showed is told as not judged, never as passed.", "আসল গেটওয়ের জায়গায় একটি সিমুলেটর রেখে দোকানে ক্রেতার ভূমিকা পালন করা হয়েছে। প্রতিটি সিদ্ধান্তের ভিত্তি নেটওয়ার্কে আদান-প্রদান হওয়া কল আর পাতায় লেখা কথা। যা কিছুতেই দেখা যায়নি তা ‘বিচার হয়নি’ বলা হয়েছে, কখনো ‘ঠিক আছে’ নয়।";
    watched_text: "Somebody used the shop by hand, and the calls between shop and gateway were watched. Each verdict rests on those calls alone. What nothing showed is told as not judged, never as passed.", "কেউ নিজে দোকান ব্যবহার করেছেন, আর দোকান ও গেটওয়ের মধ্যের কলগুলো পর্যবেক্ষণ করা হয়েছে। প্রতিটি সিদ্ধান্তের ভিত্তি শুধু সেই কলগুলো। যা কিছুতেই দেখা যায়নি তা ‘বিচার হয়নি’ বলা হয়েছে, কখনো ‘ঠিক আছে’ নয়।";
    not_bkash: "This report is no statement by bKash. The decision is theirs.", "এই প্রতিবেদন বিকাশের কোনো বক্তব্য নয়। সিদ্ধান্ত তাদের।";
    acceptance_report: "acceptance report", "গ্রহণযোগ্যতার প্রতিবেদন";
    see_evidence: "what was seen", "যা দেখা গেছে";
    do_this: "To do", "করণীয়";
    portal: "Merchant Integration Portal", "Merchant Integration Portal";
    skip: "Skip to the answer", "মূল উত্তরে যান";
}

impl Phrases {
    pub(crate) const fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Bangla => &BANGLA,
        }
    }
}
