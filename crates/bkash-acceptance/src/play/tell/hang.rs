use std::time::Duration;

use serde_json::{Value, json};

use super::{callback, execute as executes, refund as refunds};
use crate::play::gateway::Payer;
use crate::play::scene::Scene;
use crate::play::stage::{LONG, Stage};
use crate::play::stopped::Stopped;

/// Longer than 32 s, at which a call has been waited for too long.
const HANGS_S: u64 = 36;
const LATE_S: u64 = 20;
/// How long a shop may take until it makes the call that hangs.
const BEGUN: Duration = Duration::from_secs(10);
/// Until a call that hangs has ended.
const OVER: Duration = Duration::from_secs(HANGS_S + 4);

/// Without effect: the gateway was never reached.
pub(in crate::play) fn undone() -> Value {
    json!({ "seconds": HANGS_S })
}

/// With effect.
pub(super) fn done() -> Value {
    json!({ "seconds": HANGS_S, "after_effect": true })
}

/// Told before the others of its phase: the fault takes the next create that comes.
pub(super) async fn create(stage: &Stage, scene: &mut Scene) -> Result<(), Stopped> {
    stage.try_checkout(scene, LONG).await.map(drop)
}

pub(super) async fn execute(stage: &Stage, scene: &mut Scene) -> Result<(), Stopped> {
    let customer = executes::with(stage, scene, "timeout", done()).await?;
    let Some(customer) = customer else {
        return Ok(());
    };
    settled(stage, scene, &customer.payment_id, "execute").await
}

pub(super) async fn late_execute(stage: &Stage, scene: &mut Scene) -> Result<(), Stopped> {
    let more = json!({ "seconds": LATE_S });
    let customer = executes::with(stage, scene, "delay", more).await?;
    let Some(customer) = customer else {
        return Ok(());
    };
    settled(stage, scene, &customer.payment_id, "execute").await
}

pub(super) async fn query(stage: &Stage, scene: &mut Scene) -> Result<(), Stopped> {
    let Some(customer) = stage.checkout(scene).await? else {
        return Ok(());
    };
    let Some(back) = stage.at_pages(scene, &customer, Payer::Pays).await? else {
        return Ok(());
    };
    let payment_id = &customer.payment_id;
    let gateway = &stage.gateway;
    let lost = gateway.arm_for(payment_id, "execute", "answer_lost", json!({}));
    let lost = lost.await?;
    let hangs = gateway.arm_for(payment_id, "query", "timeout", undone());
    let hangs = hangs.await?;
    stage.come_back(scene, &customer, &back, false).await;
    settled(stage, scene, payment_id, "query").await?;
    gateway.disarm(lost).await?;
    gateway.disarm(hangs).await
}

pub(super) async fn refund(stage: &Stage, scene: &mut Scene) -> Result<(), Stopped> {
    let Some(customer) = callback::visit(stage, scene, Payer::Pays).await? else {
        return Ok(());
    };
    refunds::unanswered(stage, scene, &customer, "timeout").await?;
    settled(stage, scene, &customer.payment_id, "refund").await
}

pub(super) async fn refund_status(stage: &Stage, scene: &mut Scene) -> Result<(), Stopped> {
    let Some(customer) = callback::visit(stage, scene, Payer::Pays).await? else {
        return Ok(());
    };
    let payment_id = &customer.payment_id;
    let hangs = stage
        .gateway
        .arm_for(payment_id, "refund_status", "timeout", undone());
    let hangs = hangs.await?;
    refunds::unanswered(stage, scene, &customer, "answer_lost").await?;
    settled(stage, scene, payment_id, "refund_status").await?;
    stage.gateway.disarm(hangs).await
}

/// Waits until the payment's call of this kind is over, if the shop makes one.
async fn settled(
    stage: &Stage,
    scene: &Scene,
    payment_id: &str,
    endpoint: &str,
) -> Result<(), Stopped> {
    let over = stage.over_within((BEGUN, OVER), scene, payment_id, endpoint);
    over.await.map(drop)
}
