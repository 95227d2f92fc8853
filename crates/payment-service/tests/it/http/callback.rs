//! The callback is a browser's word.

use serde_json::{Value, json};

use crate::answer::Answer;
use crate::world::{GOOD_WALLET, World, text};

/// An address without its query, and that query.
fn split(address: &str) -> (String, String) {
    let (path, query) = address.split_once('?').unwrap();
    (path.to_owned(), query.to_owned())
}

#[tokio::test]
async fn a_forged_callback_changes_nothing_and_all_look_alike() {
    let world = World::start().await;
    let payment = world.create("INV-1", "10.00").await;
    let other = world.create("INV-2", "20.00").await;
    let (path, query) = split(&world.approve(&payment, GOOD_WALLET).await);
    let (other_path, other_query) = split(&world.approve(&other, GOOD_WALLET).await);
    let (id, gateway_id) = (text(&payment, "id"), text(&payment, "gateway_payment_id"));
    let (parent, secret) = path.rsplit_once('/').unwrap();
    let (_, other_secret) = other_path.rsplit_once('/').unwrap();

    let mut pages = Vec::new();
    for forged in [
        format!("{parent}/{other_secret}?{query}"),
        format!("{parent}/{}?{query}", "0".repeat(32)),
        format!(
            "{parent}/{}?{query}",
            secret
                .to_uppercase()
                .replace(|c: char| c.is_ascii_digit(), "A")
        ),
        format!("{parent}/{secret}%00?{query}"),
        format!("{parent}/%ff%fe?{query}"),
        format!("{path}?{other_query}"),
        format!("{other_path}?{query}"),
        format!("{path}?paymentID=TR0011XXXXXXX1700000000000&status=success"),
        format!("{path}?paymentID={gateway_id}"),
        format!("{path}?status=success"),
        path.clone(),
        format!("{path}?paymentID={gateway_id}&status=SUCCESS"),
        format!("{path}?paymentID={gateway_id}&status=completed"),
        format!("{path}?paymentID={gateway_id}&status=success&status=success"),
        format!("{path}?paymentID={gateway_id}&status=success&status=cancel"),
        format!("{path}?paymentID={gateway_id}&paymentID=x&status=success"),
        format!("{path}?paymentID={gateway_id}&status=%ff"),
        format!("{path}?{query}&x={}", "y".repeat(9000)),
        format!(
            "{}?{query}",
            path.replace(&id, "pay_019b0000000000000000000000000000")
        ),
        format!("{}?{query}", path.replace(&id, "pay_x")),
    ] {
        let answer = world.visit(&forged).await;
        assert_eq!(answer.status, 400, "{forged}");
        assert!(answer.text.contains("Nothing was taken"), "{forged}");
        pages.push(answer.text);
    }
    pages.dedup();
    assert_eq!(pages.len(), 1, "a forger learns nothing from the page");
    assert_eq!(world.count("execute").await, 0);
    assert_eq!(world.payment(&payment).await["status"], "awaiting_payer");
    assert_eq!(world.payment(&other).await["status"], "awaiting_payer");

    let metrics = Answer::to(world.request("GET", "/metrics")).await.text;
    for reason in [
        "wrong_secret",
        "other_gateway_payment",
        "bad_query",
        "unknown_payment",
    ] {
        let line = format!("bkash_callback_refusals_total{{reason=\"{reason}\"}}");
        assert!(metrics.contains(&line), "{reason}: {metrics}");
    }
}

#[tokio::test]
async fn a_typed_success_that_nobody_approved_is_never_shown_as_paid() {
    let world = World::start().await;
    let payment = world.create("INV-1", "10.00").await;
    let back = world.walk(&payment, &json!({"outcome": "cancel"})).await;
    let typed = back.replace("status=cancel", "status=success");
    let answer = world.visit_to_the_end(&typed).await;
    assert_ne!(answer.returned_status(), "completed");
    assert_ne!(world.payment(&payment).await["status"], "completed");
    assert_eq!(world.merchant_balance().await, "0.00");
}

