use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::{Form, Path};
use axum::response::{Html, Redirect};
use axum::routing::{any, get, post};
use bkash_acceptance::browser::{End, Unreached};

use super::{Site, browsers, paths, payer};

#[tokio::test]
async fn redirects_are_followed_and_each_answer_is_kept() {
    let site = Site::of(
        Router::new()
            .route("/a", get(|| async { Redirect::to("/b?x=1") }))
            .route("/b", get(|| async { Redirect::permanent("c") }))
            .route("/c", get(|| async { Html("<p>Done</p>") })),
    )
    .await;
    let arrival = payer().open(&site.url("/a")).await;
    assert_eq!(arrival.end, End::Page);
    assert_eq!(paths(&arrival), ["/a", "/b", "/c"]);
    assert_eq!(arrival.answers[0].header("location"), Some("/b?x=1"));
    assert_eq!(arrival.page().unwrap().body, "<p>Done</p>");
}

#[tokio::test]
async fn a_browser_that_is_sent_in_circles_gives_up() {
    let site = Site::of(Router::new().route("/a", get(|| async { Redirect::to("/a") }))).await;
    let arrival = payer().open(&site.url("/a")).await;
    assert_eq!(arrival.end, End::TooManyRedirects);
    assert_eq!(arrival.answers.len(), 21);
}

#[tokio::test]
async fn a_form_turns_into_get_at_303_and_stays_a_form_at_307() {
    let routes =
        Router::new()
            .route("/303", post(|| async { Redirect::to("/end") }))
            .route("/307", post(|| async { Redirect::temporary("/end") }))
            .route(
                "/end",
                any(|method: axum::http::Method, body: String| async move {
                    format!("{method} {body}")
                }),
            );
    let site = Site::of(routes).await;
    for (path, told) in [("/303", "GET "), ("/307", "POST a=1")] {
        let ask = site.checkout(&format!("url = \"ORIGIN{path}\"\nform = {{ a = \"1\" }}"));
        let arrival = payer().ask(&ask).await;
        assert_eq!(arrival.page().unwrap().body, told);
    }
}

/// A progress page that is ready after so many looks.
fn progress(ready_after: u32) -> Router {
    let looks = Arc::new(AtomicU32::new(0));
    Router::new().route(
        "/wait",
        get(move || async move {
            match looks.fetch_add(1, Ordering::Relaxed) < ready_after {
                true => Html("<meta http-equiv=refresh content=0><p>Checking</p>"),
                false => Html("<p>Paid</p>"),
            }
        }),
    )
}

#[tokio::test]
async fn a_progress_page_is_watched_until_it_is_done() {
    let site = Site::of(progress(3)).await;
    let arrival = payer().open(&site.url("/wait")).await;
    assert_eq!((arrival.end, arrival.answers.len()), (End::Page, 4));
    assert_eq!(arrival.answers[3].body, "<p>Paid</p>");
}

#[tokio::test]
async fn a_progress_page_that_never_ends_is_left_as_it_is() {
    let site = Site::of(progress(1000)).await;
    let payer = browsers().payer(Duration::from_millis(700));
    let arrival = payer.open(&site.url("/wait")).await;
    assert_eq!(arrival.end, End::Page);
    assert!(arrival.page().unwrap().body.contains("Checking"));
}

#[tokio::test]
async fn a_refresh_in_a_header_is_followed() {
    let site = Site::of(
        Router::new()
            .route(
                "/a",
                get(|| async { ([("refresh", "0; url=/b")], "Moved") }),
            )
            .route("/b", get(|| async { "Here" })),
    )
    .await;
    let arrival = payer().open(&site.url("/a")).await;
    assert_eq!(paths(&arrival), ["/a", "/b"]);
}

