//! What no judge can see from outside, said in every report that has room for it.

use crate::words::Words;

/// One sentence each.
pub(crate) const CANNOT_SEE: &[Words] = &[
    Words {
        en: "How the shop keeps its app secret, password and tokens: only what reaches a browser or the gateway is seen.",
        bn: "দোকান তার অ্যাপ সিক্রেট, পাসওয়ার্ড ও টোকেন কীভাবে রাখে: শুধু ব্রাউজারে বা গেটওয়েতে যা পৌঁছায় তা-ই দেখা যায়।",
    },
    Words {
        en: "The 28 days of a refresh token: a refused refresh is played instead.",
        bn: "রিফ্রেশ টোকেনের 28 দিন: তার বদলে প্রত্যাখ্যাত রিফ্রেশ পরীক্ষা করা হয়।",
    },
    Words {
        en: "The hour of an id token: one that lives for seconds is played instead.",
        bn: "id টোকেনের এক ঘণ্টা: তার বদলে কয়েক সেকেন্ডের টোকেন দিয়ে পরীক্ষা করা হয়।",
    },
    Words {
        en: "Pages that scripts fill in: texts are read as the server sends them.",
        bn: "স্ক্রিপ্ট দিয়ে ভরা পাতা: সার্ভার যেমন পাঠায় লেখা তেমনই পড়া হয়।",
    },
    Words {
        en: "What becomes of an order later: delivery, accounts, mails to customers.",
        bn: "পরে অর্ডারের কী হয়: পণ্য পাঠানো, হিসাব, ক্রেতাকে পাঠানো মেইল।",
    },
    Words {
        en: "Several instances of the shop behind one address, unless they share the load of this run.",
        bn: "এক ঠিকানার পেছনে দোকানের একাধিক ইনস্ট্যান্স, যদি এই পরীক্ষার চাপ তারা ভাগ করে না নেয়।",
    },
    Words {
        en: "Anything with production credentials, and whatever else bKash's engineers look at.",
        bn: "লাইভ ক্রেডেনশিয়ালের কোনো কিছু, এবং বিকাশের প্রকৌশলীরা আরও যা যা দেখেন।",
    },
];
