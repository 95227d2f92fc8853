//! The pages as a browser without script sees them: forms, redirects, reloads.

use axum::body::Body;
use http::Request;
use serde_json::json;

use crate::harness::{Merchant, Reply, WALLET, order};

/// A browser window on a payment's pages.
pub(crate) struct Browser<'a> {
    merchant: &'a Merchant,
    payment_id: String,
    window: String,
    pub(crate) page: Reply,
}

impl<'a> Browser<'a> {
    /// Follows the `bkashURL`; there must be a page with a form.
    pub(crate) async fn open(merchant: &'a Merchant, url: &str) -> Self {
        let page = get(merchant, url).await;
        assert_eq!(page.status, 200, "{}", html(&page));
        let window = between(html(&page), "name=\"window\" value=\"", "\"").to_owned();
        let payment_id = between(url, "paymentId=", "&").to_owned();
        Self {
            merchant,
            payment_id,
            window,
            page,
        }
    }

    /// Sends a form and follows the redirect.
    pub(crate) async fn submit(&mut self, step: &str, field: &str, value: &str) {
        let (id, window) = (&self.payment_id, &self.window);
        let posted = post(
            self.merchant,
            &format!("/checkout/{id}/{step}"),
            &format!("window={window}&{field}={value}"),
        )
        .await;
        self.page = match posted.headers.get("location") {
            Some(location) => get(self.merchant, location.to_str().unwrap()).await,
            None => posted,
        };
    }

    async fn visit(&mut self, path: &str) {
        let (id, window) = (&self.payment_id, &self.window);
        self.page = get(
            self.merchant,
            &format!("/checkout/{id}{path}?window={window}"),
        )
        .await;
    }

    fn shows(&self, text: &str) {
        assert!(
            html(&self.page).contains(text),
            "no {text:?} in {}",
            html(&self.page)
        );
    }

    fn is_error(&self) {
        assert_eq!(self.page.status, 400);
        self.shows("Something went wrong");
        assert!(
            !html(&self.page).contains("merchant.example"),
            "an error page leads nowhere"
        );
    }

    fn leads_to(&self, status: &str) {
        let id = &self.payment_id;
        self.shows(&format!(
            "https://merchant.example/bkash/callback?paymentID={id}&#38;status={status}&#38;signature="
        ));
        self.shows("&#38;apiVersion=1.2.0-beta");
        self.shows("data-countdown=\"5\"");
        self.shows("http-equiv=\"refresh\"");
    }
}

/// Goes through the steps, each a form with one field.
pub(crate) async fn walk<'a>(
    merchant: &'a Merchant,
    url: &str,
    entries: &[(&str, &str)],
) -> Browser<'a> {
    let mut browser = Browser::open(merchant, url).await;
    for (step, value) in entries {
        browser.submit(step, step, value).await;
    }
    browser
}

async fn get(merchant: &Merchant, path: &str) -> Reply {
    merchant
        .send(Request::get(path).body(Body::empty()).unwrap())
        .await
}

async fn post(merchant: &Merchant, path: &str, form: &str) -> Reply {
    let request = Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form.to_owned().into());
    merchant.send(request.unwrap()).await
}

fn html(page: &Reply) -> &str {
    page.body.as_str().unwrap_or_default()
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    text.split(start)
        .nth(1)
        .and_then(|rest| rest.split(end).next())
        .unwrap_or_else(|| {
            panic!("no {start} in {text}");
        })
}

async fn opened(merchant: &Merchant) -> Browser<'_> {
    let url = merchant.create("5").await.text("bkashURL").to_owned();
    Browser::open(merchant, &url).await
}

#[tokio::test]
async fn a_payer_gives_number_code_and_pin_and_is_sent_back() {
    let merchant = Merchant::new().await;
    let mut browser = opened(&merchant).await;
    browser.shows("value=\"01770618575\"");
    browser.shows("৳5.00");
    browser.shows("Simulator – no real money");
    browser.submit("wallet", "wallet", WALLET).await;
    browser.shows("017 ** *** 575");
    assert!(
        !html(&browser.page).contains(WALLET),
        "the number is masked from here on"
    );
    browser.submit("otp", "otp", "123456").await;
    browser.shows("type=\"password\"");
    browser.submit("pin", "pin", "12121").await;
    browser.shows("Verification successful");
    browser.leads_to("success");
    assert_eq!(
        merchant.books().await["merchant"]["balance"],
        "0.00",
        "nothing moved yet"
    );
    assert_eq!(merchant.execute(&browser.payment_id).await.code(), "0000");
    browser.visit("").await;
    browser.leads_to("success");
}