#[tokio::test]
async fn a_page_that_is_only_a_script_or_a_form_that_sends_itself_is_followed() {
    let form = "<form method=post action=/form id=f><input type=hidden name=a value=7></form><script>f.submit()</script>";
    let site =
        Site::of(
            Router::new()
                .route(
                    "/a",
                    get(|| async { Html("<script>window.location.href = '/b';</script>") }),
                )
                .route("/b", get(move || async move { Html(form) }))
                .route(
                    "/form",
                    post(|Form(fields): Form<Vec<(String, String)>>| async move {
                        format!("{fields:?}")
                    }),
                ),
        )
        .await;
    let arrival = payer().open(&site.url("/a")).await;
    assert_eq!(paths(&arrival), ["/a", "/b", "/form"]);
    assert_eq!(arrival.page().unwrap().body, r#"[("a", "7")]"#);
}

#[tokio::test]
async fn a_shop_that_does_not_answer_in_time_is_left() {
    let never = get(|| async { std::future::pending::<()>().await });
    let site = Site::of(Router::new().route("/a", never)).await;
    let payer = browsers().payer(Duration::from_millis(200));
    let arrival = payer.open(&site.url("/a")).await;
    assert_eq!(arrival.end, End::Impatient);
    assert!(arrival.page().is_none() && arrival.answers.is_empty());
}

#[tokio::test]
async fn an_address_where_nothing_listens_is_told_apart_from_one_that_hangs_up() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", free.local_addr().unwrap());
    drop(free);
    let arrival = payer().open(&address.parse().unwrap()).await;
    assert!(
        matches!(
            arrival.end,
            End::Unreachable {
                why: Unreached::Refused,
                ..
            }
        ),
        "{:?}",
        arrival.end
    );

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let hangs_up = tokio::spawn(async move { while listener.accept().await.is_ok() {} });
    let arrival = payer().open(&address.parse().unwrap()).await;
    assert!(
        matches!(
            arrival.end,
            End::Unreachable {
                why: Unreached::Closed,
                ..
            }
        ),
        "{:?}",
        arrival.end
    );
    let secure = address.replace("http", "https");
    let arrival = payer().open(&secure.parse().unwrap()).await;
    assert!(
        matches!(arrival.end, End::Unreachable { .. }),
        "{:?}",
        arrival.end
    );
    hangs_up.abort();

    let nowhere = "http://no-such-host.invalid/".parse().unwrap();
    let arrival = payer().open(&nowhere).await;
    assert!(
        matches!(
            arrival.end,
            End::Unreachable {
                why: Unreached::NoSuchHost,
                ..
            }
        ),
        "{:?}",
        arrival.end
    );
}

#[tokio::test]
async fn a_long_page_is_cut_and_broken_letters_are_replaced() {
    let site = Site::of(
        Router::new()
            .route("/long", get(|| async { "x".repeat(3 << 20) }))
            .route("/broken", get(|| async { vec![b'a', 0xff, b'b'] })),
    )
    .await;
    let arrival = payer().open(&site.url("/long")).await;
    assert_eq!(arrival.page().unwrap().body.len(), 1 << 20);
    let arrival = payer().open(&site.url("/broken")).await;
    assert_eq!(arrival.page().unwrap().body, "a\u{fffd}b");
}

#[tokio::test]
async fn the_shops_scripts_are_loaded_once_over_all_payers() {
    let page = Html(
        "<script src=/app.js></script><script src=http://127.0.0.1:9/cdn.js></script><p>Shop</p>",
    );
    let loads = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&loads);
    let script = move || async move { format!("// {}", counted.fetch_add(1, Ordering::Relaxed)) };
    let site = Site::of(
        Router::new()
            .route(
                "/{page}",
                get(move |Path(_): Path<String>| async move { page }),
            )
            .route("/app.js", get(script)),
    )
    .await;
    let browsers = browsers();
    let first = browsers
        .payer(Duration::from_secs(10))
        .open(&site.url("/a"))
        .await;
    assert_eq!(first.scripts.len(), 1);
    assert_eq!(first.everything().count(), 2);
    let second = browsers
        .payer(Duration::from_secs(10))
        .open(&site.url("/b"))
        .await;
    assert!(second.scripts.is_empty());
    assert_eq!(loads.load(Ordering::Relaxed), 1);
}
