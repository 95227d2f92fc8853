use axum::Router;
use axum::http::StatusCode;
use axum::response::{Html, Redirect};
use axum::routing::{get, post};
use bkash_acceptance::browser::Arrival;

use super::{assert_told, reason};
use crate::browser::{Site, browsers, payer};

async fn checkout(routes: Router, section: &str) -> Arrival {
    let site = Site::of(routes).await;
    payer().ask(&site.checkout(section)).await
}

fn answers(status: u16, body: &'static str) -> Router {
    let status = StatusCode::from_u16(status).unwrap();
    Router::new().route("/pay", post(move || async move { (status, Html(body)) }))
}

const PAY: &str = "method = \"POST\"\nurl = \"ORIGIN/pay\"";

#[tokio::test]
async fn a_shop_that_is_not_up() {
    let site = Site::of(Router::new()).await;
    let ask = site.checkout(PAY);
    let port = site.url("/").port().unwrap();
    drop(site);
    tokio::task::yield_now().await;
    let trouble = reason(&payer().ask(&ask).await, &[]);
    assert_told(
        &trouble,
        &format!("nothing listens at http://127.0.0.1:{port}/pay"),
        "Start your shop, and compare the port",
    );
}

#[tokio::test]
async fn a_shop_that_leads_to_a_place_that_is_not_up() {
    let nowhere = "http://127.0.0.1:1/thanks";
    let routes = Router::new().route("/pay", post(move || async move { Redirect::to(nowhere) }));
    let trouble = reason(&checkout(routes, PAY).await, &[]);
    assert_told(
        &trouble,
        "nothing listens at http://127.0.0.1:1/thanks",
        "/pay leads there",
    );
}

#[tokio::test]
async fn a_shop_that_still_talks_to_bkash_itself() {
    let real = "https://sandbox.payment.bkash.com/?paymentId=TR1&hash=h";
    let routes = Router::new().route("/pay", post(move || async move { Redirect::to(real) }));
    let trouble = reason(&checkout(routes, PAY).await, &[]);
    assert_told(
        &trouble,
        "sandbox.payment.bkash.com",
        "Set your shop's bKash base URL to http://127.0.0.1:8600/v1.2.0-beta",
    );
}

#[tokio::test]
async fn a_shop_that_answers_while_nobody_calls_the_gateway() {
    let trouble = reason(&checkout(answers(200, "<p>Welcome</p>"), PAY).await, &[]);
    assert_told(
        &trouble,
        "nobody called the gateway at http://127.0.0.1:8600/: Welcome",
        "set it to http://127.0.0.1:8600/v1.2.0-beta (or http://127.0.0.1:8600/v2/tokenized-checkout)",
    );
    assert!(!trouble.advice.en.contains("script"));
    let trouble = reason(&checkout(answers(200, ""), PAY).await, &[]);
    assert!(
        trouble
            .saw
            .en
            .ends_with("nobody called the gateway at http://127.0.0.1:8600/"),
        "{trouble:?}"
    );
    let page = "<p>Pay</p><script>start()</script>";
    let trouble = reason(&checkout(answers(200, page), PAY).await, &[]);
    assert_told(
        &trouble,
        "nobody called",
        "the address that the script calls, with bkash_url",
    );
}

#[tokio::test]
async fn a_checkout_that_the_shop_does_not_take() {
    for (status, body, advice) in [
        (404, "Not found", "compare `url` of [checkout]"),
        (405, "No", "correct `method` of [checkout]"),
        (419, "Page expired", "give in `page` of [checkout]"),
        (
            403,
            "CSRF verification failed",
            "give in `page` of [checkout]",
        ),
        (401, "Please log in", "wants a login"),
        (
            422,
            "product is required",
            "correct the fields of `form` or `json`",
        ),
        (429, "Slow down", "limits how often"),
        (
            500,
            "Traceback: connection refused",
            "base URL probably still is the sandbox",
        ),
    ] {
        let trouble = reason(&checkout(answers(status, body), PAY).await, &[]);
        assert_told(&trouble, &format!("HTTP {status}"), advice);
        assert_told(&trouble, body, advice);
    }
}

#[tokio::test]
async fn a_checkout_that_wants_a_login() {
    let routes = Router::new()
        .route("/pay", post(|| async { Redirect::to("/login") }))
        .route("/login", get(|| async { Html("<p>Sign in</p>") }));
    let trouble = reason(&checkout(routes, PAY).await, &[]);
    assert_told(&trouble, "/login answered HTTP 200", "wants a login");
}

#[tokio::test]
async fn a_page_of_the_checkout_that_is_not_there() {
    let trouble = reason(
        &checkout(answers(200, ""), &format!("{PAY}\npage = \"ORIGIN/cart\"")).await,
        &[],
    );
    assert_told(
        &trouble,
        "/cart answered HTTP 404",
        "Correct `page` in [checkout]",
    );
}

#[tokio::test]
async fn a_shop_that_sends_the_browser_in_circles() {
    let routes = Router::new().route(
        "/pay",
        get(|| async { Redirect::to("/pay") }).post(|| async { Redirect::to("/pay") }),
    );
    let trouble = reason(&checkout(routes, PAY).await, &[]);
    assert_told(&trouble, "redirected more than twenty times", "no cookies");
}

#[tokio::test]
async fn a_shop_that_does_not_answer() {
    let never = post(|| async { std::future::pending::<()>().await });
    let site = Site::of(Router::new().route("/pay", never)).await;
    let payer = browsers().payer(std::time::Duration::from_millis(100));
    let arrival = payer.ask(&site.checkout(PAY)).await;
    assert_told(
        &reason(&arrival, &[]),
        "did not answer the checkout",
        "It did not call the gateway meanwhile",
    );
}

#[tokio::test]
async fn a_quoted_page_shows_no_token_and_is_short() {
    let token = "eyJhbGciOiJIUzI1NiJ9.".repeat(5);
    let page = format!("<p>Token {token} {}</p>", "and more ".repeat(100));
    let trouble = reason(&checkout(answers(200, page.leak()), PAY).await, &[]);
    assert!(
        !trouble.saw.en.contains("eyJhbGciOiJIUzI1NiJ9"),
        "{trouble:?}"
    );
    assert!(trouble.saw.en.len() < 300, "{trouble:?}");
}
