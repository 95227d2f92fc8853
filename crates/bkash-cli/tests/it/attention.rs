use serde_json::Value;

use crate::harness::{Bkash, Gateway, Serving};

/// The service's execute and all its queries get no answer, so that only a person can tell.
fn unresolved(gateway: &Gateway, serving: &Serving) -> String {
    let (payment, callback) = serving.approved(gateway);
    gateway.fault(r#"{"endpoint":"execute","fault":"answer_lost","count":1}"#);
    gateway.fault(r#"{"endpoint":"query","fault":"status","status":504,"count":100}"#);
    serving.visit(&callback);
    payment
}

#[test]
fn an_unresolved_payment_is_listed_and_a_person_settles_it() {
    let gateway = Gateway::start();
    let bkash = Bkash::with_gateway(gateway.url());
    let serving = Serving::start(&bkash);
    let service = ["--service", serving.url()];
    let quiet = bkash.run(&[&["attention"], &service[..]].concat());
    assert_eq!(
        (quiet.code, quiet.stderr.as_str()),
        (0, "Nothing needs a person.\n")
    );

    let payment = unresolved(&gateway, &serving);
    let listed = bkash.run(&[&["attention"], &service[..]].concat());
    assert_eq!(listed.code, 0, "{listed:?}");
    let row = listed.stdout.lines().nth(1).unwrap();
    assert!(
        row.starts_with(&format!("{payment}  unresolved  500.00  ")),
        "{listed:?}"
    );
    let json = bkash.json(&[&["attention", "list", "--json"], &service[..]].concat());
    assert_eq!(json["payments"][0]["id"], payment);

    let unknown = ["attention", "resolve", "pay_0", "--unpaid"];
    let refused = bkash.run(&[&unknown, &service[..]].concat());
    assert_eq!(
        (refused.code, refused.stdout.as_str()),
        (1, ""),
        "{refused:?}"
    );

    let books: Value = serde_json::from_str(&gateway.books()).unwrap();
    let trx_id = books["merchant"]["transactions"][0]["trxID"]
        .as_str()
        .unwrap();
    let paid = |trx_id: &str| {
        let resolve = ["attention", "resolve", &payment, "--paid", trx_id, "--json"];
        bkash.run(&[&resolve, &service[..]].concat())
    };
    assert_eq!(
        paid("DKN0000000").code,
        1,
        "the gateway does not know this trxID"
    );
    let resolved = paid(trx_id).json();
    assert_eq!(resolved["status"], "completed", "{resolved}");
    assert_eq!(resolved["trx_id"], trx_id);
}

#[test]
fn a_wrong_api_key_is_refused_and_not_shown() {
    let gateway = Gateway::start();
    let bkash = Bkash::with_gateway(gateway.url());
    let serving = Serving::start(&bkash);
    let stranger = Bkash::new().env("BKASH_API_KEY", "not-the-shops-own-key");
    let run = stranger.run(&["attention", "--service", serving.url()]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.stderr.contains("No valid API key was given"), "{run:?}");
    assert!(!run.stderr.contains("not-the-shops-own-key"), "{run:?}");
}

#[test]
fn no_service_at_the_address_ends_with_4_and_says_how_to_start_one() {
    let bkash = Bkash::with_gateway("http://127.0.0.1:1");
    let run = bkash.run(&["attention", "--service", "http://127.0.0.1:1"]);
    assert_eq!((run.code, run.stdout.as_str()), (4, ""), "{run:?}");
    assert!(
        run.stderr
            .contains("no service answers at http://127.0.0.1:1"),
        "{run:?}"
    );
}

#[test]
fn the_api_key_is_needed() {
    let run = Bkash::new().run(&["attention"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("api_key is missing"), "{run:?}");
}
