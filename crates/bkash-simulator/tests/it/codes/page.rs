use super::row::{Row, row};
use crate::harness::{Merchant, WALLET};
use crate::pages::Browser;

/// The code that the page carries after these entries; between two of them, seconds may pass.
async fn shown(merchant: &Merchant, entries: &[(&str, &str)]) -> String {
    let created = merchant.create("20").await;
    let mut browser = Browser::open(merchant, created.text("bkashURL")).await;
    for (step, value) in entries {
        match *step {
            "wait" => merchant.advance(value.parse().unwrap()).await,
            step => browser.submit(step, step, value).await,
        }
    }
    carried(&browser)
}

fn carried(browser: &Browser<'_>) -> String {
    let html = browser.page.body.as_str().unwrap();
    let after = html.split("data-code=\"").nth(1);
    let code = after.and_then(|rest| rest.split('"').next());
    code.unwrap_or("the error page").to_owned()
}

/// A second window after a code was sent sees the error page, which carries no code.
async fn second_window(merchant: &Merchant) -> String {
    let created = merchant.create("20").await;
    let url = created.text("bkashURL");
    Browser::open(merchant, url)
        .await
        .submit("wallet", "wallet", WALLET)
        .await;
    let request = http::Request::get(url).body(axum::body::Body::empty());
    let second = merchant.send(request.unwrap()).await;
    let is_error = second.status == 400 && second.body.as_str().unwrap().contains("went wrong");
    let code = if is_error { "2059" } else { "a page" };
    code.to_owned()
}

const GIVEN: (&str, &str) = ("wallet", WALLET);
const CODE: (&str, &str) = ("otp", "123456");
const WRONG_CODE: (&str, &str) = ("otp", "000000");
const WRONG_PIN: (&str, &str) = ("pin", "00000");
const RESEND: (&str, &str) = ("resend", "");
const WAIT: (&str, &str) = ("wait", "121");

/// The payer is told in words; the page carries the code in `data-code`.
pub(super) const ROWS: &[Row] = &[
    row!(
        "2009",
        "page: a number that is not 11 digits beginning with 01",
        |m| { shown(&m, &[("wallet", "123")]).await }
    ),
    row!("2010", "page: a code that is not six digits", |m| shown(
        &m,
        &[GIVEN, ("otp", "12")]
    )
    .await),
    row!("2011", "page: a PIN that is not four or five digits", |m| {
        shown(&m, &[GIVEN, CODE, ("pin", "1")]).await
    }),
    row!("2013", "page: a fourth resend; failure callback", |m| {
        shown(&m, &[GIVEN, RESEND, RESEND, RESEND, RESEND]).await
    }),
    row!("2014", "page: a wrong PIN", |m| shown(
        &m,
        &[GIVEN, CODE, WRONG_PIN]
    )
    .await),
    row!(
        "2015",
        "page: three wrong PINs; failure callback, and the wallet is locked",
        |m| { shown(&m, &[GIVEN, CODE, WRONG_PIN, WRONG_PIN, WRONG_PIN]).await }
    ),
    row!("2016", "page: a wrong code", |m| shown(
        &m,
        &[GIVEN, WRONG_CODE]
    )
    .await),
    row!("2017", "page: three wrong codes; failure callback", |m| {
        shown(&m, &[GIVEN, WRONG_CODE, WRONG_CODE, WRONG_CODE]).await
    }),
    row!(
        "2018",
        "page: a code after 120 s; with no resend left, failure callback",
        |m| { shown(&m, &[GIVEN, WAIT, CODE]).await }
    ),
    row!("2019", "page: a PIN after 120 s; failure callback", |m| {
        shown(&m, &[GIVEN, CODE, WAIT, ("pin", "12121")]).await
    }),
    row!("2045", "page: wallet 01700002045", |m| shown(
        &m,
        &[("wallet", "01700002045")]
    )
    .await),
    row!("2057", "page: a number that is no wallet here", |m| {
        shown(&m, &[("wallet", "01999999999")]).await
    }),
    row!("2058", "page: wallet 01700002058", |m| shown(
        &m,
        &[("wallet", "01700002058")]
    )
    .await),
    row!(
        "2059",
        "page: the `bkashURL` again after a code was sent; the error page, without a code",
        |m| { second_window(&m).await }
    ),
];
