//! The gateway heard nothing: the shop's page is all there is to go by.

use super::quote;
use super::scene::Scene;
use crate::browser::Answer;
use crate::record::Trouble;
use crate::words::Said;

const LOGINS: &[&str] = &["login", "log-in", "signin", "sign-in", "sign_in", "auth"];

pub(super) fn no_checkout_page(scene: &Scene<'_>) -> Trouble {
    let (address, status) = last(scene).map_or_else(Default::default, |answer| {
        (quote::address(&answer.url), answer.status)
    });
    Trouble::new(
        Said::new(
            format!("the page {address} answered HTTP {status}"),
            format!("{address} পাতার উত্তর HTTP {status}"),
        ),
        Said::new(
            "Correct `page` in [checkout] of shop.toml: it is the page from which a payer starts the checkout",
            "shop.toml এর [checkout] এ `page` ঠিক করুন: যে পাতা থেকে ক্রেতা চেকআউট শুরু করেন সেটি লিখুন",
        ),
    )
}

pub(super) fn without_calls(scene: &Scene<'_>) -> Trouble {
    let Some(answer) = last(scene) else {
        return base_url_unchanged(scene, 0, "");
    };
    let shown = quote::page(answer);
    let (status, address) = (answer.status, quote::address(&answer.url));
    let saw = Said::new(
        format!("{address} answered HTTP {status}, and the gateway heard nothing{shown}"),
        format!("{address} এর উত্তর HTTP {status}, গেটওয়েতে কোনো কল আসেনি{shown}"),
    );
    let advice = match status {
        _ if status < 500 && is_login(scene, answer) => Said::new(
            "The checkout wants a login: open it for tests, or give your test user's cookie or token in `headers` of [checkout]",
            "চেকআউটে লগইন লাগে: পরীক্ষার জন্য খুলে দিন, অথবা পরীক্ষার ব্যবহারকারীর কুকি বা টোকেন [checkout] এর `headers` এ দিন",
        ),
        404 => Said::new(
            "There is no such route: compare `url` of [checkout] in shop.toml with your shop's routes",
            "এমন কোনো route নেই: shop.toml এর [checkout] এর `url` দোকানের route এর সঙ্গে মিলিয়ে দেখুন",
        ),
        405 => Said::new(
            "The route does not take this method: correct `method` of [checkout] in shop.toml",
            "route টি এই method নেয় না: shop.toml এর [checkout] এর `method` ঠিক করুন",
        ),
        403 | 419 => Said::new(
            "This looks like protection against forged forms: give in `page` of [checkout] the page with the form, and its hidden token is sent along",
            "এটি জাল ফর্ম ঠেকানোর ব্যবস্থা মনে হচ্ছে: [checkout] এর `page` এ ফর্মের পাতাটি দিন, তাহলে তার লুকানো টোকেনও পাঠানো হবে",
        ),
        400 | 415 | 422 => Said::new(
            "The shop did not take what was sent: correct the fields of `form` or `json` in [checkout]; what they should be, your page's form or its script shows",
            "যা পাঠানো হয়েছে দোকান তা নেয়নি: [checkout] এর `form` বা `json` এর ঘরগুলো ঠিক করুন; কী লাগবে তা আপনার পাতার ফর্ম বা স্ক্রিপ্টে আছে",
        ),
        429 => Said::new(
            "The shop limits how often it may be asked: switch that off for the run",
            "দোকান কতবার অনুরোধ নেবে তার সীমা আছে: পরীক্ষার সময় সেটি বন্ধ রাখুন",
        ),
        _ if scene.heard_before => Said::new(
            "It called the gateway earlier, so look at what your shop logged for this payer; if it counts its token calls, two an hour, raise that limit for the judge, which lets tokens run out on purpose",
            "আগে গেটওয়েতে কল এসেছে, তাই এই ক্রেতার সময়ে দোকানের লগ দেখুন; দোকান ঘণ্টায় দুটি টোকেন কলের হিসাব রাখলে বিচারের জন্য সীমা বাড়ান, কারণ বিচারক ইচ্ছা করে টোকেনের মেয়াদ ফুরাতে দেয়",
        ),
        _ => return base_url_unchanged(scene, status, &shown),
    };
    Trouble::new(saw, advice)
}

/// The likeliest of all reasons.
fn base_url_unchanged(scene: &Scene<'_>, status: u16, shown: &str) -> Trouble {
    let [first, second] = scene.base_urls();
    let by_script = last(scene).is_some_and(|answer| {
        answer.is_html() && answer.status < 400 && answer.body.contains("<script")
    });
    let mut advice = Said::new(
        format!(
            "Its bKash base URL probably still is the sandbox: set it to {first} (or {second}), restart the shop, and clear its cached settings"
        ),
        format!(
            "সম্ভবত বিকাশ base URL এখনো স্যান্ডবক্সেরই আছে: {first} (অথবা {second}) বসান, দোকান আবার চালু করুন, আর ক্যাশে রাখা সেটিংস মুছুন"
        ),
    );
    if by_script {
        advice.en += "; if a script of this page starts the payment, give in shop.toml the address that the script calls, with bkash_url";
        advice.bn +=
            "; পাতার স্ক্রিপ্ট পেমেন্ট শুরু করলে স্ক্রিপ্ট যে ঠিকানায় কল করে সেটি bkash_url সহ shop.toml এ দিন";
    }
    Trouble::new(
        Said::new(
            format!(
                "the shop answered (HTTP {status}), but nobody called the gateway at {}{shown}",
                scene.gateway
            ),
            format!(
                "দোকান উত্তর দিয়েছে (HTTP {status}), কিন্তু {} গেটওয়েতে কোনো কল আসেনি{shown}",
                scene.gateway
            ),
        ),
        advice,
    )
}

fn is_login(scene: &Scene<'_>, answer: &Answer) -> bool {
    let first = scene.arrival.answers.first();
    let moved = first.is_some_and(|first| first.url.path() != answer.url.path());
    let path = answer.url.path().to_ascii_lowercase();
    let names_login = path.split('/').any(|part| LOGINS.contains(&part));
    answer.status == 401 || moved && names_login
}

fn last<'a>(scene: &Scene<'a>) -> Option<&'a Answer> {
    scene.arrival.answers.last()
}
