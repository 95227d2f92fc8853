//! A gateway that is known not to answer is not asked for a while.

use std::time::Duration;

use serde_json::json;

use crate::answer::Answer;
use crate::world::{World, order};

async fn metrics(world: &World) -> String {
    Answer::to(world.request("GET", "/metrics")).await.text
}

#[tokio::test]
async fn a_shop_is_refused_at_once_and_told_when_to_come_again() {
    let world = World::start().await;
    let broken = json!({"endpoint": "create", "fault": "status", "status": 504, "count": 5});
    world.fault(broken).await;
    for number in 0..5 {
        let order = order(&format!("INV-{number}"), "10.00");
        let answer = world.post("/v1/payments", None, &order).await;
        answer.problem(504, "gateway-unanswered");
    }
    let order = order("INV-6", "10.00");
    let answer = world.post("/v1/payments", Some("k"), &order).await;
    answer.problem(503, "gateway-unavailable");
    assert_eq!(answer.header("retry-after"), "1");
    assert_eq!(world.count("create").await, 5);
    let list = world.get("/v1/payments?merchant_invoice_number=INV-6");
    assert_eq!(list.await.json()["data"], json!([]));
    let open = r#"bkash_gateway_breaker_open{call="create"} 1"#;
    assert!(metrics(&world).await.contains(open));
    let ready = Answer::to(world.request("GET", "/readyz")).await;
    assert_eq!(ready.status, 200);

    // The pause is a second at most.
    let deadline = tokio::time::Instant::now() + Duration::from_secs(30);
    loop {
        let answer = world.post("/v1/payments", Some("k"), &order).await;
        if answer.status == 201 {
            break;
        }
        answer.problem(503, "gateway-unavailable");
        assert!(tokio::time::Instant::now() < deadline, "never asked again");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let closed = r#"bkash_gateway_breaker_open{call="create"} 0"#;
    assert!(metrics(&world).await.contains(closed));
}
