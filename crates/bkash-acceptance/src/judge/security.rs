//! What the browser gets, what it may say, and who talks to the gateway.

use super::money;
use super::witness::{calls_of, is_traffic, visits, why_not};
use crate::case::Judged;
use crate::record::{Exchange, Record};
use crate::story::Story;
use crate::verdict::Finding;
use crate::words::Said;

/// What the judge's browser adds to a checkout.
const TAMPERED: &str = "1.00";

pub(crate) fn no_leak(record: &Record) -> Judged {
    if let Some(leak) = record.leaks.first() {
        let (secret, url, place, count) =
            (&leak.secret, &leak.url, &leak.place, record.leaks.len());
        return Ok(Finding::failed(Said::new(
            format!("{secret} is in the answer ({place}) of {url}; answers with a secret: {count}"),
            format!("{url}-এর উত্তরে ({place}) {secret} আছে; গোপন তথ্যসহ উত্তর: {count}"),
        )));
    }
    let seen = record
        .visits
        .iter()
        .find_map(|visit| visit.last_page().or(visit.refusal.as_ref()));
    let Some(page) = seen else {
        return Err(why_not(record, Story::Paid));
    };
    let count = record.visits.len();
    Ok(Finding::passed(Said::new(
        format!("visits: {count}, no token or credential in anything that the browser got"),
        format!("ভিজিট: {count}, ব্রাউজারে আসা কিছুতেই টোকেন বা পরিচয়তথ্য নেই"),
    ))
    .on(Some(page)))
}

pub(crate) fn amount_is_the_shops(record: &Record) -> Judged {
    if record.shop.takes_amount {
        return Err(Said::new(
            "the checkout of shop.toml carries {amount}: there the browser is meant to name it",
            "shop.toml-এর চেকআউটে {amount} আছে: সেখানে ব্রাউজারেরই পরিমাণ বলার কথা",
        ));
    }
    let visits = visits(record, Story::Tampered)?;
    let own = record
        .visits
        .iter()
        .filter(|visit| visit.story != Story::Tampered)
        .find_map(|visit| visit.amount.as_deref());
    let asked = visits
        .iter()
        .find_map(|visit| Some((visit, visit.amount.as_deref()?)));
    let Some((visit, asked)) = asked else {
        return Err(why_not(record, Story::Tampered));
    };
    if own.is_some_and(|own| money::same(own, TAMPERED)) {
        return Err(Said::new(
            format!("the shop's own price is {TAMPERED}, so a changed one cannot be told"),
            format!("দোকানের নিজের দামই {TAMPERED}, তাই বদলানো দাম আলাদা করা যায় না"),
        ));
    }
    let own = own.unwrap_or("-");
    let calls = calls_of(record, visit);
    let saw = Said::new(
        format!("the browser said {TAMPERED}, the price is {own}, create carried {asked}"),
        format!("ব্রাউজার বলেছে {TAMPERED}, দাম {own}, create-এ গেছে {asked}"),
    );
    Ok(match money::same(asked, TAMPERED) {
        true => Finding::failed(saw).at(calls),
        false => Finding::passed(saw).at(calls),
    })
}

pub(crate) fn called_by_a_server(record: &Record) -> Judged {
    let calls = || record.journal.all().filter(|call| call.is_call());
    let browsers = calls().find_map(|call| Some((call, sign_of_a_browser(call)?)));
    if let Some((call, sign)) = browsers {
        return Ok(Finding::failed(Said::new(
            format!(
                "{} (exchange {}) came from a browser: {sign}",
                call.endpoint, call.id
            ),
            format!(
                "{} (কল {}) ব্রাউজার থেকে এসেছে: {sign}",
                call.endpoint, call.id
            ),
        ))
        .at([call.id]));
    }
    let Some(first) = calls().next() else {
        return Err(Said::new("no call was seen", "কোনো কল দেখা যায়নি"));
    };
    let count = calls().count();
    Ok(Finding::passed(Said::new(
        format!("calls: {count}, none from a browser"),
        format!("কল: {count}, একটিও ব্রাউজার থেকে নয়"),
    ))
    .at([first.id]))
}

