use bkash_acceptance::record::Reading;

use super::{all_read, html, read};

#[test]
fn words_of_a_payment_that_was_made_are_paid() {
    all_read(
        Reading::Paid,
        &[
            "Payment successful",
            "Payment Successful!",
            "Your payment was successful.",
            "Payment Success",
            "Thank you for your payment",
            "Success!",
            "Transaction successful",
            "Transaction completed successfully",
            "Your transaction has been completed.",
            "Payment received",
            "We have received your payment.",
            "We've received your payment of ৳1,200.50. Thank you!",
            "Payment completed",
            "Payment complete",
            "Your payment has been confirmed",
            "Payment confirmed. Thank you for shopping with us.",
            "bKash payment successful. TrxID: AGH1234XYZ",
            "Thank you! Your payment has been received.",
            "Congratulations! Payment done.",
            "Your order has been paid.",
            "You have paid ৳500.00",
            "You paid 500 BDT with bKash",
            "Order #1042 is paid",
            "Your payment has been received and your order is now being processed.",
            "Paid ৳500.00 via bKash",
            "Payment of BDT 500.00 was successfully completed with bKash.",
            "The payment was processed successfully",
            "Payment made successfully",
            "Payment approved",
            "Order paid",
            "Payment successful. Your order is pending approval.",
            "Order status: Processing<br>Payment status: Paid",
            "Order status: Pending<br>Payment status: Paid<br>Delivery status: Pending",
            "Status: Paid",
            "Payment status: Completed",
            "Payment Status: SUCCESS",
            "Paid",
            "Paid via bKash",
            "Paid successfully",
            "Your payment is successful, and your order is being processed.",
            "Payment successful. To cancel your order call 16247.",
            "Payment successful! If your payment failed before, nothing was lost.",
            "Your donation was received. Payment successful.",
            "Execute done: payment successful",
        ],
    );
}

#[test]
fn words_of_a_payment_that_was_not_made_are_failed() {
    all_read(
        Reading::Failed,
        &[
            "Payment failed",
            "Payment Failed!",
            "Your payment has failed. Please try again.",
            "Payment failed. Thank you for visiting.",
            "Sorry, your payment was not successful.",
            "Your order was not successful",
            "Bkash payment failed or cancelled.",
            "bKash payment failed. The wallet was declined or has insufficient balance.",
            "Your transaction is failed",
            "Your payment is canceled",
            "Payment unsuccessful",
            "Payment failed: Successful",
            "Payment failed: The payment has already been completed",
            "Transaction failed: Insufficient Balance",
            "Payment was unsuccessful, please try again.",
            "Your payment was declined",
            "Payment cancelled",
            "Payment canceled by user",
            "You cancelled the payment",
            "You have cancelled your payment.",
            "Your payment has been cancelled",
            "Your transaction was cancelled. No money was taken.",
            "Payment could not be completed",
            "We could not process your payment",
            "Payment was not completed",
            "The payment wasn't successful.",
            "The payment wasn’t successful.",
            "Your payment didn't go through, payment failed",
            "Transaction declined",
            "Payment rejected by bKash",
            "Payment failure",
            "Payment aborted",
            "Unable to complete payment",
            "The payment cannot be completed.",
            "Status: Failed",
            "Payment status: Cancelled",
            "Order status: failed",
            "Payment failed? No: Payment failed.",
            "Unfortunately your order cannot be processed as the originating bank/merchant has declined your transaction.",
            "Unpaid",
            "Not paid",
            "This order has not been paid.",
            "Order #12 is unpaid",
            "No payment was made.",
            "You have not been charged.",
            "Nothing was taken from your wallet.",
            "Paid: No",
            "Payment failed: you cancelled it",
            "bKash did not accept the payment. Nothing was taken from your wallet.",
            "The payment could not be started. Please try again.",
            "Something went wrong",
            "Payment Failed. If money was deducted it will be refunded.",
            "No successful payment was found.",
        ],
    );
}

