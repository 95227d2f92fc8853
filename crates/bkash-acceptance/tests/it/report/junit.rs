use bkash_acceptance::{Format, Language, Paint};

use super::example::{record, report};

#[test]
fn a_build_server_is_told_failures_skips_and_sums() {
    let report = report(record("Tea House"));
    let text = report
        .write(Format::Junit, Language::English, Paint::Plain)
        .unwrap();
    for part in [
        r#"tests="3" skipped="1" failures="1" errors="0""#,
        r#"time="161.400""#,
        r#"<testcase name="tokens/1 One token serves everybody" classname="tokens">"#,
        r#"<failure message="2 grants for 2 payers" type="must">"#,
        "the brief says: “You must reuse Id_token for 1 hour”",
        "#9 POST /v1.2.0-beta/tokenized/checkout/token_grant → 200, 40 ms: 0000",
        r#"<skipped message="not played in this run""#,
        r#"<testcase name="messages/3 One token serves everybody" classname="messages"/>"#,
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}
