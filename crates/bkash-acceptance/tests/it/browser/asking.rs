use axum::Router;
use axum::extract::Form;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use bkash_acceptance::browser::End;

use super::{HOSTED, Site, paths, payer};

type Fields = Form<Vec<(String, String)>>;

/// As frameworks guard their forms: a cookie and a hidden field that belong together.
fn guarded() -> Router {
    let page = || async {
        let form = "<form method=post action=/pay><input type=hidden name=_token value=t1>\
            <input type=hidden name=product value=99><input type=hidden name=cart value=c7></form>";
        (
            [(
                "set-cookie",
                "session=s1; Path=/; HttpOnly; Secure; SameSite=Lax",
            )],
            Html(form),
        )
    };
    let pay = |headers: HeaderMap, Form(fields): Fields| async move {
        let has = |name: &str, value: &str| fields.contains(&(name.to_owned(), value.to_owned()));
        let cookie = headers
            .get("cookie")
            .is_some_and(|cookie| cookie == "session=s1");
        match cookie
            && has("_token", "t1")
            && has("product", "1")
            && has("cart", "c7")
            && fields.len() == 3
        {
            true => Redirect::to(HOSTED).into_response(),
            false => (StatusCode::from_u16(419).unwrap(), format!("{fields:?}")).into_response(),
        }
    };
    Router::new()
        .route("/cart", get(page))
        .route("/pay", post(pay))
}

#[tokio::test]
async fn a_guarded_form_passes_with_its_page_and_not_without() {
    let site = Site::of(guarded()).await;
    let without = "url = \"ORIGIN/pay\"\nform = { product = \"1\" }";
    let arrival = payer().ask(&site.checkout(without)).await;
    assert_eq!(arrival.page().unwrap().status, 419);

    let with = format!("{without}\npage = \"ORIGIN/cart\"");
    let arrival = payer().ask(&site.checkout(&with)).await;
    assert_eq!(arrival.payment_id(), Some("TR1"));
    assert_eq!(paths(&arrival), ["/cart", "/pay"]);
}

#[tokio::test]
async fn a_hidden_price_gives_way_to_what_the_browser_makes_of_it() {
    let page = || async {
        Html("<form method=post action=/pay><input type=hidden name=amount value=500></form>")
    };
    let pay = |Form(fields): Fields| async move { format!("{fields:?}") };
    let site = Site::of(
        Router::new()
            .route("/cart", get(page))
            .route("/pay", post(pay)),
    )
    .await;
    let ask = site.checkout("url = \"ORIGIN/pay\"\nform = { p = \"1\" }\npage = \"ORIGIN/cart\"");
    let arrival = payer().ask(&ask).await;
    assert!(
        arrival
            .page()
            .unwrap()
            .body
            .contains(r#"("amount", "500")"#)
    );
    let arrival = payer()
        .ask(&ask.with_extra_fields(&[("amount", "1.00")]))
        .await;
    assert_eq!(
        arrival.page().unwrap().body,
        r#"[("p", "1"), ("amount", "1.00")]"#
    );
}

#[tokio::test]
async fn a_hidden_price_of_another_name_gives_way_too() {
    let page = || async {
        Html(
            "<form method=post action=/pay><input type=hidden name='cart[0][unit_price]' value=500><input type=hidden name=price_id value=7></form>",
        )
    };
    let pay = |Form(fields): Fields| async move { format!("{fields:?}") };
    let site = Site::of(
        Router::new()
            .route("/cart", get(page))
            .route("/pay", post(pay)),
    )
    .await;
    let ask = site.checkout("method = \"POST\"\nurl = \"ORIGIN/pay\"\npage = \"ORIGIN/cart\"");
    let arrival = payer()
        .ask(&ask.with_extra_fields(&[("price", "1.00")]))
        .await;
    assert_eq!(
        arrival.page().unwrap().body,
        r#"[("price", "1.00"), ("cart[0][unit_price]", "1.00"), ("price_id", "7")]"#
    );
}

#[tokio::test]
async fn a_page_that_cannot_be_opened_is_told_before_anything_is_asked() {
    let site = Site::of(guarded()).await;
    let ask = site.checkout("url = \"ORIGIN/pay\"\npage = \"ORIGIN/no-such-page\"");
    let arrival = payer().ask(&ask).await;
    assert_eq!(arrival.end, End::NoCheckoutPage);
    assert_eq!(paths(&arrival), ["/no-such-page"]);
}

#[tokio::test]
async fn each_payer_has_cookies_of_their_own_and_keeps_them() {
    let greet = |headers: HeaderMap| async move {
        let cookie = headers.get("cookie").cloned();
        let known = cookie.map_or_else(|| "nobody".to_owned(), |c| c.to_str().unwrap().to_owned());
        let response: Response = ([("set-cookie", "name=a; Path=/")], known).into_response();
        response
    };
    let site = Site::of(Router::new().route("/", get(greet))).await;
    let browsers = super::browsers();
    let payer = || browsers.payer(std::time::Duration::from_secs(10));
    let one = payer();
    for known in ["nobody", "name=a"] {
        assert_eq!(one.open(&site.url("/")).await.page().unwrap().body, known);
    }
    assert_eq!(
        payer().open(&site.url("/")).await.page().unwrap().body,
        "nobody"
    );
}
