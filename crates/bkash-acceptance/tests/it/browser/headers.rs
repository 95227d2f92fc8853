use axum::Router;
use axum::http::{HeaderMap, Method};
use axum::response::Redirect;
use axum::routing::{any, get};
use bkash_acceptance::browser::Arrival;

use super::{Site, payer};

/// Tells the method and the headers that a shop goes by.
async fn told(method: Method, headers: HeaderMap) -> String {
    let names = [
        "accept",
        "content-type",
        "origin",
        "referer",
        "x-api-key",
        "accept-language",
    ];
    let value = |name: &&str| {
        headers
            .get(*name)
            .map(|value| format!("{name}: {}", value.to_str().unwrap()))
    };
    let lines: Vec<_> = names.iter().filter_map(value).collect();
    format!("{method}\n{}", lines.join("\n"))
}

fn body(arrival: &Arrival) -> &str {
    &arrival.page().unwrap().body
}

#[tokio::test]
async fn a_form_is_sent_as_a_browser_sends_it() {
    let site = Site::of(Router::new().route("/pay", any(told))).await;
    let arrival = payer()
        .ask(&site.checkout("url = \"ORIGIN/pay\"\nform = { a = \"1\" }"))
        .await;
    let body = body(&arrival);
    assert!(body.starts_with("POST\naccept: text/html"), "{body}");
    assert!(
        body.contains("content-type: application/x-www-form-urlencoded"),
        "{body}"
    );
    assert!(
        body.contains(&format!(
            "origin: {}\nreferer: {}/\n",
            site.origin, site.origin
        )),
        "{body}"
    );
    assert!(body.contains("accept-language: en-GB,en"), "{body}");
}

#[tokio::test]
async fn json_is_sent_as_a_script_sends_it() {
    let site = Site::of(Router::new().route("/pay", any(told))).await;
    let section = "url = \"ORIGIN/pay\"\njson = { a = 1 }\nheaders = { X-Api-Key = \"k\" }";
    let arrival = payer().ask(&site.checkout(section)).await;
    let body = body(&arrival);
    assert!(body.starts_with("POST\naccept: application/json"), "{body}");
    assert!(
        body.contains("content-type: application/json") && body.contains("x-api-key: k"),
        "{body}"
    );
}

#[tokio::test]
async fn an_opened_address_carries_no_origin() {
    let site = Site::of(Router::new().route("/callback", any(told))).await;
    let arrival = payer().open(&site.url("/callback")).await;
    let body = body(&arrival);
    assert!(body.starts_with("GET\naccept: text/html"), "{body}");
    assert!(!body.contains("origin:"), "{body}");
}

#[tokio::test]
async fn the_files_headers_do_not_go_to_another_host() {
    let other = Site::of(Router::new().route("/there", any(told))).await;
    let there = other.url("/there").to_string();
    let routes = Router::new()
        .route(
            "/pay",
            get(move || async move { Redirect::temporary(&there) }),
        )
        .route("/here", get(|| async { Redirect::temporary("/told") }))
        .route("/told", any(told));
    let site = Site::of(routes).await;
    for (path, given) in [("/pay", false), ("/here", true)] {
        let section = format!("url = \"ORIGIN{path}\"\nheaders = {{ X-Api-Key = \"k\" }}");
        let arrival = payer().ask(&site.checkout(&section)).await;
        assert_eq!(body(&arrival).contains("x-api-key: k"), given, "{path}");
    }
}
