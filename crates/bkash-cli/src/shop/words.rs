//! Every text of the shop's pages, once in each language.

macro_rules! words {
    ($($name:ident: $english:literal, $bangla:literal;)*) => {
        /// One language's texts; a text that a language lacks does not compile.
        #[derive(Debug)]
        pub struct Words { $(pub $name: &'static str,)* }
        pub static ENGLISH: Words = Words { $($name: $english,)* };
        pub static BANGLA: Words = Words { $($name: $bangla,)* };
    };
}

words! {
    shop_name: "Shapla Bazaar", "শাপলা বাজার";
    tagline: "Made by hand in Bangladesh", "বাংলাদেশের হাতে তৈরি";
    demo_note: "Demo shop: no real money moves and nothing is delivered.", "ডেমো দোকান: আসল টাকা লেনদেন হয় না, কোনো পণ্য পাঠানো হয় না।";
    nav_shop: "Shop", "দোকান";
    nav_orders: "Orders", "অর্ডার";
    skip: "Skip to content", "মূল অংশে যান";
    intro: "Cloth, clay, tea and honey from makers we know by name. Pay with your bKash wallet.", "চেনা কারিগরের কাপড়, মাটি, চা আর মধু। দাম দিন আপনার বিকাশ ওয়ালেট থেকে।";
    pay_with_bkash: "Pay with bKash", "বিকাশে পেমেন্ট করুন";
    pay_note: "You will be taken to bKash to enter your wallet number, the code sent to you, and your PIN. We never see them.", "ওয়ালেট নম্বর, ওটিপি ও পিন দিতে আপনাকে বিকাশের পাতায় নেওয়া হবে। আমরা সেগুলো দেখতে পাই না।";
    back_to_shop: "Back to the shop", "দোকানে ফিরে যান";
    price: "Price", "দাম";
    order: "Order", "অর্ডার";
    orders: "Orders", "অর্ডারসমূহ";
    product: "Product", "পণ্য";
    amount: "Amount", "টাকার পরিমাণ";
    status: "Status", "অবস্থা";
    orders_note: "The shopkeeper's list. A real shop keeps it behind a login.", "এটি দোকানির তালিকা। আসল দোকানে এটি লগইনের পেছনে থাকে।";
    no_orders: "Nobody has ordered anything yet.", "এখনো কেউ কিছু অর্ডার করেননি।";
    paid_title: "Payment received", "পেমেন্ট পাওয়া গেছে";
    paid_text: "Thank you. Your order is confirmed.", "ধন্যবাদ। আপনার অর্ডার নিশ্চিত হয়েছে।";
    failed_title: "Payment failed", "পেমেন্ট হয়নি";
    failed_cancelled: "Payment failed: you cancelled it", "পেমেন্ট হয়নি: আপনি বাতিল করেছেন";
    failed_text: "Nothing was taken from your wallet. You can try again.", "আপনার ওয়ালেট থেকে কিছু কাটা হয়নি। আবার চেষ্টা করতে পারেন।";
    failed_refused: "bKash did not accept the payment. Nothing was taken from your wallet.", "বিকাশ পেমেন্টটি গ্রহণ করেনি। আপনার ওয়ালেট থেকে কিছু কাটা হয়নি।";
    failed_expired: "The time to pay ran out. Nothing was taken from your wallet.", "পেমেন্টের সময় শেষ হয়ে গেছে। আপনার ওয়ালেট থেকে কিছু কাটা হয়নি।";
    failed_superseded: "A newer try took its place. Nothing was taken from your wallet.", "এর বদলে নতুন একটি চেষ্টা শুরু হয়েছে। আপনার ওয়ালেট থেকে কিছু কাটা হয়নি।";
    bkash_says: "bKash says", "বিকাশের বার্তা";
    checking_title: "We are checking your payment", "আপনার পেমেন্ট যাচাই করা হচ্ছে";
    checking_text: "bKash has not told us the result yet. Please do not pay again: this page looks for the answer by itself.", "বিকাশ এখনো ফলাফল জানায়নি। দয়া করে আবার পেমেন্ট করবেন না: এই পাতা নিজেই উত্তর খুঁজছে।";
    checking_retry: "bKash still shows this payment as not made. If you do not want to wait you may pay again.", "বিকাশে পেমেন্টটি এখনো হয়নি দেখাচ্ছে। অপেক্ষা করতে না চাইলে আবার পেমেন্ট করতে পারেন।";
    waiting_title: "Payment not finished", "পেমেন্ট শেষ হয়নি";
    waiting_text: "We are waiting for you at bKash. Nothing has been taken yet.", "বিকাশের পাতায় আপনার অপেক্ষায় আছি। এখনো কিছু কাটা হয়নি।";
    continue_at_bkash: "Continue at bKash", "বিকাশে গিয়ে শেষ করুন";
    not_started_title: "The payment could not be started", "পেমেন্ট শুরু করা যায়নি";
    not_started_text: "Nothing was taken from your wallet. Please try again.", "আপনার ওয়ালেট থেকে কিছু কাটা হয়নি। আবার চেষ্টা করুন।";
    try_again: "Try again with bKash", "বিকাশে আবার চেষ্টা করুন";
    trx_id: "bKash trxID", "বিকাশ trxID";
    paid_at: "Paid at", "পেমেন্টের সময়";
    receipt: "Receipt", "রসিদ";
    view_order: "View the order", "অর্ডারটি দেখুন";
    refunds: "Refunds", "রিফান্ড";
    refund_note: "For the shopkeeper: money goes back to the wallet that paid.", "দোকানির জন্য: টাকা সেই ওয়ালেটে ফিরে যায় যেটি পেমেন্ট করেছে।";
    refund_amount: "Amount to refund, in taka", "কত টাকা ফেরত, টাকায়";
    refund_reason: "Reason", "কারণ";
    refund_reason_value: "Customer returned the item", "ক্রেতা পণ্য ফেরত দিয়েছেন";
    refund_part: "Refund this amount", "এই পরিমাণ ফেরত দিন";
    refund_whole: "Refund all of", "পুরোটাই ফেরত দিন:";
    refund_left: "Can still be refunded", "আরও ফেরত দেওয়া যায়";
    refund_all_done: "Everything has been refunded.", "পুরো টাকা ফেরত দেওয়া হয়েছে।";
    refund_bad_amount: "Write the amount with digits and at most two decimals, for example 150.50. It can be no more than what is left.", "পরিমাণটি ইংরেজি অঙ্কে লিখুন, দশমিকের পর সর্বোচ্চ দুই ঘর, যেমন 150.50। যা বাকি আছে তার বেশি হতে পারবে না।";
    refund_refused: "The refund was not made", "রিফান্ড হয়নি";
    refund_unheard: "No answer came. Send it again: it will not be refunded twice.", "কোনো উত্তর আসেনি। আবার পাঠান: দুবার রিফান্ড হবে না।";
    refund_trx_id: "Refund trxID", "রিফান্ড trxID";
    tries: "Payment tries", "পেমেন্টের চেষ্টা";
    state_paid: "Paid", "পেমেন্ট হয়েছে";
    state_failed: "Payment failed", "পেমেন্ট হয়নি";
    state_cancelled: "Cancelled", "বাতিল";
    state_checking: "Checking", "যাচাই হচ্ছে";
    state_waiting: "Not finished", "শেষ হয়নি";
    state_not_started: "Not started", "শুরু হয়নি";
    refund_pending: "On its way", "চলছে";
    refund_completed: "Refunded", "ফেরত হয়েছে";
    refund_declined: "Not made", "হয়নি";
    refund_unresolved: "Checking", "যাচাই হচ্ছে";
    not_found_title: "There is no such page", "এমন কোনো পাতা নেই";
    not_found_text: "The address may be mistyped, or the order is from an earlier run of the demo.", "ঠিকানাটি ভুল হতে পারে, অথবা অর্ডারটি আগের ডেমোর।";
    footer: "Shapla Bazaar is an example shop. It talks to the payment service by HTTP and signed webhooks only.", "শাপলা বাজার একটি উদাহরণ। পেমেন্ট সার্ভিসের সঙ্গে এর কথা হয় শুধু HTTP আর স্বাক্ষরিত ওয়েবহুকে।";
}
