use serde_json::json;

use crate::harness::{Merchant, SEARCH, WALLET};

#[tokio::test]
async fn a_payment_is_created_paid_executed_queried_searched_and_refunded() {
    let merchant = Merchant::new().await;
    let payment_id = merchant.approved("500", WALLET).await;
    let executed = merchant.execute(&payment_id).await;
    assert_eq!(executed.text("transactionStatus"), "Completed");
    assert_eq!(executed.text("amount"), "500");
    let trx_id = executed.text("trxID");
    assert_eq!(merchant.query(&payment_id).await.text("trxID"), trx_id);
    let found = merchant.call(SEARCH, &json!({ "trxID": trx_id })).await;
    assert_eq!(found.text("customerMsisdn"), WALLET);
    let refunded = merchant.refund(&payment_id, trx_id, "120.5").await;
    assert_eq!(refunded.text("refundAmount"), "120.50");
    assert_eq!(merchant.balance(WALLET).await, "99620.50");
    assert_eq!(merchant.books().await["merchant"]["balance"], "379.50");
}
