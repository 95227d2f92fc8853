//! One invoice is paid once.

use futures_util::future::join_all;
use serde_json::json;

use crate::world::{World, order, text};

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
