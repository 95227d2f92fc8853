//! What the demo shop refuses, whoever asks.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::demo::Demo;
use crate::harness::request;

/// An answer as it came: the status line, the headers and the body.
struct Answer(String);

impl Answer {
    fn status(&self) -> &str {
        self.0.split_whitespace().nth(1).unwrap()
    }

    fn header(&self, name: &str) -> Option<&str> {
        let head = self.0.split("\r\n\r\n").next().unwrap();
        head.lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

/// One exchange with the shop, with exactly these headers.
fn ask(demo: &Demo, request: &str, headers: &str, body: &str) -> Answer {
    let host = demo.address("Shop").strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let length = body.len();
    let rest = format!("{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}");
    write!(stream, "{request} HTTP/1.1\r\nhost: {host}\r\n{rest}").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    Answer(answer)
}

const FORM: &str = "content-type: application/x-www-form-urlencoded\r\n";
const TOKEN: &str = "0123456789abcdef0123456789abcdef";

#[test]
fn the_shop_believes_no_stranger() {
    let demo = Demo::start();
    let order = format!("product=khadi-panjabi&form={TOKEN}");

    // Another site's page sends the customer's browser here with a form of its own.
    for origin in [
        "sec-fetch-site: cross-site\r\n",
        "origin: http://evil.example\r\n",
    ] {
        let answer = ask(&demo, "POST /orders", &format!("{FORM}{origin}"), &order);
        assert_eq!(answer.status(), "403", "{origin}");
    }

    // A price from the browser is not even looked at.
    let cheap = format!("{order}&amount=1.00&price=1.00");
    let answer = ask(&demo, "POST /orders", FORM, &cheap);
    assert_eq!(answer.status(), "303", "{}", answer.0);
    let placed = ask(&demo, "GET /orders/SB-1001", "", "");
    assert!(placed.0.contains("৳1,450.00"), "{}", placed.0);

    // The same form again is the same order, not a second one.
    let again = ask(&demo, "POST /orders", FORM, &order);
    assert_eq!(again.header("location"), answer.header("location"));
    assert_eq!(ask(&demo, "GET /orders/SB-1002", "", "").status(), "404");

    // The address says paid; the service does not.
    let typed = ask(
        &demo,
        "GET /orders/SB-1001/receipt?status=completed",
        "",
        "",
    );
    assert!(typed.0.contains("Payment not finished"), "{}", typed.0);
    assert!(!typed.0.contains("Payment received"));

    // So says a webhook that nobody signed.
    let event = r#"{"type":"payment.completed","data":{"merchant_invoice_number":"SB-1001"}}"#;
    for signature in [
        "",
        "webhook-id: msg_1\r\nwebhook-timestamp: 1\r\nwebhook-signature: v1,AAAA\r\n",
    ] {
        let headers = format!("content-type: application/json\r\n{signature}");
        assert_eq!(
            ask(&demo, "POST /webhooks", &headers, event).status(),
            "401"
        );
    }
    let orders = ask(&demo, "GET /orders", "", "").0;
    assert!(
        orders.contains("Not finished") && !orders.contains(">Paid<"),
        "{orders}"
    );

    // Nothing is refunded of an order that nobody paid.
    let refund = format!("form={TOKEN}&amount=1.00&reason=none");
    assert_eq!(
        ask(&demo, "POST /orders/SB-1001/refunds", FORM, &refund).status(),
        "404"
    );

    // What does not exist, is too long or is half a form.
    for path in [
        "/orders/SB-01001",
        "/orders/../etc/passwd",
        "/products/gold",
        "/nowhere",
    ] {
        assert_eq!(
            ask(&demo, &format!("GET {path}"), "", "").status(),
            "404",
            "{path}"
        );
    }
    let long = format!("{order}&x={}", "x".repeat(70_000));
    assert_eq!(ask(&demo, "POST /orders", FORM, &long).status(), "413");
    assert_eq!(
        ask(&demo, "POST /orders", FORM, "product=khadi-panjabi&form=zz").status(),
        "422"
    );
}

#[test]
fn the_language_stays_and_leads_nowhere_else() {
    let demo = Demo::start();
    let chosen = ask(&demo, "GET /language/bn?to=//evil.example", "", "");
    assert_eq!(chosen.header("location"), Some("/"));
    assert!(
        chosen
            .header("set-cookie")
            .unwrap()
            .starts_with("language=bn;")
    );
    let page = ask(
        &demo,
        "GET /products/sylhet-tea",
        "cookie: other=1; language=bn\r\n",
        "",
    )
    .0;
    assert!(
        page.contains("<html lang=\"bn\">") && page.contains("৳৩২০.০০"),
        "{page}"
    );
    assert!(
        page.contains("default-src 'none'"),
        "a strict policy: {page}"
    );
    let asked = ask(&demo, "GET /", "accept-language: bn-BD,bn;q=0.9\r\n", "").0;
    assert!(asked.contains("শাপলা বাজার"), "{asked}");
}

#[test]
fn a_shop_on_somebody_elses_simulator_keeps_its_token_and_its_numbers_over_a_restart() {
    // Its own shop is left alone: only its simulator is used.
    let other = Demo::start();
    let gateway = other.address("Simulator");
    let data = tempfile::tempdir().unwrap();
    let place = |token: &str| {
        let demo = Demo::start_with(&[
            "--gateway",
            gateway,
            "--data",
            data.path().to_str().unwrap(),
            "--service",
            "127.0.0.1:0",
            "--shop",
            "127.0.0.1:0",
        ]);
        let form = format!("product=khadi-panjabi&form={token}");
        let answer = ask(&demo, "POST /orders", FORM, &form);
        let at_gateway = answer.header("location").unwrap().starts_with(gateway);
        assert!(at_gateway, "{}", answer.0);
    };
    place(TOKEN);
    place("fedcba9876543210fedcba9876543210");

    let journal = request(gateway, "GET", "/_simulator/journal", "");
    let count = |text: &str| journal.matches(text).count();
    assert_eq!(count("\"endpoint\":\"token_grant\""), 1, "{journal}");
    for invoice in ["SB-1001", "SB-1002"] {
        let asked = format!("\"payerReference\":\"order-{invoice}\"");
        assert!(count(&asked) > 0, "{invoice}: {journal}");
    }
    assert!(data.path().join("bkash.db").is_file());
}
