//! Whole pages as shops make them.

use bkash_acceptance::reading::Reader;
use bkash_acceptance::record::Reading;
use bkash_acceptance::shop::OwnWords;

use super::{answer, html, read};

#[test]
fn woocommerce_tells_by_its_notices() {
    let page = |notice: &str, status: &str| {
        format!(
            "<title>Checkout - Order Received - Shop</title><header><nav><a href=/>Home</a> <a href=/cart>Cart</a></nav></header>\
             <article><h1 class=entry-title>Order received</h1>{notice}\
             <ul class=order_details><li>Order number: <strong>132</strong></li><li>Total: <strong>৳ 500.00</strong></li>\
             <li>Payment method: <strong>bKash</strong></li></ul>{status}</article><footer>Terms. Refund and cancellation policy.</footer>"
        )
    };
    let thanks = "<p class=woocommerce-notice>Thank you. Your order has been received.</p>";
    let failed = "<p class=woocommerce-thankyou-order-failed>Unfortunately your order cannot be processed as the originating \
        bank/merchant has declined your transaction. Please attempt your purchase again.</p><p><a class=button>Pay</a></p>";
    assert_eq!(
        read(&html(&page(
            thanks,
            "<p>bKash payment completed. TrxID: AB12</p>"
        )))
        .reading,
        Reading::Paid
    );
    assert_eq!(read(&html(&page(failed, ""))).reading, Reading::Failed);
    // The same words for an order that nobody paid: only this shop's own pages can teach what they mean.
    assert_eq!(read(&html(&page(thanks, ""))).reading, Reading::Unclear);
    let mut reader = Reader::new(&OwnWords::default());
    reader.learn(&html(&page(thanks, "")), &html(&page(failed, "")));
    assert_eq!(reader.page(&html(&page(thanks, ""))).reading, Reading::Paid);
    assert_eq!(
        reader.page(&html(&page(failed, ""))).reading,
        Reading::Failed
    );
}

#[test]
fn laravel_tells_by_flashes() {
    for (flash, meant) in [
        (
            "<div class=\"alert alert-success\">Transaction is successfully Completed</div>",
            Reading::Paid,
        ),
        (
            "<div class=\"alert alert-success\">Payment has been done successfully!</div>",
            Reading::Paid,
        ),
        (
            "<div class=\"alert alert-danger\">Transaction is Invalid</div>",
            Reading::Failed,
        ),
        (
            "<div class=\"alert alert-danger\">Payment Failed!!</div>",
            Reading::Failed,
        ),
        (
            "<div class=\"alert alert-warning\">Payment Canceled!</div>",
            Reading::Failed,
        ),
        (
            "<div class=\"bg-red-100\" role=alert>Your payment was cancelled. Please try again.</div>",
            Reading::Failed,
        ),
        (
            "<div class=\"bg-green-100\" role=alert>Payment Successful. Your transaction ID: AB12</div>",
            Reading::Paid,
        ),
    ] {
        let page = format!("<nav><a>Dashboard</a></nav><main>{flash}<h2>My orders</h2></main>");
        assert_eq!(read(&html(&page)).reading, meant, "{flash}");
    }
}

#[test]
fn clients_that_answer_with_the_gateways_json_are_read() {
    let json = |body: &str| answer("application/json; charset=utf-8", body);
    let paid = json(r#"{"statusCode":"0000","statusMessage":"Successful"}"#);
    let failed = json(r#"{"statusCode":"4000","statusMessage":"Payment Failed"}"#);
    assert_eq!(read(&failed).reading, Reading::Failed);
    let mut reader = Reader::new(&OwnWords::default());
    reader.learn(&paid, &failed);
    assert_eq!(reader.page(&paid).reading, Reading::Paid);
    assert_eq!(reader.page(&failed).reading, Reading::Failed);
    let refused = json(r#"{"statusCode":"2023","statusMessage":"Insufficient Balance"}"#);
    assert_eq!(reader.page(&refused).reading, Reading::Failed);
}

#[test]
fn plain_texts_of_small_shops_are_read() {
    for (text, meant) in [
        ("Payment successful! TrxID: AB12", Reading::Paid),
        ("Payment successful, trxID AB12", Reading::Paid),
        ("Payment status: Initiated", Reading::Waiting),
        ("Payment status: Completed", Reading::Paid),
        ("Failed: 2023 Insufficient Balance", Reading::Failed),
        ("Internal Server Error", Reading::Failed),
        ("success", Reading::Paid),
        ("fail", Reading::Failed),
        ("cancel", Reading::Silent),
        ("ready", Reading::Silent),
    ] {
        assert_eq!(read(&answer("text/plain", text)).reading, meant, "{text}");
    }
}

#[test]
fn a_list_of_orders_of_every_kind_is_unclear() {
    let page =
        "<table><tr><td>12</td><td>Paid</td></tr><tr><td>13</td><td>Cancelled</td></tr></table>";
    assert_eq!(read(&html(page)).reading, Reading::Unclear);
}
