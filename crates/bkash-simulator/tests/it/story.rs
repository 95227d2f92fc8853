//! What testers read of a world: its worlds, payments and journal, filtered, exported and followed.

use std::time::Duration;

use axum::body::Body;
use bkash_simulator::Simulator;
use http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::harness::{Merchant, Reply, SEARCH, builder, order, read};

async fn get(merchant: &Merchant, path_and_query: &str) -> Reply {
    let request = Request::get(format!("/_simulator/{path_and_query}"))
        .header("host", "bkash.test")
        .body(Body::empty())
        .unwrap();
    read(merchant.router.clone().oneshot(request).await.unwrap()).await
}

fn endpoints(reply: &Reply) -> Vec<&str> {
    let data = reply.body["data"].as_array().unwrap();
    data.iter()
        .map(|entry| entry["endpoint"].as_str().unwrap())
        .collect()
}

/// A refunded payment, a refused one, a search and a lost answer.
async fn busy() -> (Merchant, String) {
    let merchant = Merchant::new().await;
    let (payment_id, trx_id) = merchant.paid("10").await;
    merchant.refund(&payment_id, &trx_id, "3").await;
    merchant.call(SEARCH, &json!({ "trxID": trx_id })).await;
    let mut other = order("20");
    other["merchantInvoiceNumber"] = "INV-2".into();
    merchant.call(crate::harness::CREATE, &other).await;
    merchant
        .fault(json!({ "endpoint": "query", "fault": "answer_lost" }))
        .await;
    merchant.query(&payment_id).await;
    (merchant, payment_id)
}

#[tokio::test]
async fn the_journal_is_filtered_by_what_an_exchange_is_about() {
    let (merchant, payment_id) = busy().await;
    let all = ["create", "execute", "refund", "search", "query"];
    let cases = [
        (format!("paymentID={payment_id}"), all.to_vec()),
        ("invoice=INV-1001".to_owned(), all.to_vec()),
        ("invoice=INV-2".to_owned(), vec!["create"]),
        (
            "endpoint=refund,search".to_owned(),
            vec!["refund", "search"],
        ),
        ("status=lost".to_owned(), vec!["query"]),
        ("status=5xx".to_owned(), vec![]),
        ("text=inv-2".to_owned(), vec!["create"]),
        ("since=5&status=200".to_owned(), vec!["create"]),
        ("limit=2".to_owned(), vec!["create", "query"]),
        ("changed_since=6".to_owned(), vec!["query"]),
    ];
    for (query, expected) in cases {
        let reply = get(&merchant, &format!("journal?{query}")).await;
        assert_eq!(endpoints(&reply), expected, "{query}");
    }
}

#[tokio::test]
async fn a_wrong_parameter_is_named_with_what_it_may_be() {
    let merchant = Merchant::new().await;
    for (path, field) in [
        ("journal?endpoint=exec", "endpoint"),
        ("journal?status=ok", "status"),
        ("journal?since=x", "since"),
        ("journal?limit=0", "limit"),
        ("journal?format=xml", "format"),
        ("journal?colour=red", "colour"),
        ("journal/stream?status=ok", "status"),
        ("payments?state=paid", "state"),
        ("payments?limit=1001", "limit"),
    ] {
        let refused = get(&merchant, path).await;
        assert_eq!(refused.status, 400, "{path}");
        assert_eq!(refused.text("field"), field, "{path}");
        assert!(!refused.body["allowed"].is_null(), "{}", refused.body);
    }
}

#[tokio::test]
async fn the_journal_can_be_emptied_and_its_ids_go_on() {
    let (merchant, _) = busy().await;
    let emptied = merchant.control("DELETE", "journal", Value::Null).await;
    assert_eq!(emptied.status, StatusCode::NO_CONTENT);
    assert!(merchant.journal().await.is_empty());
    merchant.query("TR0011unknown").await;
    assert_eq!(merchant.journal().await[0]["id"], 8);
}

#[tokio::test]
async fn a_smaller_journal_keeps_less() {
    let merchant = Merchant::admitted(builder().journal(3).router(), "key-1").await;
    for _ in 0..5 {
        merchant.query("TR0011unknown").await;
    }
    assert_eq!(merchant.journal().await.len(), 3);
}

#[tokio::test]
async fn json_lines_have_one_exchange_each() {
    let (merchant, _) = busy().await;
    let file = get(&merchant, "journal?format=jsonl").await;
    assert_eq!(file.headers["content-type"], "application/x-ndjson");
    let text = file.body.as_str().unwrap();
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines, merchant.journal().await);
}

