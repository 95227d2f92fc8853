use serde_json::{Value, json};

use crate::play::gateway::Payer;
use crate::play::scene::Scene;
use crate::play::stage::{Customer, Stage};
use crate::play::stopped::Stopped;

/// The wallets of the sandbox that cannot pay; execute says so by their codes.
const TOO_LITTLE: &str = "01823074817";
const DEBIT_BLOCKED: &str = "01823074818";

pub(super) async fn refused(stage: &Stage, scene: &mut Scene) -> Result<(), Stopped> {
    let code = scene.visit.variant.clone();
    let payer = match code.as_str() {
        "2023" => Payer::PaysFrom(TOO_LITTLE),
        "2037" => Payer::PaysFrom(DEBIT_BLOCKED),
        _ => {
            return with(stage, scene, "code", json!({ "code": code }))
                .await
                .map(drop);
        }
    };
    super::callback::visit(stage, scene, payer).await.map(drop)
}

pub(super) async fn lost(stage: &Stage, scene: &mut Scene) -> Result<(), Stopped> {
    let fault = scene.visit.variant.clone();
    let more = match fault.as_str() {
        "empty_body" | "gateway_timeout" => json!({ "after_effect": true }),
        _ => json!({}),
    };
    with(stage, scene, &fault, more).await.map(drop)
}

pub(super) async fn dropped(stage: &Stage, scene: &mut Scene) -> Result<(), Stopped> {
    with(stage, scene, "dropped", json!({})).await.map(drop)
}

pub(super) async fn altered(
    stage: &Stage,
    scene: &mut Scene,
    field: &str,
    value: &str,
) -> Result<(), Stopped> {
    let more = json!({ "field": field, "value": value });
    with(stage, scene, "altered", more).await.map(drop)
}

/// Pays, with a fault for the execute that follows.
pub(super) async fn with(
    stage: &Stage,
    scene: &mut Scene,
    fault: &str,
    more: Value,
) -> Result<Option<Customer>, Stopped> {
    let Some(customer) = stage.checkout(scene).await? else {
        return Ok(None);
    };
    let Some(back) = stage.at_pages(scene, &customer, Payer::Pays).await? else {
        return Ok(None);
    };
    let armed = stage
        .gateway
        .arm_for(&customer.payment_id, "execute", fault, more)
        .await?;
    stage.come_back(scene, &customer, &back, false).await;
    let payment_id = &customer.payment_id;
    stage.begun(scene, payment_id, "execute").await?;
    stage.gateway.disarm(armed).await?;
    Ok(Some(customer))
}