#[tokio::test]
async fn looking_ahead_or_asking_for_the_head_does_not_pay() {
    let world = World::start().await;
    let payment = world.create("INV-1", "10.00").await;
    let back = world.approve(&payment, GOOD_WALLET).await;
    let path = back
        .strip_prefix(&format!("http://{}", world.service.addr()))
        .unwrap();

    let head = Answer::to(world.request("HEAD", path)).await;
    assert_eq!((head.status, head.header("allow")), (405, "GET"));
    let post = Answer::to(world.request("POST", path)).await;
    assert_eq!((post.status, post.header("allow")), (405, "GET"));
    assert!(post.headers.contains_key("content-security-policy"));
    for (name, value) in [
        ("sec-purpose", "prefetch;prerender"),
        ("purpose", "prefetch"),
    ] {
        let ahead = Answer::to(world.request("GET", path).header(name, value)).await;
        assert_eq!((ahead.status, ahead.text.as_str()), (204, ""));
    }
    assert_eq!(world.count("execute").await, 0);
    assert_eq!(world.payment(&payment).await["status"], "awaiting_payer");
    assert_eq!(world.visit(&back).await.returned_status(), "completed");
}

#[tokio::test]
async fn the_address_leaks_nowhere_from_the_browser() {
    let world = World::start().await;
    let payment = world.create("INV-1", "10.00").await;
    let back = world.approve(&payment, GOOD_WALLET).await;
    let refused = world
        .visit(&back.replace("status=success", "status=maybe"))
        .await;
    let done = world.visit(&back).await;
    for answer in [refused, done] {
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("x-frame-options"), "DENY");
        assert!(answer.header("x-robots-tag").contains("noindex"));
        assert!(
            answer
                .header("content-security-policy")
                .starts_with("default-src 'none'")
        );
    }
}

#[tokio::test]
async fn the_payer_returns_to_the_address_that_the_shop_named() {
    let world = World::start().await;
    let payment = world.create("INV-1", "10.00").await;
    let back = world.approve(&payment, GOOD_WALLET).await;
    let expected = format!(
        "https://shop.example.com/return?order=1&payment_id={}&status=completed",
        text(&payment, "id")
    );
    assert_eq!(world.visit(&back).await.header("location"), expected);
}

#[tokio::test]
async fn progress_is_shown_while_execute_takes_its_time_and_the_work_outlives_the_browser() {
    let world = World::start().await;
    let payment = world.create("INV-1", "10.00").await;
    let back = world.approve(&payment, GOOD_WALLET).await;
    world
        .fault(json!({"endpoint": "execute", "fault": "delay", "seconds": 3}))
        .await;

    let page = world.visit(&back).await;
    assert_eq!(page.status, 200, "{page:?}");
    assert!(page.text.contains("Please do not pay again") && page.text.contains("lang=\"bn\""));
    let (path, _) = split(&back);
    let (_, secret) = path.rsplit_once('/').unwrap();
    assert!(
        page.text
            .contains(&format!("content=\"2;url={secret}/progress\"")),
        "{}",
        page.text
    );

    // Nobody looks at the page: only the payment is asked.
    let wrong = world.visit(&format!("{path}x/progress")).await;
    assert_eq!(wrong.status, 400);
    let progress = world.visit_to_the_end(&back).await;
    assert_eq!(progress.returned_status(), "completed");
    assert_eq!(
        (world.count("execute").await, world.count("query").await),
        (1, 0)
    );
}

#[tokio::test]
async fn a_closed_tab_does_not_stop_the_payment() {
    let world = World::start().await;
    let payment = world.create("INV-1", "10.00").await;
    let back = world.approve(&payment, GOOD_WALLET).await;
    world
        .fault(json!({"endpoint": "execute", "fault": "delay", "seconds": 0.5}))
        .await;
    {
        let leaving = world.visit(&back);
        let hurry = std::time::Duration::from_millis(100);
        assert!(
            tokio::time::timeout(hurry, leaving).await.is_err(),
            "the tab is closed before the answer"
        );
    }
    assert_eq!(
        world.visit_to_the_end(&back).await.returned_status(),
        "completed"
    );
    assert_eq!(world.count("execute").await, 1);
    assert_eq!(world.merchant_balance().await, "10.00");
}

#[tokio::test]
async fn a_payer_who_comes_after_a_newer_payment_is_told_that_nothing_was_taken() {
    let world = World::start().await;
    let old = world.create("INV-1", "10.00").await;
    let back = world.approve(&old, GOOD_WALLET).await;
    let new = world.create("INV-1", "10.00").await;
    assert_eq!(world.visit(&back).await.returned_status(), "cancelled");
    assert_eq!(world.payment(&old).await["superseded_by"], new["id"]);
    assert_eq!(world.count("execute").await, 0);
    assert_eq!(
        world.payment(&new).await["status"],
        Value::from("awaiting_payer")
    );
}
