//! The shop, or its page, did call the gateway, and that is where it ended.

use super::scene::Scene;
use super::{quote, reply};
use crate::record::{Exchange, Trouble};
use crate::words::Said;

/// The step of the checkout that went wrong at the gateway; `None` if it heard nothing.
pub(super) fn refused(scene: &Scene<'_>) -> Option<Trouble> {
    let calls = || scene.calls.iter().copied();
    let last = |endpoint: &str| calls().rfind(|call| call.endpoint.starts_with(endpoint));
    if let Some(call) = calls().find(|call| reply::is_by_browser(call)) {
        return Some(by_browser(call));
    }
    if let Some(create) = last("create") {
        return Some(match reply::is_good(create) {
            true => lost_on_the_way(scene),
            false => not_done(scene, "create", create),
        });
    }
    if let Some(call) = last("wrong_route") {
        return Some(wrong_route(scene, call));
    }
    let token = last("token_")?;
    Some(match reply::is_good(token) {
        true => no_create(scene),
        false => not_done(scene, &token.endpoint.replace("token_", "token/"), token),
    })
}

fn by_browser(call: &Exchange) -> Trouble {
    let path = quote::text_of(path(call));
    let method = quote::text_of(&call.request.method);
    Trouble::new(
        Said::new(
            format!(
                "a page of the shop made the browser call the gateway itself ({method} {path})"
            ),
            format!("দোকানের পাতা থেকে ব্রাউজার নিজেই গেটওয়েতে কল করেছে ({method} {path})"),
        ),
        Said::new(
            "Let your server make the calls: the gateway sends no CORS headers, and whoever opens the page could read your app_secret",
            "কলগুলো আপনার সার্ভার থেকে করুন: গেটওয়ে CORS হেডার পাঠায় না, আর পাতাটি যে খোলে সে-ই আপনার app_secret পড়তে পারে",
        ),
    )
}

fn not_done(scene: &Scene<'_>, name: &str, call: &Exchange) -> Trouble {
    let Some(words) = reply::words(call) else {
        return Trouble::new(
            Said::new(
                format!("the shop's {name} call was not answered"),
                format!("দোকানের {name} কলের উত্তর যায়নি"),
            ),
            Said::new(
                "Look in the journal for the fault that struck it",
                "কোন ত্রুটির কারণে তা হয়েছে জার্নালে দেখুন",
            ),
        );
    };
    let is_about_token = call
        .response
        .as_ref()
        .is_some_and(|response| response.status == 401);
    let advice = match name {
        "create" if is_about_token => Said::new(
            "The id_token was not accepted: send it as it was granted, in Authorization, with the app_key in X-APP-Key; on a 401 renew it once and send the call again",
            "id_token গ্রহণ করা হয়নি: যেভাবে পেয়েছেন সেভাবেই Authorization এ আর app_key টি X-APP-Key এ পাঠান; 401 পেলে একবার টোকেন নবায়ন করে কলটি আবার পাঠান",
        ),
        "create" => Said::new(
            "The message names the field or the token that the gateway did not accept: correct what your shop sends with create",
            "কোন ঘর বা টোকেন গেটওয়ে নেয়নি তা বার্তায় আছে: create এ দোকান যা পাঠায় তা ঠিক করুন",
        ),
        _ => Said::new(
            format!(
                "Send app_key and app_secret in the body, username and password as headers, all as JSON, to {}",
                scene.base_urls()[0]
            ),
            format!(
                "app_key ও app_secret বডিতে, username ও password হেডারে, JSON হিসেবে {} এ পাঠান",
                scene.base_urls()[0]
            ),
        ),
    };
    Trouble::new(
        Said::new(
            format!("the gateway refused the shop's {name} call: {words}"),
            format!("গেটওয়ে দোকানের {name} কল গ্রহণ করেনি: {words}"),
        ),
        advice,
    )
}

/// The gateway made the payment, and the payer was not led to it.
fn lost_on_the_way(scene: &Scene<'_>) -> Trouble {
    let answer = scene.arrival.answers.last();
    let is_json = answer.is_some_and(|answer| answer.json().is_some());
    let shown = answer.map(quote::page).unwrap_or_default();
    let status = answer.map_or(0, |answer| answer.status);
    let advice = match is_json {
        true => Said::new(
            "The answer is JSON without the address: name its place with bkash_url in shop.toml, or let the shop answer the gateway's bkashURL",
            "উত্তরটি JSON, কিন্তু তাতে ঠিকানা নেই: shop.toml এর bkash_url এ জায়গাটি লিখুন, অথবা গেটওয়ের bkashURL উত্তরে দিন",
        ),
        false => Said::new(
            "The shop must redirect the payer to the bkashURL of create's answer; if a script of your page does it, give in shop.toml the address that the script calls, with bkash_url",
            "create এর উত্তরের bkashURL এ ক্রেতাকে পাঠাতে হবে; পাতার স্ক্রিপ্ট তা করলে স্ক্রিপ্ট যে ঠিকানায় কল করে সেটি bkash_url সহ shop.toml এ দিন",
        ),
    };
    Trouble::new(
        Said::new(
            format!(
                "the gateway made the payment, but the shop's answer (HTTP {status}) does not lead to its page{shown}"
            ),
            format!(
                "গেটওয়ে পেমেন্টটি তৈরি করেছে, কিন্তু দোকানের উত্তর (HTTP {status}) থেকে তার পাতায় যাওয়া যায় না{shown}"
            ),
        ),
        advice,
    )
}

fn no_create(scene: &Scene<'_>) -> Trouble {
    let shown = scene
        .arrival
        .answers
        .last()
        .map(quote::page)
        .unwrap_or_default();
    Trouble::new(
        Said::new(
            format!("the shop fetched a token, but sent no create{shown}"),
            format!("দোকান টোকেন নিয়েছে, কিন্তু create পাঠায়নি{shown}"),
        ),
        Said::new(
            "Look at your shop's log: it stopped between the two calls",
            "দোকানের লগ দেখুন: দুই কলের মাঝখানে থেমে গেছে",
        ),
    )
}

fn wrong_route(scene: &Scene<'_>, call: &Exchange) -> Trouble {
    let path = quote::text_of(path(call));
    let method = quote::text_of(&call.request.method);
    let [first, second] = scene.base_urls();
    Trouble::new(
        Said::new(
            format!("the shop called {method} {path}, which the gateway does not know"),
            format!("দোকান {method} {path} কল করেছে, গেটওয়ে এই পথ চেনে না"),
        ),
        Said::new(
            format!(
                "Compare the base URL: after {first} comes /tokenized/checkout/..., in the newer API everything begins with {second}; every call but a page is POST"
            ),
            format!(
                "base URL মিলিয়ে দেখুন: {first} এর পরে আসে /tokenized/checkout/..., নতুন API তে সব পথ শুরু হয় {second} দিয়ে; পাতা ছাড়া সব কল POST"
            ),
        ),
    )
}

/// Without its query.
fn path(call: &Exchange) -> &str {
    let path = call.request.path.as_str();
    path.split_once('?').map_or(path, |(path, _)| path)
}
