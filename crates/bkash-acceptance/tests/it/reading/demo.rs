//! The words of the demo shop.

use bkash_acceptance::record::Reading;

use super::{html, read};

/// Title, text and more of a page of the demo shop.
const PAGES: &[(Reading, &[&str])] = &[
    (
        Reading::Paid,
        &["Payment received", "Thank you. Your order is confirmed."],
    ),
    (
        Reading::Paid,
        &["পেমেন্ট পাওয়া গেছে", "ধন্যবাদ। আপনার অর্ডার নিশ্চিত হয়েছে।"],
    ),
    (
        Reading::Failed,
        &[
            "Payment failed",
            "Nothing was taken from your wallet. You can try again.",
        ],
    ),
    (
        Reading::Failed,
        &[
            "পেমেন্ট হয়নি",
            "আপনার ওয়ালেট থেকে কিছু কাটা হয়নি। আবার চেষ্টা করতে পারেন।",
        ],
    ),
    (
        Reading::Failed,
        &[
            "Payment failed: you cancelled it",
            "Nothing was taken from your wallet. You can try again.",
        ],
    ),
    (Reading::Failed, &["পেমেন্ট হয়নি: আপনি বাতিল করেছেন"]),
    (
        Reading::Failed,
        &[
            "Payment failed",
            "The time to pay ran out. Nothing was taken from your wallet.",
        ],
    ),
    (
        Reading::Failed,
        &[
            "পেমেন্ট হয়নি",
            "পেমেন্টের সময় শেষ হয়ে গেছে। আপনার ওয়ালেট থেকে কিছু কাটা হয়নি।",
        ],
    ),
    (
        Reading::Failed,
        &[
            "Payment failed",
            "A newer try took its place. Nothing was taken from your wallet.",
        ],
    ),
    (
        Reading::Failed,
        &[
            "The payment could not be started",
            "Nothing was taken from your wallet. Please try again.",
        ],
    ),
    (
        Reading::Failed,
        &[
            "পেমেন্ট শুরু করা যায়নি",
            "আপনার ওয়ালেট থেকে কিছু কাটা হয়নি। আবার চেষ্টা করুন।",
        ],
    ),
    (
        Reading::Waiting,
        &[
            "We are checking your payment",
            "bKash has not told us the result yet. Please do not pay again: this page looks for the answer by itself.",
        ],
    ),
    (
        Reading::Waiting,
        &[
            "আপনার পেমেন্ট যাচাই করা হচ্ছে",
            "বিকাশ এখনো ফলাফল জানায়নি। দয়া করে আবার পেমেন্ট করবেন না: এই পাতা নিজেই উত্তর খুঁজছে।",
        ],
    ),
    (
        Reading::Waiting,
        &[
            "We are checking your payment",
            "bKash still shows this payment as not made. If you do not want to wait you may pay again.",
        ],
    ),
    (
        Reading::Waiting,
        &[
            "আপনার পেমেন্ট যাচাই করা হচ্ছে",
            "বিকাশে পেমেন্টটি এখনো হয়নি দেখাচ্ছে। অপেক্ষা করতে না চাইলে আবার পেমেন্ট করতে পারেন।",
        ],
    ),
    (
        Reading::Waiting,
        &[
            "Payment not finished",
            "We are waiting for you at bKash. Nothing has been taken yet.",
        ],
    ),
    (
        Reading::Waiting,
        &[
            "পেমেন্ট শেষ হয়নি",
            "বিকাশের পাতায় আপনার অপেক্ষায় আছি। এখনো কিছু কাটা হয়নি।",
        ],
    ),
];

#[test]
fn every_page_of_the_demo_shop_is_read_as_it_is_meant() {
    let frame = "<header><b>Shapla Bazaar</b> Made by hand in Bangladesh</header>\
        <p>Demo shop: no real money moves and nothing is delivered.</p>";
    let foot = "<footer>Shapla Bazaar is an example shop.</footer>";
    let mut wrong = Vec::new();
    for (meant, texts) in PAGES {
        let body: String = texts.iter().map(|text| format!("<p>{text}</p>")).collect();
        let read = read(&html(&format!(
            "<title>{} - Shapla Bazaar</title>{frame}{body}{foot}",
            texts[0]
        )))
        .reading;
        if read != *meant {
            wrong.push(format!("{read:?}, not {meant:?}: {texts:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