/// A user agent alone proves nothing, nor does `sec-fetch-mode`: servers send both (Node's fetch does the latter).
fn sign_of_a_browser(call: &Exchange) -> Option<String> {
    if call.request.method == "OPTIONS" && call.header("access-control-request-method").is_some() {
        return Some("OPTIONS, Access-Control-Request-Method".to_owned());
    }
    let shown = |name: &str| Some(format!("{name}: {}", call.header(name)?));
    let is_browser = call
        .header("user-agent")
        .is_some_and(|agent| agent.starts_with("Mozilla/"));
    ["sec-fetch-site", "sec-fetch-dest", "sec-ch-ua"]
        .into_iter()
        .find_map(shown)
        .or_else(|| shown("origin").filter(|_| is_browser))
}

pub(crate) fn tls(record: &Record) -> Judged {
    let calls = || record.journal.all().filter(|call| call.is_call());
    if let Some(call) = calls().find(|call| call.certificate_unchecked) {
        return Ok(Finding::failed(Said::new(
            format!(
                "exchange {} was sent although nobody vouches for the certificate",
                call.id
            ),
            format!("সার্টিফিকেট অবিশ্বস্ত হওয়া সত্ত্বেও কল {} পাঠানো হয়েছে", call.id),
        ))
        .at([call.id]));
    }
    let versions: Vec<_> = calls()
        .filter_map(|call| Some((call.id, call.tls.as_deref()?)))
        .collect();
    let modern = |version: &str| matches!(version, "TLSv1.2" | "TLSv1.3");
    if let Some((id, version)) = versions.iter().find(|(_, version)| !modern(version)) {
        return Ok(Finding::failed(Said::new(
            format!("exchange {id} came over {version}"),
            format!("কল {id} এসেছে {version} দিয়ে"),
        ))
        .at([*id]));
    }
    match versions.first() {
        Some((id, version)) => {
            certificates(record, versions.len(), version).map(|saw| Finding::passed(saw).at([*id]))
        }
        None if is_traffic(record) && calls().next().is_none() => {
            Err(Said::new("no call was seen", "কোনো কল দেখা যায়নি"))
        }
        None => Err(Said::new(
            "the calls came in plain http, as they may to a simulator on the same machine",
            "কলগুলো সাধারণ http-তে এসেছে, একই মেশিনের সিমুলেটরে যা চলে",
        )),
    }
}

/// What came of a certificate that nobody vouches for, where no call did; or why that says nothing.
fn certificates(record: &Record, calls: usize, version: &str) -> Result<Said, Said> {
    let (en, bn) = (
        format!("calls over TLS: {calls}, with {version}"),
        format!("TLS কল: {calls}, {version} দিয়ে"),
    );
    let handshakes = record.stranger_handshakes;
    let was_tried = record.of(Story::Stranger).next().is_some();
    match (handshakes, was_tried) {
        (1.., _) => Ok(Said::new(
            format!(
                "{en}; of {handshakes} handshakes with a certificate that nobody vouches for came no call"
            ),
            format!("{bn}; অবিশ্বস্ত সার্টিফিকেটে শুরু হওয়া {handshakes}টি হ্যান্ডশেক থেকে কোনো কল আসেনি"),
        )),
        (0, true) => Err(Said::new(
            format!(
                "{en}; a certificate that nobody vouches for was shown, but no connection was begun meanwhile"
            ),
            format!("{bn}; অবিশ্বস্ত সার্টিফিকেট দেখানো হয়েছিল, কিন্তু তখন কোনো সংযোগ শুরু হয়নি"),
        )),
        (0, false) => Err(Said::new(
            format!("{en}; whether certificates are checked was not tried"),
            format!("{bn}; সার্টিফিকেট যাচাই হয় কি না, তা পরীক্ষা করা হয়নি"),
        )),
    }
}