#[test]
fn words_of_a_payment_that_is_being_found_out_are_waiting() {
    all_read(
        Reading::Waiting,
        &[
            "Payment pending",
            "Your payment is pending",
            "We are checking your payment. Please do not pay again.",
            "We're verifying your payment",
            "Verifying payment...",
            "Your payment is being processed",
            "Processing your payment, please wait",
            "Please wait...",
            "Verifying...",
            "Payment Verification Pending",
            "Waiting for confirmation from bKash",
            "Awaiting payment",
            "Your order is pending",
            "Order status: Pending",
            "Status: Pending",
            "Payment status: Processing",
            "Your payment has not been confirmed yet",
            "We have not received your payment yet.",
            "Payment not finished. We are waiting for you at bKash. Nothing has been taken yet.",
            "Your order is on hold until we confirm that payment has been received.",
        ],
    );
}

#[test]
fn words_that_a_person_must_read_are_unclear() {
    all_read(
        Reading::Unclear,
        &[
            "Payment successful. Payment failed.",
            "Thank you for your order.",
            "Thank you. Your order has been received.",
            "Your order is confirmed",
            "Payment received. We are still checking your payment.",
        ],
    );
}

#[test]
fn words_about_other_things_are_silent() {
    all_read(
        Reading::Silent,
        &[
            "100% payment success guaranteed",
            "Payment accepted: bKash, Nagad",
            "1200 orders completed, payment made easy",
            "Welcome to our shop",
            "Complete your payment",
            "Complete payment",
            "Pay with bKash",
            "Please complete your payment to confirm the order",
            "Your order will be confirmed once your payment is successful.",
            "If your payment failed, call us.",
            "Payment failed?",
            "Was your payment successful?",
            "You can cancel your order within 24 hours",
            "Cancellation policy",
            "Total: 500.00",
            "Amount to be paid: 500.00",
            "Paid amount: 0.00",
            "Orders must be paid within one hour",
            "Accepted payment methods",
            "Order 12",
            "Successful people shop here",
        ],
    );
}

#[test]
fn menus_buttons_and_footers_tell_nothing() {
    let page = "<nav><a href=/failed>Failed payments</a></nav><h1>Payment successful</h1>\
        <a href=/cancel>Cancelled orders</a><button>Payment failed? Try again</button><footer>Payment failed</footer>";
    assert_eq!(read(&html(page)).reading, Reading::Paid);
}

#[test]
fn a_table_is_read_row_by_row() {
    let page = |value: &str| {
        format!(
            "<table><tr><th>Order<th>Paid<th>Amount</tr></table><table><tr><th>Paid</th><td>{value}</td></tr></table>"
        )
    };
    assert_eq!(read(&html(&page("Yes"))).reading, Reading::Paid);
    assert_eq!(read(&html(&page("No"))).reading, Reading::Failed);
}

#[test]
fn a_page_that_scripts_fill_in_is_empty() {
    let page = "<div id=root></div><script src=/app.js></script>";
    assert_eq!(read(&html(page)).reading, Reading::Empty);
    assert_eq!(read(&html("")).reading, Reading::Empty);
}

#[test]
fn messages_of_frameworks_are_read() {
    for (page, reading) in [
        (
            "<div class=\"alert alert-success\" role=\"alert\"><strong>Success!</strong> Your payment has been completed.</div>",
            Reading::Paid,
        ),
        (
            "<div class=\"alert alert-danger\">Payment Failed : Insufficient Balance</div>",
            Reading::Failed,
        ),
        (
            "<p class=\"woocommerce-notice woocommerce-thankyou-order-failed\">Unfortunately your order cannot be processed as the originating bank/merchant has declined your transaction. Please attempt your purchase again.</p>",
            Reading::Failed,
        ),
        (
            "<div class=\"alert alert-danger d-none\">Payment failed</div><div class=\"alert alert-success\">Payment successful</div>",
            Reading::Paid,
        ),
        (
            "<script>alert('Payment Failed'); </script>",
            Reading::Failed,
        ),
        (
            "<h1>Our shop</h1><script>toastr.success(\"Payment successful\");</script>",
            Reading::Paid,
        ),
    ] {
        assert_eq!(read(&html(page)).reading, reading, "{page}");
    }
}
