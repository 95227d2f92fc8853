//! One invoice is paid once.

use futures_util::future::join_all;
use serde_json::json;

use crate::world::{GOOD_WALLET, OTHER_WALLET, World, order, text};

#[tokio::test]
async fn a_newer_payment_takes_the_invoice_over_while_the_older_one_awaits_its_payer() {
    let world = World::start().await;
    let old = world.create("INV-1", "10.00").await;
    let new = world.create("INV-1", "12.00").await;
    let old = world.payment(&old).await;
    assert_eq!(
        (&old["status"], &old["status_reason"]),
        (&json!("cancelled"), &json!("superseded"))
    );
    assert_eq!(old["superseded_by"], new["id"]);
}

#[tokio::test]
async fn a_paid_invoice_is_not_paid_again() {
    let world = World::start().await;
    let paid = world.paid("INV-1", "10.00").await;
    let again = world
        .post("/v1/payments", None, &order("INV-1", "10.00"))
        .await;
    let problem = again.problem(409, "invoice-busy");
    assert_eq!(
        (
            text(&problem, "payment_id"),
            text(&problem, "payment_status")
        ),
        (text(&paid, "id"), "completed".to_owned())
    );
}

#[tokio::test]
async fn many_at_once_for_one_invoice_leave_one_that_can_be_paid() {
    let world = World::start().await;
    let body = order("INV-1", "10.00");
    let answers = join_all((0..12).map(|_| world.post("/v1/payments", None, &body))).await;
    assert!(
        answers
            .iter()
            .all(|answer| matches!(answer.status, 201 | 409 | 503)),
        "{answers:?}"
    );
    let live = world
        .get("/v1/payments?status=awaiting_payer&merchant_invoice_number=INV-1")
        .await;
    assert_eq!(
        live.json()["data"].as_array().unwrap().len(),
        1,
        "{}",
        live.text
    );
}

/// A person took the first one for unpaid, the shop made a second one, and then the money was found.
#[tokio::test]
async fn a_payer_is_not_charged_again_once_the_money_of_an_older_payment_has_turned_up() {
    let world = World::start().await;
    let old = world.create("INV-1", "10.00").await;
    world
        .fault(json!({"endpoint": "execute", "fault": "answer_lost"}))
        .await;
    world
        .fault(json!({"endpoint": "query", "fault": "dropped", "count": 9}))
        .await;
    let back = world.approve(&old, GOOD_WALLET).await;
    world.visit(&back).await;
    let attention = format!("/v1/attention/payments/{}", text(&old, "id"));
    let unpaid = world
        .post(&attention, None, &json!({"decision": "unpaid"}))
        .await;
    assert_eq!(unpaid.json()["status"], "failed", "{}", unpaid.text);

    let new = world.create("INV-1", "10.00").await;
    let back = world.approve(&new, OTHER_WALLET).await;
    let books = world.control("GET", "books", &json!(null)).await;
    let trx_id = text(&books["merchant"]["transactions"][0], "trxID");
    let paid = json!({"decision": "paid", "trx_id": trx_id});
    let paid = world.post(&attention, None, &paid).await;
    assert_eq!(paid.json()["status"], "completed", "{}", paid.text);

    assert_eq!(world.visit(&back).await.returned_status(), "cancelled");
    let new = world.payment(&new).await;
    assert_eq!(
        (&new["status_reason"], &new["superseded_by"]),
        (&json!("superseded"), &old["id"])
    );
    assert_eq!(world.count("execute").await, 1);
    assert_eq!(world.merchant_balance().await, "10.00");
    assert_eq!(world.ledger_balance().await, "10.00");
}
