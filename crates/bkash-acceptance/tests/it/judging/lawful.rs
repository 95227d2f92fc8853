use bkash_acceptance::Outcome;

use super::tape::Tape;

#[test]
fn lawful_oddities_fail_no_case() {
    let none: &[&str] = &[];
    let start = || Tape::default().grant("a");
    for (what, tape) in [
        (
            "a repeat after 401",
            start()
                .execute("P", "a", "")
                .with_status(401)
                .refresh("b")
                .execute("P", "b", "0000"),
        ),
        (
            "a grant after 401",
            start()
                .create("P", "a")
                .with_status(401)
                .grant("b")
                .create("P", "b"),
        ),
        (
            "a 401 to the token that was just renewed",
            start()
                .pay("P", "a")
                .wait(3_600)
                .refresh("b")
                .wait_ms(-950)
                .create("Q", "b")
                .with_status(401)
                .wait_ms(-950)
                .refresh("c")
                .create("Q", "c"),
        ),
        (
            "a 401 whose renewal came to nothing",
            start()
                .create("P", "a")
                .with_status(401)
                .refused_refresh()
                .refused_grant()
                .grant("b")
                .create("Q", "b"),
        ),
        (
            "a grant after a refused refresh",
            start()
                .pay("P", "a")
                .wait(3_600)
                .refused_refresh()
                .grant("b")
                .pay("Q", "b"),
        ),
        (
            "a grant after a refresh without an answer",
            start()
                .pay("P", "a")
                .wait(3_600)
                .refresh("b")
                .hung_up(30_000)
                .grant("c")
                .pay("Q", "c"),
        ),
        (
            "a grant when the refresh token is 27 days old",
            start()
                .pay("P", "a")
                .wait(27 * 86_400)
                .grant("b")
                .pay("Q", "b"),
        ),
        (
            "a renewal in the last ten minutes",
            start().pay("P", "a").wait(3_010).refresh("b").pay("Q", "b"),
        ),
        (
            "a short token that is renewed for each call by a fixed margin",
            Tape::default()
                .grant_for("a", 12)
                .create("P", "a")
                .refresh_for("b", 12)
                .create("Q", "b")
                .refresh_for("c", 12)
                .create("R", "c"),
        ),
        (
            "a short token that a look at the payment still carries",
            ["b", "c", "d", "e", "f"].into_iter().fold(
                Tape::default()
                    .grant_for("a", 12)
                    .create("P", "a")
                    .execute("P", "a", "")
                    .lost()
                    .wait(5)
                    .query("P", "a"),
                |tape, token| tape.refresh_for(token, 12).create(token, token),
            ),
        ),
        (
            "a query after an answer that the judge altered",
            start()
                .execute("P", "a", "0000")
                .with(|last| last["fault"] = "altered".into())
                .query("P", "a"),
        ),
        (
            "a journal that begins in the middle",
            Tape::default().pay("P", "x").refresh("b").pay("Q", "b"),
        ),
        ("a token that never says how long it lives", {
            let tape = start().with(|last| last["response"]["body"]["expires_in"] = "".into());
            tape.pay("P", "a").wait(3_600).refresh("b").pay("Q", "b")
        }),
        (
            "a query after 9999",
            start().execute("P", "a", "9999").query("P", "a"),
        ),
        (
            "a query after a code that nobody knows",
            start().execute("P", "a", "7777").query("P", "a"),
        ),
        (
            "a query after 504",
            start()
                .execute("P", "a", "")
                .with_status(504)
                .query("P", "a")
                .query("P", "a"),
        ),
        (
            "a query after an empty body",
            start()
                .execute("P", "a", "")
                .with(|last| last["response"]["body"] = "".into())
                .query("P", "a"),
        ),
        (
            "a query whose execute was before the journal",
            Tape::default().query("P", "a"),
        ),
        (
            "a query in the other family's words",
            start()
                .execute("P", "a", "")
                .lost()
                .query("P", "a")
                .with(|last| last["request"]["body"] = serde_json::json!({"paymentId": "P"})),
        ),
        (
            "the same refund after refund status",
            start()
                .pay("P", "a")
                .refund("P", "a", "10")
                .hung_up(30_000)
                .refund_status("P", "a")
                .refund("P", "a", "10.00"),
        ),
        (
            "two parts that are equal",
            start()
                .pay("P", "a")
                .refund("P", "a", "10")
                .refund("P", "a", "10"),
        ),
        (
            "a refund that is the first to need the next token",
            start()
                .pay("P", "a")
                .wait(3_600)
                .refresh("b")
                .refund("P", "b", "10"),
        ),
        (
            "a second try with the same invoice number",
            start()
                .create("P", "a")
                .create("Q", "a")
                .asking("merchantInvoiceNumber", "IP"),
        ),
        (
            "Node's fetch",
            start()
                .create("P", "a")
                .with_header("sec-fetch-mode", "cors")
                .with_header("user-agent", "node"),
        ),
        (
            "a server that calls itself Mozilla",
            start()
                .create("P", "a")
                .with_header("User-Agent", "Mozilla/5.0 (compatible; shop)"),
        ),
        (
            "a payer who cancels at first and pays after all",
            start()
                .create("P", "a")
                .step("P", "otp")
                .step("P", "otp")
                .step("P", "otp")
                .step("P", "pin")
                .execute("P", "a", "0000"),
        ),
    ] {
        assert_eq!(tape.ids(Outcome::Failed), none, "{what}");
    }
}

#[test]
fn family_b_has_no_codes_in_its_successes() {
    let body =
        serde_json::json!({"paymentId": "P", "trxId": "T", "transactionStatus": "Completed"});
    let created = serde_json::json!({"paymentId": "P", "bkashURL": "https://gateway.example"});
    let tape = Tape::default()
        .grant("a")
        .create("P", "a")
        .with(|last| last["response"]["body"] = created)
        .execute("P", "a", "")
        .with(|last| last["response"]["body"] = body);
    assert!(tape.ids(Outcome::Passed).contains(&"milestones/1"));
    let queried = tape.query("P", "a");
    assert_eq!(queried.ids(Outcome::Failed), ["query/1"]);
}