#[tokio::test]
async fn a_page_allows_nothing_from_elsewhere() {
    let merchant = Merchant::new().await;
    let browser = opened(&merchant).await;
    let policy = browser.page.headers["content-security-policy"]
        .to_str()
        .unwrap();
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    assert!(
        policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"),
        "{policy}"
    );
    assert_eq!(browser.page.headers["referrer-policy"], "no-referrer");
    assert_eq!(browser.page.headers["cache-control"], "no-store");
    for asset in ["/assets/page.css", "/assets/page.js"] {
        assert_eq!(get(&merchant, asset).await.status, 200);
    }
}

#[tokio::test]
async fn a_wrong_number_stays_on_the_first_step() {
    let merchant = Merchant::new().await;
    let mut browser = opened(&merchant).await;
    for (number, text) in [
        ("123", "11-digit number"),
        ("02770618575", "11-digit number"),
        ("01999999999", "no bKash account"),
    ] {
        browser.submit("wallet", "wallet", number).await;
        browser.shows(text);
        browser.shows("role=\"alert\"");
        browser.shows("id=\"wallet\"");
    }
}

#[tokio::test]
async fn a_reload_repeats_no_entry() {
    let merchant = Merchant::new().await;
    let mut browser = opened(&merchant).await;
    browser.submit("wallet", "wallet", WALLET).await;
    browser.submit("otp", "otp", "000000").await;
    browser.shows("Tries left: 2");
    browser.visit("").await;
    browser.shows("Tries left: 2");
}

#[tokio::test]
async fn the_third_wrong_code_fails_the_payment() {
    let merchant = Merchant::new().await;
    let mut browser = opened(&merchant).await;
    browser.submit("wallet", "wallet", WALLET).await;
    browser.submit("otp", "otp", "12").await;
    browser.shows("six digits");
    for left in [2, 1] {
        browser.submit("otp", "otp", "000000").await;
        browser.shows(&format!("Tries left: {left}"));
    }
    browser.submit("otp", "otp", "000000").await;
    browser.shows("wrong too many times");
    browser.leads_to("failure");
    assert_eq!(merchant.execute(&browser.payment_id).await.code(), "2056");
    assert_eq!(
        merchant
            .query(&browser.payment_id)
            .await
            .text("verificationStatus"),
        "Incomplete"
    );
}

#[tokio::test]
async fn the_third_wrong_pin_fails_the_payment_and_no_pin_is_echoed() {
    let merchant = Merchant::new().await;
    let mut browser = opened(&merchant).await;
    browser.submit("wallet", "wallet", WALLET).await;
    browser.submit("otp", "otp", "123456").await;
    browser.submit("pin", "pin", "abc").await;
    browser.shows("four or five digits");
    for left in [2, 1] {
        browser.submit("pin", "pin", "98765").await;
        browser.shows(&format!("Tries left: {left}"));
        assert!(!html(&browser.page).contains("98765"));
    }
    browser.submit("pin", "pin", "98765").await;
    browser.leads_to("failure");
}

#[tokio::test]
async fn the_fourth_resend_fails_the_payment() {
    let merchant = Merchant::new().await;
    let mut browser = opened(&merchant).await;
    browser.submit("wallet", "wallet", WALLET).await;
    for left in [2, 1, 0] {
        browser.submit("resend", "x", "").await;
        browser.shows(&format!("({left} left)"));
        browser.shows("A new code was sent");
    }
    browser.submit("resend", "x", "").await;
    browser.leads_to("failure");
}

#[tokio::test]
async fn a_code_after_two_minutes_needs_a_resend_and_fails_without_one() {
    let merchant = Merchant::new().await;
    let mut browser = opened(&merchant).await;
    browser.submit("wallet", "wallet", WALLET).await;
    merchant.advance(121).await;
    browser.submit("otp", "otp", "123456").await;
    browser.shows("expired");
    browser.submit("resend", "x", "").await;
    merchant.advance(120).await;
    browser.submit("otp", "otp", "123456").await;
    browser.shows("id=\"pin\"");
    let mut late = opened(&merchant).await;
    late.submit("wallet", "wallet", WALLET).await;
    for _ in 0..3 {
        late.submit("resend", "x", "").await;
    }
    merchant.advance(121).await;
    late.submit("otp", "otp", "123456").await;
    late.leads_to("failure");
}

