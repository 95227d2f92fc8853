//! Lists, the ledger and the evidence.

use serde_json::{Value, json};

use crate::world::{World, text};

#[tokio::test]
async fn a_list_is_walked_by_its_cursors() {
    let world = World::start().await;
    let mut created = Vec::new();
    for n in 0..5 {
        created.push(world.create(&format!("INV-{n}"), "10.00").await["id"].clone());
    }
    created.reverse();
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = world
            .get(&format!("/v1/payments?limit=2{cursor}"))
            .await
            .json();
        seen.extend(
            page["data"]
                .as_array()
                .unwrap()
                .iter()
                .map(|payment| payment["id"].clone()),
        );
        let Some(next) = page["next_cursor"].as_str() else {
            break;
        };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(seen, created);
    let one = world
        .get("/v1/payments?merchant_invoice_number=INV-3")
        .await
        .json();
    assert_eq!(one["data"].as_array().unwrap().len(), 1);
    assert_eq!(one["next_cursor"], Value::Null);
    let none = world
        .get("/v1/payments?from=2199-01-01T00:00:00Z")
        .await
        .json();
    assert_eq!(none["data"], json!([]));
}

#[tokio::test]
async fn every_movement_is_two_postings_that_cancel_out() {
    let world = World::start().await;
    let payment = world.paid("INV-1", "100.00").await;
    world.refund(&payment, "r-1", "25.50").await;
    let entries = world
        .get(&format!(
            "/v1/ledger/entries?payment_id={}",
            text(&payment, "id")
        ))
        .await
        .json();
    let lines: Vec<_> = entries["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            (
                text(line, "movement"),
                text(line, "account"),
                text(line, "amount"),
            )
        })
        .collect();
    let expected = [
        ("refund_paid", "gateway", "-25.50"),
        ("refund_paid", "refunds", "25.50"),
        ("payment_received", "sales", "-100.00"),
        ("payment_received", "gateway", "100.00"),
    ]
    .map(|(movement, account, amount)| {
        (movement.to_owned(), account.to_owned(), amount.to_owned())
    });
    assert_eq!(lines, expected);
    assert_eq!(world.ledger_balance().await, "74.50");
    assert_eq!(world.merchant_balance().await, "74.50");
}

#[tokio::test]
async fn the_gateway_s_replies_are_kept_without_the_payer_s_number() {
    let world = World::start().await;
    let payment = world.paid("INV-1", "100.00").await;
    world.refund(&payment, "r-1", "1.00").await;
    let evidence = world
        .get(&format!("/v1/payments/{}/evidence", text(&payment, "id")))
        .await;
    let calls: Vec<_> = evidence.json()["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| text(e, "call"))
        .collect();
    assert_eq!(calls, ["create", "execute", "refund"]);
    assert!(evidence.text.contains(&text(&payment, "trx_id")));
    assert!(
        !evidence.text.contains(crate::world::GOOD_WALLET),
        "{}",
        evidence.text
    );
    assert!(!evidence.text.contains("/callback/"), "{}", evidence.text);
}

#[tokio::test]
async fn a_transaction_is_looked_up_at_the_gateway() {
    let world = World::start().await;
    let payment = world.paid("INV-1", "100.00").await;
    let found = world
        .get(&format!("/v1/transactions/{}", text(&payment, "trx_id")))
        .await
        .json();
    assert_eq!(
        (&found["amount"], &found["status"]),
        (&json!("100.00"), &json!("Completed"))
    );
    assert_eq!(found["customer_msisdn"], "017*****575");
    world
        .get("/v1/transactions/ZZZZZZZZZZ")
        .await
        .problem(422, "gateway-refused");
    world
        .get("/v1/transactions/a-b")
        .await
        .problem(404, "not-found");
}
