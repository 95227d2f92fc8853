use axum::response::{Html, Redirect};
use axum::routing::post;
use axum::{Json, Router};
use bkash_acceptance::browser::{Arrival, End};
use serde_json::json;

use super::{HOSTED, Site, paths, payer};

async fn arrival(routes: Router, more: &str) -> Arrival {
    let site = Site::of(routes).await;
    let ask = site.checkout(&format!("method = \"POST\"\nurl = \"ORIGIN/pay\"\n{more}"));
    payer().ask(&ask).await
}

fn pays(answer: &'static str) -> Router {
    Router::new().route("/pay", post(move || async move { Html(answer) }))
}

#[tokio::test]
async fn a_redirect_to_the_hosted_page_is_not_opened() {
    let routes = Router::new().route("/pay", post(|| async { Redirect::to(HOSTED) }));
    let arrival = arrival(routes, "").await;
    assert_eq!(arrival.payment_id(), Some("TR1"));
    assert_eq!(paths(&arrival), ["/pay"]);
    assert!(arrival.page().is_none());
}

#[tokio::test]
async fn the_address_is_found_in_every_kind_of_page() {
    for page in [
        r#"<p>One moment</p><script>window.location = "http://127.0.0.1:8600/?paymentId=TR1&hash=h"</script>"#,
        r#"<meta http-equiv="refresh" content="3;url=http://127.0.0.1:8600/?paymentId=TR1&amp;hash=h">"#,
        r#"<h1>Your order</h1><a href="http://127.0.0.1:8600/?paymentId=TR1&amp;hash=h">Go to bKash</a>"#,
        r#"<form action="http://localhost:8600/?paymentId=TR1" method=get></form><script>document.forms[0].submit()</script>"#,
    ] {
        let arrival = arrival(pays(page), "").await;
        assert_eq!(arrival.payment_id(), Some("TR1"), "{page}");
    }
}

#[tokio::test]
async fn json_is_followed_by_its_pointer_or_by_looking() {
    let answer = || async { Json(json!({"data": {"bkashURL": HOSTED}, "docs": "http://a.test/"})) };
    for more in [
        "bkash_url = \"/data/bkashURL\"",
        "bkash_url = \"/nowhere\"",
        "",
    ] {
        let arrival = arrival(Router::new().route("/pay", post(answer)), more).await;
        assert_eq!(arrival.payment_id(), Some("TR1"), "{more}");
    }
}

#[tokio::test]
async fn a_pointer_may_lead_to_a_page_of_the_shop_that_leads_on() {
    let routes = Router::new()
        .route("/pay", post(|| async { Json(json!({"next": "/go"})) }))
        .route("/go", axum::routing::get(|| async { Redirect::to(HOSTED) }));
    let arrival = arrival(routes, "bkash_url = \"/next\"").await;
    assert_eq!(arrival.payment_id(), Some("TR1"));
    assert_eq!(paths(&arrival), ["/pay", "/go"]);
}

#[tokio::test]
async fn bkashs_own_page_is_told_apart_and_never_opened() {
    let real = "https://sandbox.payment.bkash.com/?paymentId=TR1&hash=h";
    let routes = Router::new().route("/pay", post(move || async move { Redirect::to(real) }));
    let arrival = arrival(routes, "").await;
    assert!(
        matches!(arrival.end, End::RealGateway { .. }),
        "{:?}",
        arrival.end
    );
}

#[tokio::test]
async fn a_page_that_leads_nowhere_is_where_it_ends() {
    let arrival = arrival(
        pays("<p>Sorry, not today. See https://www.bkash.com/</p>"),
        "",
    )
    .await;
    assert_eq!(arrival.end, End::Page);
}

#[tokio::test]
async fn a_callback_page_with_a_way_back_to_the_hosted_page_is_a_page() {
    let page =
        Html("<p>Payment not finished</p><a href='http://127.0.0.1:8600/?paymentId=TR1'>Go on</a>");
    let site =
        Site::of(Router::new().route("/callback", axum::routing::get(move || async move { page })))
            .await;
    let arrival = payer().open(&site.url("/callback")).await;
    assert_eq!(arrival.end, End::Page);
}
