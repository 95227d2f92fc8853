use serde_json::{Value, json};

use crate::harness::{Bkash, Gateway};

const CREATE: &[&str] = &[
    "payment",
    "create",
    "--amount",
    "500",
    "--invoice",
    "INV-1",
    "--payer-reference",
    "01770618575",
    "--callback-url",
    "http://127.0.0.1/callback",
    "--json",
];

/// A payment that its payer has approved.
fn approved(bkash: &Bkash, gateway: &Gateway) -> String {
    let created = bkash.json(CREATE);
    let payment = created["gateway_payment_id"].as_str().unwrap().to_owned();
    gateway.pay(&payment);
    payment
}

/// A payment that is paid, and its trxID.
fn paid(bkash: &Bkash, gateway: &Gateway) -> (String, String) {
    let payment = approved(bkash, gateway);
    let executed = bkash.json(&["payment", "execute", &payment, "--json"]);
    (payment, executed["trx_id"].as_str().unwrap().to_owned())
}

fn keys(answer: &Value) -> Vec<&str> {
    answer
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

#[test]
fn a_payment_is_created_executed_queried_searched_and_refunded_with_one_grant() {
    let gateway = Gateway::start();
    let bkash = Bkash::with_gateway(gateway.url());

    let created = bkash.json(CREATE);
    assert_eq!(created["outcome"], "success");
    assert_eq!(created["amount"], "500.00");
    assert_eq!(created["transaction_status"], "Initiated");
    assert!(
        created["bkash_url"]
            .as_str()
            .unwrap()
            .starts_with(gateway.url())
    );
    let payment = created["gateway_payment_id"].as_str().unwrap();
    gateway.pay(payment);

    let executed = bkash.json(&["payment", "execute", payment, "--json"]);
    assert_eq!(executed["transaction_status"], "Completed");
    assert_eq!(executed["gateway_payment_id"], payment);
    assert_eq!(executed["merchant_invoice_number"], "INV-1");
    assert_eq!(executed["payer"], "017*****575");
    let trx_id = executed["trx_id"].as_str().unwrap();

    let queried = bkash.json(&["payment", "query", payment, "--json"]);
    assert_eq!(queried["trx_id"], trx_id);
    assert_eq!(keys(&queried), keys(&executed), "one shape for both");

    let found = bkash.json(&["transaction", "search", trx_id, "--json"]);
    assert_eq!(
        (&found["trx_id"], &found["amount"]),
        (&json!(trx_id), &json!("500.00"))
    );

    let sold = ["--sku", "book", "--reason", "damaged", "--json"];
    let refund = [
        &["refund", "create", payment, trx_id, "--amount", "100.50"],
        &sold[..],
    ]
    .concat();
    let refunded = bkash.json(&refund);
    assert_eq!(
        (&refunded["trx_id"], &refunded["amount"]),
        (&json!(trx_id), &json!("100.50"))
    );

    let status = bkash.json(&["refund", "status", payment, trx_id, "--json"]);
    assert_eq!(status["original_amount"], "500.00");
    assert_eq!(
        status["refunds"][0]["refund_trx_id"],
        refunded["refund_trx_id"]
    );
    assert_eq!(status["refunds"][0]["amount"], "100.50");
    assert_eq!(status["refunds"].as_array().unwrap().len(), 1);

    assert_eq!(gateway.journal().matches("/token/grant").count(), 1);
}

#[test]
fn people_get_lines_and_columns() {
    let gateway = Gateway::start();
    let bkash = Bkash::with_gateway(gateway.url());
    let (payment, trx_id) = paid(&bkash, &gateway);
    let queried = bkash.run(&["payment", "query", &payment]);
    assert!(
        queried
            .stdout
            .contains(&format!("trx id                   {trx_id}\n")),
        "{queried:?}"
    );

    let none = bkash.run(&["refund", "status", &payment, &trx_id]);
    assert_eq!((none.code, none.stdout.as_str()), (0, ""));
    assert_eq!(none.stderr, "Nothing was refunded.\n");

    let refund = [
        "refund", "create", &payment, &trx_id, "--amount", "1", "--sku", "a", "--reason", "b",
    ];
    assert_eq!(bkash.run(&refund).code, 0);
    let status = bkash.run(&["refund", "status", &payment, &trx_id]);
    let rows: Vec<_> = status.stdout.lines().collect();
    assert_eq!(rows.len(), 2, "{status:?}");
    assert!(
        rows[0].starts_with("REFUND TRX ID  AMOUNT  STATUS"),
        "{status:?}"
    );
    assert!(rows[1].contains("  1.00    Completed  "), "{status:?}");
}

#[test]
fn a_refusal_has_the_gateways_words_the_payers_text_and_a_hint_and_ends_with_1() {
    let gateway = Gateway::start();
    let bkash = Bkash::with_gateway(gateway.url());
    let created = bkash.json(CREATE);
    let payment = created["gateway_payment_id"].as_str().unwrap();

    let told = bkash.run(&["payment", "execute", payment]);
    assert_eq!((told.code, told.stdout.as_str()), (1, ""));
    for part in [
        "refused: 2056 Invalid Payment State",
        "payer    The payment was not completed.",
        "hint ",
    ] {
        assert!(told.stderr.contains(part), "{part}: {told:?}");
    }

    let run = bkash.run(&["payment", "execute", payment, "--json"]);
    let answer = run.json();
    assert_eq!(run.code, 1);
    assert_eq!(answer["outcome"], "refused");
    assert_eq!(answer["code"], "2056");
    assert_eq!(answer["retry"], "no");
    for text in [
        &answer["payer_text"]["en"],
        &answer["payer_text"]["bn"],
        &answer["hint"],
    ] {
        assert!(
            text.as_str().is_some_and(|text| !text.is_empty()),
            "{answer}"
        );
    }
}

#[test]
fn an_execute_without_an_answer_says_that_money_may_have_moved_and_ends_with_3() {
    let gateway = Gateway::start();
    let bkash = Bkash::with_gateway(gateway.url());
    let payment = approved(&bkash, &gateway);
    gateway.fault(r#"{"endpoint":"execute","fault":"answer_lost","count":1}"#);
    let run = bkash.run(&["payment", "execute", &payment]);
    assert_eq!((run.code, run.stdout.as_str()), (3, ""), "{run:?}");
    assert!(run.stderr.contains("Money may have moved."), "{run:?}");
    let ask = format!("bkash payment query {payment}");
    assert!(run.stderr.contains(&ask), "{run:?}");

    let again = bkash.run(&["payment", "execute", &payment, "--json"]);
    let answer = again.json();
    assert_eq!(again.code, 3, "a second execute settles nothing");
    assert_eq!(answer["outcome"], "unanswered");
    assert_eq!(answer["money_may_have_moved"], true);
    assert_eq!(answer["ask"], ask);
    let queried = bkash.json(&["payment", "query", &payment, "--json"]);
    assert_eq!(queried["transaction_status"], "Completed");
}

#[test]
fn a_refund_without_an_answer_points_to_the_refund_status() {
    let gateway = Gateway::start();
    let bkash = Bkash::with_gateway(gateway.url());
    let (payment, trx_id) = paid(&bkash, &gateway);
    gateway.fault(r#"{"endpoint":"refund","fault":"answer_lost","count":1}"#);
    let refund = [
        "refund", "create", &payment, &trx_id, "--amount", "1", "--sku", "a", "--reason", "b",
    ];
    let run = bkash.run(&refund);
    assert_eq!(run.code, 3, "{run:?}");
    assert!(
        run.stderr
            .contains(&format!("bkash refund status {payment} {trx_id}")),
        "{run:?}"
    );
}

#[test]
fn a_create_without_an_answer_may_be_repeated() {
    let gateway = Gateway::start();
    let bkash = Bkash::with_gateway(gateway.url());
    gateway.fault(r#"{"endpoint":"create","fault":"status","status":504,"count":1}"#);
    let run = bkash.run(CREATE);
    assert_eq!(run.code, 3, "{run:?}");
    assert_eq!(run.json()["money_may_have_moved"], false);
    assert_eq!(bkash.run(CREATE).code, 0);
}

#[test]
fn a_gateway_that_is_not_there_ends_with_4() {
    let bkash = Bkash::with_gateway("http://127.0.0.1:1");
    let run = bkash.run(&["payment", "query", "TR0011"]);
    assert_eq!((run.code, run.stdout.as_str()), (4, ""), "{run:?}");
    assert!(run.stderr.contains("No money moved."), "{run:?}");
    assert_eq!(
        bkash.run(&["payment", "query", "TR0011", "--json"]).json()["outcome"],
        "not_performed"
    );
}

#[test]
fn an_invalid_refund_is_not_sent() {
    let gateway = Gateway::start();
    let bkash = Bkash::with_gateway(gateway.url());
    let refund = [
        "refund", "create", "TR0011", "TRX", "--amount", "1", "--sku", " ", "--reason", "b",
    ];
    let run = bkash.run(&refund);
    assert_eq!(run.code, 4, "{run:?}");
    assert!(
        run.stderr.contains("sku must have 1 to 255 characters"),
        "{run:?}"
    );
    assert!(!gateway.journal().contains("/refund/"));
}

#[test]
fn the_third_token_call_of_an_hour_is_not_made_and_the_next_moment_is_named() {
    let gateway = Gateway::start();
    let bkash = Bkash::with_gateway(gateway.url());
    let nothing = bkash.json(&["token", "show", "--json"]);
    assert_eq!(nothing["issued_at"], Value::Null);
    let granted = bkash.json(&["token", "grant", "--json"]);
    let refreshed = bkash.json(&["token", "refresh", "--json"]);
    assert_eq!(keys(&granted), keys(&nothing), "one shape for all");
    let first_issue = "refresh_token_issued_at";
    assert_eq!(
        granted[first_issue], refreshed[first_issue],
        "a refresh does not move it"
    );

    let third = bkash.run(&["token", "grant", "--json"]);
    assert_eq!(third.code, 4, "{third:?}");
    assert!(
        third.json()["next_allowed_at"]
            .as_str()
            .unwrap()
            .ends_with('Z')
    );
    assert_eq!(gateway.journal().matches("/token/").count(), 2);
    assert_eq!(bkash.json(&["token", "show", "--json"]), refreshed);
}

#[test]
fn the_token_itself_is_shown_only_when_asked_for() {
    let gateway = Gateway::start();
    let bkash = Bkash::with_gateway(gateway.url());
    bkash.run(&["token", "grant"]);
    let shown = bkash.json(&["token", "show", "--show-token", "--json"]);
    assert_eq!(shown["id_token"].as_str().unwrap().split('.').count(), 3);
    assert!(
        bkash
            .json(&["token", "show", "--json"])
            .get("id_token")
            .is_none()
    );
}

#[test]
fn verbose_tells_every_exchange_on_stderr() {
    let gateway = Gateway::start();
    let bkash = Bkash::with_gateway(gateway.url());
    let run = bkash.run(&[CREATE, &["--verbose"]].concat());
    let calls: Vec<_> = run
        .stderr
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert_eq!(calls, ["grant", "create"]);
    assert_eq!(run.json()["outcome"], "success", "stdout stays data");
}
