use std::time::Duration;

use serde_json::json;

use super::{callback, execute};
use crate::play::gateway::Payer;
use crate::play::scene::Scene;
use crate::play::stage::{Customer, Stage};
use crate::play::stopped::Stopped;

/// How long a shop may take until it asks for the status of a refund that was not answered.
const UNTIL_STATUS: Duration = Duration::from_secs(8);

/// Two parts, a fourth and a fifth: different, because equal parts within ten minutes may be refused.
pub(super) async fn in_parts(stage: &Stage, scene: &mut Scene) -> Result<(), Stopped> {
    let Some(customer) = callback::visit(stage, scene, Payer::Pays).await? else {
        return Ok(());
    };
    let first = part(scene, 4);
    stage.ask_back(scene, &customer, first).await?;
    // While a refund is on its way another one may be turned down.
    let payment_id = &customer.payment_id;
    if stage.shop.facts().refunds_parts && stage.over(scene, payment_id, "refund").await? {
        let second = part(scene, 5);
        stage.ask_back(scene, &customer, second).await?;
    }
    Ok(())
}

/// One taka more than was paid.
pub(super) async fn too_much(stage: &Stage, scene: &mut Scene) -> Result<(), Stopped> {
    if !stage.shop.facts().refunds_parts {
        return Ok(());
    }
    let Some(customer) = callback::visit(stage, scene, Payer::Pays).await? else {
        return Ok(());
    };
    let amount = poisha(scene).map(|poisha| taka(poisha + 100));
    stage.ask_back(scene, &customer, amount).await
}

/// The answers of execute and of the refund are lost.
pub(super) async fn lost(stage: &Stage, scene: &mut Scene) -> Result<(), Stopped> {
    let Some(customer) = execute::with(stage, scene, "answer_lost", json!({})).await? else {
        return Ok(());
    };
    let before = stage.gateway.newest().await?;
    unanswered(stage, scene, &customer, "answer_lost").await?;
    let payment_id = &customer.payment_id;
    let asked = stage.gateway.wait_for(before, UNTIL_STATUS, |exchange| {
        exchange.endpoint == "refund_status" && exchange.payment_id() == Some(payment_id)
    });
    asked.await.map(drop)
}

/// A part is asked back, and a fault strikes it.
pub(super) async fn unanswered(
    stage: &Stage,
    scene: &mut Scene,
    customer: &Customer,
    fault: &str,
) -> Result<(), Stopped> {
    let more = match fault {
        "timeout" => super::hang::done(),
        _ => json!({}),
    };
    let armed = stage
        .gateway
        .arm_for(&customer.payment_id, "refund", fault, more)
        .await?;
    let amount = part(scene, 4);
    stage.ask_back(scene, customer, amount).await?;
    stage.begun(scene, &customer.payment_id, "refund").await?;
    stage.gateway.disarm(armed).await
}

/// So much of what was paid.
fn part(scene: &Scene, of: i64) -> Option<String> {
    poisha(scene).map(|poisha| taka(poisha / of))
}

fn poisha(scene: &Scene) -> Option<i64> {
    let amount = scene.visit.amount.as_deref()?;
    let (whole, part) = amount.split_once('.').unwrap_or((amount, "0"));
    let part = format!("{part:0<2}");
    let poisha: i64 = part.get(..2)?.parse().ok()?;
    Some(whole.parse::<i64>().ok()? * 100 + poisha)
}

fn taka(poisha: i64) -> String {
    format!("{}.{:02}", poisha / 100, poisha % 100)
}
