//! What is told of a refund, beside a payment that was made before.

use std::time::Duration;

use bkash_acceptance::browser::{Arrival, End};
use bkash_acceptance::reading::Reader;
use bkash_acceptance::record::Reading;
use bkash_acceptance::shop::OwnWords;

use super::{answer, html};

fn told(reader: &Reader, page: bkash_acceptance::browser::Answer) -> Reading {
    let arrival = Arrival {
        answers: vec![page],
        scripts: Vec::new(),
        end: End::Page,
        took: Duration::ZERO,
    };
    reader.seen_of_refund(&arrival).unwrap().reading
}

fn untaught() -> Reader {
    Reader::new(&OwnWords::default())
}

#[test]
fn words_of_refunds_are_read() {
    for (text, meant) in [
        ("Refund successful", Reading::Paid),
        ("Refund completed", Reading::Paid),
        ("৳50.00 has been refunded.", Reading::Paid),
        ("Successfully refunded 50.00", Reading::Paid),
        (
            "The money was refunded. It is back in the wallet that paid.",
            Reading::Paid,
        ),
        ("Success!", Reading::Paid),
        ("Refunded: 50.00", Reading::Paid),
        ("রিফান্ড সফল হয়েছে", Reading::Paid),
        ("টাকা ফেরত দেওয়া হয়েছে", Reading::Paid),
        ("Refund failed", Reading::Failed),
        ("The refund was not made", Reading::Failed),
        (
            "The refund was not made. Nothing was given back.",
            Reading::Failed,
        ),
        ("Refund status: failed", Reading::Failed),
        ("রিফান্ড হয়নি", Reading::Failed),
        ("রিফান্ড হয়নি। কিছুই ফেরত দেওয়া হয়নি।", Reading::Failed),
        ("Refund pending", Reading::Waiting),
        (
            "We are checking the refund. bKash has not told us the result yet. Please do not ask for it again.",
            Reading::Waiting,
        ),
        ("রিফান্ড যাচাই করা হচ্ছে", Reading::Waiting),
        ("Can still be refunded: 500.00", Reading::Silent),
        ("Refunded: 0.00", Reading::Silent),
        ("Payment received", Reading::Silent),
        ("Order 12 is paid", Reading::Silent),
    ] {
        let page = format!("<h1>{text}</h1>");
        assert_eq!(told(&untaught(), html(&page)), meant, "{text}");
    }
}

#[test]
fn that_the_payment_was_made_is_no_news() {
    let paid = "<h1>All done, payment received</h1><p>Success!</p>";
    let mut reader = untaught();
    reader.learn(&html(paid), &html("<h1>Payment failed</h1>"));
    assert_eq!(told(&reader, html(paid)), Reading::Silent);
    let refused = format!("{paid}<p>600 taka: not made. Refund amount not valid</p>");
    assert_eq!(told(&reader, html(&refused)), Reading::Failed);
}

#[test]
fn answers_in_json_are_read_by_their_fields() {
    for (body, meant) in [
        (
            r#"{"transactionStatus":"Completed","refundTrxID":"AB1","statusMessage":"Successful"}"#,
            Reading::Paid,
        ),
        (r#"{"refundTransactionStatus":"Completed"}"#, Reading::Paid),
        (
            r#"{"ok":false,"error":"The refund was not made"}"#,
            Reading::Failed,
        ),
        (
            r#"{"statusCode":"2071","statusMessage":"Refund amount not valid"}"#,
            Reading::Failed,
        ),
    ] {
        assert_eq!(
            told(&untaught(), answer("application/json", body)),
            meant,
            "{body}"
        );
    }
}