/// The fields that HAR 1.2 makes mandatory, with their JSON types.
#[tokio::test]
async fn a_har_has_every_mandatory_field_of_its_specification() {
    let (merchant, payment_id) = busy().await;
    let page = format!("/checkout/{payment_id}?window=none");
    let visit = Request::get(&page).body(Body::empty()).unwrap();
    merchant.send(visit).await;
    let har = get(&merchant, "journal?format=har").await;
    assert_eq!(
        har.headers["content-disposition"],
        "attachment; filename=\"bkash-journal.har\""
    );
    let log = &har.body["log"];
    assert_eq!(log["version"], "1.2");
    assert!(log["creator"]["name"].is_string() && log["creator"]["version"].is_string());
    let entries = log["entries"].as_array().unwrap();
    assert_eq!(entries.len(), 8);
    for entry in entries {
        let text = |pointer: &str| entry.pointer(pointer).is_some_and(Value::is_string);
        let number = |pointer: &str| entry.pointer(pointer).is_some_and(Value::is_i64);
        let list = |pointer: &str| entry.pointer(pointer).is_some_and(Value::is_array);
        for pointer in [
            "/startedDateTime",
            "/request/method",
            "/request/url",
            "/request/httpVersion",
            "/response/statusText",
            "/response/httpVersion",
            "/response/redirectURL",
            "/response/content/mimeType",
        ] {
            assert!(text(pointer), "{pointer}: {entry}");
        }
        for pointer in [
            "/time",
            "/timings/send",
            "/timings/wait",
            "/timings/receive",
            "/request/headersSize",
            "/request/bodySize",
            "/response/status",
            "/response/headersSize",
            "/response/bodySize",
            "/response/content/size",
        ] {
            assert!(number(pointer), "{pointer}: {entry}");
        }
        for pointer in [
            "/request/cookies",
            "/request/headers",
            "/request/queryString",
            "/response/cookies",
            "/response/headers",
        ] {
            assert!(list(pointer), "{pointer}: {entry}");
        }
        assert!(entry["cache"].is_object());
    }
    let create = &entries[1];
    assert_eq!(
        create["request"]["url"],
        "http://bkash.test/v1.2.0-beta/tokenized/checkout/create"
    );
    assert_eq!(
        create["request"]["postData"]["mimeType"],
        "application/json"
    );
    let sent: Value =
        serde_json::from_str(create["request"]["postData"]["text"].as_str().unwrap()).unwrap();
    assert_eq!(sent["merchantInvoiceNumber"], "INV-1001");
    let lost = &entries[6];
    assert_eq!(lost["response"]["status"], 0);
    assert_eq!(lost["comment"], "fault: answer_lost");
    assert_eq!(
        entries[7]["request"]["queryString"],
        json!([{ "name": "window", "value": "none" }])
    );
}

#[tokio::test]
async fn the_worlds_are_listed_with_what_is_in_them() {
    let (merchant, _) = busy().await;
    merchant.beside("key-0").await;
    let worlds = get(&merchant, "worlds").await;
    assert_eq!(
        worlds.body["data"],
        json!([
            { "app_key": "key-0", "now": "2025-12-11T05:48:29.876Z",
              "payments": 0, "exchanges": 1, "faults": 0 },
            { "app_key": "key-1", "now": "2025-12-11T05:48:29.876Z",
              "payments": 2, "exchanges": 7, "faults": 0 },
        ])
    );
}

#[tokio::test]
async fn a_payment_is_told_with_every_exchange_about_it() {
    let (merchant, payment_id) = busy().await;
    let story = get(&merchant, &format!("payments/{payment_id}")).await;
    assert_eq!(story.text("state"), "completed");
    assert_eq!(story.text("amount"), "10.00");
    assert_eq!(story.text("refundable"), "7.00");
    assert_eq!(story.body["refunds"][0]["amount"], "3.00");
    let exchanges = story.body["exchanges"].as_array().unwrap();
    assert_eq!(exchanges.len(), 5);
    assert_eq!(exchanges[4]["fault"], "answer_lost");
    assert_eq!(get(&merchant, "payments/TR0011x").await.status, 404);
}

#[tokio::test]
async fn payments_are_listed_newest_first_by_state_and_invoice() {
    let merchant = Merchant::new().await;
    let approved = merchant.approved("5", crate::harness::WALLET).await;
    merchant.advance(1).await;
    let cancelled = merchant.created("6").await;
    merchant
        .pay(&cancelled, json!({ "outcome": "cancel" }))
        .await;
    merchant.advance(1).await;
    merchant.paid("7").await;
    merchant.advance(24 * 3600 - 2 + 1).await;
    let states = |reply: &Reply| -> Vec<String> {
        let data = reply.body["data"].as_array().unwrap();
        data.iter()
            .map(|payment| payment["state"].as_str().unwrap().to_owned())
            .collect()
    };
    let all = get(&merchant, "payments").await;
    assert_eq!(states(&all), ["completed", "cancelled", "expired"]);
    let expired = get(&merchant, "payments?state=expired").await;
    assert_eq!(expired.body["data"][0]["paymentID"], approved.as_str());
    let newest = get(&merchant, "payments?invoice=INV-1001&limit=1").await;
    assert_eq!(states(&newest), ["completed"]);
    assert_eq!(newest.body["total"], 3);
}

