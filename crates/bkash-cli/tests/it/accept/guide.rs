use std::time::{Duration, Instant};

use super::hosted::Hosted;
use super::judging::Judging;
use super::watch::{CREATE, created, outcome, paid};
use crate::harness::{Bkash, request};

/// Far longer than a token of a second lives.
const PATIENCE: Duration = Duration::from_secs(30);

/// A person at the shop, and at the inspector of the judge's simulator.
struct Person {
    judging: Judging,
    shop: Bkash,
    orders: u32,
}

impl Person {
    fn new() -> Self {
        let judging = Judging::start(&Bkash::new(), &["--watch", "--format", "json"]);
        let shop = Bkash::with_gateway(judging.url()).env("BKASH_TOKEN_CALLS_PER_HOUR", "1000");
        Self {
            judging,
            shop,
            orders: 0,
        }
    }

    fn fault(&self, fault: &str) {
        let path = "/_simulator/faults?app_key=app-key";
        let answer = request(self.judging.url(), "POST", path, fault);
        assert!(answer.contains("\"id\""), "{answer}");
    }

    fn create(&mut self) -> String {
        self.orders += 1;
        created(&self.shop, &format!("INV-{}", self.orders))
    }

    fn pay(&mut self) -> String {
        self.orders += 1;
        let invoice = format!("INV-{}", self.orders);
        paid(&self.shop, self.judging.url(), &invoice)
    }

    /// Approves at the hosted pages.
    fn approve(&self, payment: &str) {
        let path = format!("/_simulator/payments/{payment}/pay");
        request(self.judging.url(), "POST", &path, "{}");
    }

    /// Starts an order, and submits these forms of the hosted pages, one after the other.
    fn leave(&mut self, forms: &[(&str, &str)]) {
        self.orders += 1;
        let invoice = format!("INV-{}", self.orders);
        let created = self.shop.json(&[CREATE, &["--invoice", &invoice]].concat());
        let text = |name: &str| created[name].as_str().unwrap();
        let payment = text("gateway_payment_id");
        let hosted = Hosted::open(self.judging.url(), payment, text("bkash_url"));
        for (step, field) in forms {
            hosted.submit(step, field);
        }
    }

    /// Starts orders until the judge has seen what it is to see.
    fn create_until(&mut self, told: &str) {
        let end = Instant::now() + PATIENCE;
        while !self.judging.has_told(told) {
            assert!(Instant::now() < end, "never {told}");
            self.create();
        }
    }

    fn run(&self, args: &[&str], code: i32) {
        let run = self.shop.run(args);
        assert_eq!(run.code, code, "{args:?}: {run:?}");
    }
}

/// The cases whose calls hang are shown in the same way, and take half a minute each.
#[test]
fn whoever_follows_the_checklist_shows_every_case_on_it() {
    let mut person = Person::new();
    person.fault(r#"{"endpoint":"token_grant","fault":"short_token","seconds":2}"#);
    person.pay();
    let wrong = ("otp", "otp=000000");
    person.leave(&[("wallet", "wallet=01770618575"), wrong, wrong, wrong]);
    person.leave(&[("cancel", "")]);

    person.fault(r#"{"endpoint":"token_refresh","fault":"short_token","seconds":2}"#);
    person.create_until("✓ tokens/3");
    person.fault(r#"{"endpoint":"token_refresh","fault":"code","code":"2079"}"#);
    person.create_until("✓ tokens/4");
    person.fault(r#"{"endpoint":"create","fault":"token_revoked"}"#);
    person.create_until("✓ tokens/7");

    let lost = person.create();
    person.approve(&lost);
    person.fault(r#"{"endpoint":"execute","fault":"answer_lost"}"#);
    person.run(&["payment", "execute", &lost], 3);
    let found = person.shop.json(&["payment", "query", &lost, "--json"]);
    let trx_id = found["trx_id"].as_str().unwrap();
    let refund = [
        "refund", "create", &lost, trx_id, "--amount", "100", "--sku", "book", "--reason", "torn",
    ];
    person.run(&refund, 0);
    person.fault(r#"{"endpoint":"refund","fault":"answer_lost"}"#);
    person.run(&refund, 3);
    person.run(&["refund", "status", &lost, trx_id], 0);

    let run = person.judging.stop();
    assert_eq!(run.code, 3, "{run:?}");
    let report = run.json();
    let shown = run.stderr.lines().filter_map(|line| {
        let (mark, rest) = line.trim_start().split_once(' ')?;
        let id = rest.split_whitespace().next()?;
        (mark == "·" && !id.starts_with("time/")).then_some(id)
    });
    let shown: Vec<_> = shown.collect();
    assert!(shown.len() >= 14, "{shown:?}");
    for id in shown {
        assert_eq!(outcome(&report, id), "passed", "{id}: {report}");
    }
}