#[tokio::test]
async fn a_pin_after_two_minutes_fails_the_payment() {
    let merchant = Merchant::new().await;
    let url = merchant.create("5").await.text("bkashURL").to_owned();
    let mut browser = walk(&merchant, &url, &[("wallet", WALLET), ("otp", "123456")]).await;
    merchant.advance(121).await;
    browser.submit("pin", "pin", "12121").await;
    browser.shows("time for the PIN ran out");
    browser.leads_to("failure");
}

#[tokio::test]
async fn closing_asks_first_and_yes_cancels_from_every_step() {
    let merchant = Merchant::new().await;
    let steps = [("wallet", WALLET), ("otp", "123456")];
    for taken in 0..=steps.len() {
        let url = merchant.create("5").await.text("bkashURL").to_owned();
        let mut browser = walk(&merchant, &url, &steps[..taken]).await;
        browser.visit("/close").await;
        browser.shows("Are you sure");
        browser.visit("").await;
        browser.shows("<form");
        browser.submit("cancel", "x", "").await;
        browser.shows("Payment cancelled");
        browser.leads_to("cancel");
        browser.visit("/close").await;
        browser.is_error();
    }
}

#[tokio::test]
async fn a_second_window_is_turned_away_once_a_code_was_sent() {
    let merchant = Merchant::new().await;
    let url = merchant.create("5").await.text("bkashURL").to_owned();
    let mut first = Browser::open(&merchant, &url).await;
    let mut second = Browser::open(&merchant, &url).await;
    first.submit("wallet", "wallet", WALLET).await;
    first.is_error();
    second.submit("wallet", "wallet", WALLET).await;
    second.shows("017 ** *** 575");
    let third = get(&merchant, &url).await;
    assert_eq!(third.status, 400);
    assert_eq!(
        merchant.pay(&second.payment_id, json!({})).await.status,
        409
    );
    second.submit("otp", "otp", "123456").await;
    second.shows("id=\"pin\"");
}

#[tokio::test]
async fn a_changed_hash_an_unknown_payment_or_a_strange_window_shows_the_error_page() {
    let merchant = Merchant::new().await;
    let url = merchant.create("5").await.text("bkashURL").to_owned();
    let changed = url.replace("hash=", "hash=x");
    let unknown = url.replace("TR0011", "TR0099");
    let id = between(&url, "paymentId=", "&");
    let strange = format!("/checkout/{id}?window=guess");
    for path in [
        changed.as_str(),
        &unknown,
        &strange,
        "/checkout/none?window=x",
    ] {
        let page = get(&merchant, path).await;
        assert_eq!(page.status, 400, "{path}");
        assert!(html(&page).contains("Something went wrong"));
    }
    let forged = post(&merchant, &format!("/checkout/{id}/cancel"), "window=guess").await;
    assert_eq!(forged.status, 400);
    let formless = post(&merchant, &format!("/checkout/{id}/cancel"), "").await;
    assert_eq!(formless.status, 400);
}

#[tokio::test]
async fn steps_out_of_turn_show_the_error_page() {
    let merchant = Merchant::new().await;
    for (step, value) in [("otp", "123456"), ("pin", "12121"), ("resend", "")] {
        let mut browser = opened(&merchant).await;
        browser.submit(step, step, value).await;
        browser.is_error();
    }
}

#[tokio::test]
async fn a_callback_address_with_a_query_of_its_own_keeps_it() {
    let merchant = Merchant::new().await;
    let mut body = order("5");
    body["callbackURL"] = "https://merchant.example/cb?origin=opm#top".into();
    let created = merchant.call(crate::harness::CREATE, &body).await;
    let left = merchant.pay(created.text("paymentID"), json!({})).await;
    let url = left.text("callbackURL");
    assert!(
        url.starts_with("https://merchant.example/cb?origin=opm&paymentID=TR0011"),
        "{url}"
    );
    assert!(url.ends_with("&apiVersion=1.2.0-beta#top"), "{url}");
}

#[tokio::test]
async fn html_in_a_merchants_text_is_shown_as_text() {
    let merchant = Merchant::new().await;
    let mut body = order("5");
    body["merchantInvoiceNumber"] = "\"INV'1".into();
    let created = merchant.call(crate::harness::CREATE, &body).await;
    let browser = Browser::open(&merchant, created.text("bkashURL")).await;
    browser.shows("&#34;INV&#39;1");
}

#[tokio::test]
async fn the_address_itself_tells_a_developer_what_this_is() {
    let merchant = Merchant::new().await;
    let page = get(&merchant, "/").await;
    assert_eq!(page.status, 200);
    for text in ["01823074817", "12121", "123456", "href=\"/_simulator\""] {
        assert!(html(&page).contains(text), "{text}");
    }
}
