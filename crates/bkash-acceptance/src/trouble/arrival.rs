//! The browser did not get to a page at all.

use url::Url;

use super::quote;
use super::scene::Scene;
use crate::browser::Unreached;
use crate::record::Trouble;
use crate::words::Said;

pub(super) fn unreachable(scene: &Scene<'_>, url: &Url, why: &Unreached) -> Trouble {
    let address = quote::address(url);
    let saw = match why {
        Unreached::Refused => Said::new(
            format!("nothing listens at {address}"),
            format!("{address} ঠিকানায় কিছু চলছে না"),
        ),
        Unreached::NoSuchHost => Said::new(
            format!("the name in {address} is not known"),
            format!("{address} ঠিকানার নামটি খুঁজে পাওয়া যায়নি"),
        ),
        Unreached::Closed => Said::new(
            format!("{address} closed the connection without an answer"),
            format!("{address} উত্তর না দিয়ে সংযোগ কেটে দিয়েছে"),
        ),
        Unreached::Tls(words) => Said::new(
            format!("no secure connection to {address}: {words}"),
            format!("{address} এর সঙ্গে নিরাপদ সংযোগ হয়নি: {words}"),
        ),
        Unreached::Other(words) => Said::new(
            format!("{address} could not be reached: {words}"),
            format!("{address} ঠিকানায় পৌঁছানো যায়নি: {words}"),
        ),
    };
    let advice = match scene.arrival.answers.last() {
        Some(last) => led_astray(&quote::address(&last.url)),
        None => not_up(why),
    };
    Trouble::new(saw, advice)
}

/// The shop itself answered, and sent the browser there.
fn led_astray(from: &str) -> Said {
    Said::new(
        format!(
            "{from} leads there: start what serves that address too, or correct the address in your shop's settings"
        ),
        format!(
            "{from} থেকে সেখানে পাঠানো হয়েছে: ওই ঠিকানার সার্ভারটিও চালু করুন, অথবা দোকানের সেটিংসে ঠিকানাটি ঠিক করুন"
        ),
    )
}

fn not_up(why: &Unreached) -> Said {
    match why {
        Unreached::Tls(_) => Said::new(
            "Write http:// in shop.toml if your shop has no TLS on this machine; certificates of your own are accepted for localhost and 127.0.0.1",
            "এই মেশিনে দোকানের TLS না থাকলে shop.toml এ http:// লিখুন; localhost ও 127.0.0.1 এর জন্য নিজের বানানো সার্টিফিকেট চলে",
        ),
        Unreached::Closed => Said::new(
            "Look at your shop's own log: it took the connection and gave up; if it speaks TLS, write https:// in shop.toml",
            "দোকানের লগ দেখুন: সংযোগ নিয়ে উত্তর দেয়নি; দোকান TLS এ চললে shop.toml এ https:// লিখুন",
        ),
        Unreached::NoSuchHost => Said::new(
            "Correct the host in shop.toml, or write 127.0.0.1 if the shop runs on this machine",
            "shop.toml এ হোস্টের নাম ঠিক করুন, দোকান এই মেশিনেই চললে 127.0.0.1 লিখুন",
        ),
        Unreached::Refused | Unreached::Other(_) => Said::new(
            "Start your shop, and compare the port in shop.toml with the one that your shop prints when it starts; in a container the port must be published",
            "দোকান চালু করুন, আর চালু হওয়ার সময় যে পোর্ট দেখায় তা shop.toml এর পোর্টের সঙ্গে মিলিয়ে দেখুন; কন্টেইনারে চললে পোর্টটি বাইরে খোলা থাকতে হবে",
        ),
    }
}

pub(super) fn real_gateway(scene: &Scene<'_>, url: &Url) -> Trouble {
    let host = url.host_str().unwrap_or_default().to_owned();
    let [first, second] = scene.base_urls();
    Trouble::new(
        Said::new(
            format!(
                "the shop sent its payer to {host}: it talks to bKash itself, not to this simulator"
            ),
            format!("দোকান ক্রেতাকে {host} এ পাঠিয়েছে: এটি এই সিমুলেটর নয়, সরাসরি বিকাশের সঙ্গে কথা বলছে"),
        ),
        Said::new(
            format!(
                "Set your shop's bKash base URL to {first} (or {second}), restart the shop, and clear its cached settings"
            ),
            format!(
                "দোকানের বিকাশ base URL হিসেবে {first} (অথবা {second}) বসান, দোকান আবার চালু করুন, আর ক্যাশে রাখা সেটিংস মুছুন"
            ),
        ),
    )
}

pub(super) fn too_many_redirects(scene: &Scene<'_>) -> Trouble {
    let last = scene.arrival.answers.last();
    let last = last
        .map(|answer| quote::address(&answer.url))
        .unwrap_or_default();
    Trouble::new(
        Said::new(
            format!("the shop redirected more than twenty times, at last at {last}"),
            format!("দোকান বিশবারের বেশি অন্য ঠিকানায় পাঠিয়েছে, শেষবার {last} থেকে"),
        ),
        Said::new(
            "Open the checkout in a browser with no cookies: a shop that wants a login, or https, often sends the browser round in circles",
            "কুকি ছাড়া ব্রাউজারে চেকআউটটি খুলে দেখুন: লগইন বা https চাইলে দোকান প্রায়ই ব্রাউজারকে ঘুরিয়ে আনে",
        ),
    )
}

pub(super) fn impatient(scene: &Scene<'_>) -> Trouble {
    let advice = match scene.calls.is_empty() {
        true => Said::new(
            format!(
                "It did not call the gateway meanwhile: look at your shop's log for what it waits for, and whether it can reach {}",
                scene.gateway
            ),
            format!(
                "এই সময়ে গেটওয়েতে কোনো কল আসেনি: দোকান কিসের অপেক্ষায় তা লগে দেখুন, আর {} এ পৌঁছাতে পারে কি না দেখুন",
                scene.gateway
            ),
        ),
        false => Said::new(
            "It did call the gateway and was answered: look at your shop's log for what it waits for; a server that serves one request at a time may wait for itself",
            "গেটওয়েতে কল এসেছে এবং উত্তরও গেছে: দোকান কিসের অপেক্ষায় তা লগে দেখুন; যে সার্ভার একবারে একটি অনুরোধ নেয় সেটি নিজের জন্যই অপেক্ষা করতে পারে",
        ),
    };
    let seconds = scene.arrival.took.as_secs();
    Trouble::new(
        Said::new(
            format!("the shop did not answer the checkout in {seconds} s"),
            format!("দোকান {seconds} সেকেন্ডেও চেকআউটের উত্তর দেয়নি"),
        ),
        advice,
    )
}