#[tokio::test]
async fn a_reset_with_a_seed_repeats_the_ids_of_that_seed() {
    let merchant = Merchant::new().await;
    let again = |merchant: Merchant| async move {
        let reset = merchant
            .control("POST", "reset", json!({ "seed": 7 }))
            .await;
        assert_eq!(reset.status, StatusCode::NO_CONTENT);
        Merchant::admitted(merchant.router, &merchant.app_key).await
    };
    let merchant = again(merchant).await;
    let first = merchant.create("5").await.body;
    let merchant = again(merchant).await;
    assert_eq!(merchant.create("5").await.body, first);
    let as_started = Simulator::builder()
        .seed(7)
        .clock(crate::harness::clock())
        .router();
    let as_started = Merchant::admitted(as_started, &merchant.app_key).await;
    assert_eq!(as_started.create("5").await.body, first);
    let refused = merchant
        .control("POST", "reset", json!({ "seed": "seven" }))
        .await;
    assert_eq!(refused.text("field"), "seed");
}

/// The next event of a stream, as its lines.
async fn event(body: &mut Body) -> String {
    let frame = tokio::time::timeout(Duration::from_secs(10), body.frame());
    let bytes = frame.await.unwrap().unwrap().unwrap().into_data().unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test(start_paused = true)]
async fn the_journal_can_be_followed_as_it_grows() {
    let merchant = Merchant::new().await;
    let follow = |query: &str| {
        let request = Request::get(format!("/_simulator/journal/stream?{query}"));
        merchant
            .router
            .clone()
            .oneshot(request.body(Body::empty()).unwrap())
    };
    let response = follow("").await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut stream = response.into_body();
    let mut searches = follow("endpoint=search").await.unwrap().into_body();
    merchant.query("TR0011unknown").await;
    let told = event(&mut stream).await;
    assert!(told.starts_with("event: exchange\n"), "{told}");
    assert!(told.contains("\"endpoint\":\"query\""), "{told}");
    assert!(told.contains("id: 2"), "{told}");

    // A call is told when it comes and again when it is over.
    merchant
        .fault(json!({ "endpoint": "search", "fault": "delay", "seconds": 5 }))
        .await;
    let body = json!({ "trxID": "CLB50PG0H4" });
    let (_, (open, done)) = tokio::join!(merchant.call(SEARCH, &body), async {
        (event(&mut stream).await, event(&mut stream).await)
    });
    assert!(open.contains("\"response\":null"), "{open}");
    assert!(done.contains("\"status\":200"), "{done}");
    assert!(event(&mut searches).await.contains("\"search\""));

    merchant.control("DELETE", "journal", Value::Null).await;
    assert!(event(&mut stream).await.starts_with("event: cleared\n"));
}

#[tokio::test]
async fn a_follower_goes_on_where_it_was_cut_off() {
    let (merchant, _) = busy().await;
    let request = Request::get("/_simulator/journal/stream")
        .header("last-event-id", "5")
        .body(Body::empty())
        .unwrap();
    let response = merchant.router.clone().oneshot(request).await.unwrap();
    let mut stream = response.into_body();
    assert!(event(&mut stream).await.contains("\"endpoint\":\"create\""));
    assert!(event(&mut stream).await.contains("\"endpoint\":\"query\""));
}

#[tokio::test]
async fn a_follower_does_not_keep_a_simulator_from_stopping() {
    let simulator = Simulator::start().await.unwrap();
    let address = simulator.addr();
    let mut socket = tokio::net::TcpStream::connect(address).await.unwrap();
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let calls = "GET /_simulator/books?app_key=k HTTP/1.1\r\nhost: x\r\n\r\n";
    socket.write_all(calls.as_bytes()).await.unwrap();
    let mut buffer = vec![0; 65_536];
    assert!(socket.read(&mut buffer).await.unwrap() > 0);
    let follow = "GET /_simulator/journal/stream HTTP/1.1\r\nhost: x\r\n\r\n";
    socket.write_all(follow.as_bytes()).await.unwrap();
    assert!(socket.read(&mut buffer).await.unwrap() > 0);
    drop(simulator);
    let closed = async { while socket.read(&mut buffer).await.is_ok_and(|read| read > 0) {} };
    tokio::time::timeout(Duration::from_secs(5), closed)
        .await
        .unwrap();
}
