use bkash_acceptance::record::Reading;

use super::{answer, read};

fn reading(body: &str) -> Reading {
    read(&answer("application/json", body)).reading
}

#[test]
fn answers_in_json_are_read_by_the_names_of_their_fields() {
    for (body, meant) in [
        (r#"{"status":"failed"}"#, Reading::Failed),
        (r#"{"status":"paid"}"#, Reading::Paid),
        (r#"{"status":"completed","trxID":"AB12"}"#, Reading::Paid),
        (r#"{"paid":true}"#, Reading::Paid),
        (r#"{"paid":false}"#, Reading::Failed),
        (r#"{"paid":false,"status":"pending"}"#, Reading::Waiting),
        (
            r#"{"success":false,"message":"Payment failed"}"#,
            Reading::Failed,
        ),
        (
            r#"{"success":true,"message":"Payment successful"}"#,
            Reading::Paid,
        ),
        (
            r#"{"success":true,"data":{"status":"failed"}}"#,
            Reading::Failed,
        ),
        (
            r#"{"order":{"status":"pending"},"payment":{"status":"paid"},"delivery":{"status":"pending"}}"#,
            Reading::Paid,
        ),
        (r#"{"success":true,"data":{"id":7}}"#, Reading::Unclear),
        (
            r#"{"status":"success","data":{"order":{"paid_at":null}}}"#,
            Reading::Unclear,
        ),
        (
            r#"{"transactionStatus":"Completed","statusCode":"0000","statusMessage":"Successful"}"#,
            Reading::Paid,
        ),
        (
            r#"{"transactionStatus":"Initiated","statusCode":"0000","statusMessage":"Successful"}"#,
            Reading::Waiting,
        ),
        (r#"{"message":"পেমেন্ট ব্যর্থ হয়েছে"}"#, Reading::Failed),
        (
            r#"{"order":{"id":1,"payment_status":"UNPAID"}}"#,
            Reading::Failed,
        ),
        (r#"[{"id":1}]"#, Reading::Silent),
        ("{}", Reading::Empty),
    ] {
        assert_eq!(reading(body), meant, "{body}");
    }
}

#[test]
fn json_under_another_name_and_plain_text_are_read_too() {
    let html = answer(
        "text/html",
        r#"{"status":"failed","statusMessage":"Insufficient Balance"}"#,
    );
    let page = read(&html);
    assert_eq!(page.reading, Reading::Failed);
    assert!(page.shows("insufficient balance"));
    assert_eq!(
        read(&answer("text/plain", "Payment failed\n")).reading,
        Reading::Failed
    );
}
