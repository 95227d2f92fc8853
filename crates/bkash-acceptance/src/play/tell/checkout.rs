use std::time::Duration;

use serde_json::json;

use crate::play::gateway::Payer;
use crate::play::scene::Scene;
use crate::play::stage::Stage;
use crate::play::stopped::Stopped;

/// Names that shops use for what is to be paid.
const AMOUNTS: [&str; 6] = [
    "amount",
    "price",
    "total",
    "total_amount",
    "unit_price",
    "subtotal",
];
const ONE_TAKA: &str = "1.00";

/// Create is refused: told alone, because the fault takes the next create that comes.
pub(super) async fn refused(stage: &Stage, scene: &mut Scene) -> Result<(), Stopped> {
    let fault = json!({ "endpoint": "create", "fault": "code", "code": "2031" });
    let armed = stage.gateway.arm(&fault).await?;
    stage.try_checkout(scene, stage.patience).await?;
    stage.gateway.disarm(armed).await
}

/// The payer may be sent away; who is not, pays.
pub(super) async fn tried(
    stage: &Stage,
    scene: &mut Scene,
    patience: Duration,
) -> Result<(), Stopped> {
    if let Some(customer) = stage.try_checkout(scene, patience).await?
        && let Some(back) = stage.at_pages(scene, &customer, Payer::Pays).await?
    {
        stage.come_back(scene, &customer, &back, false).await;
    }
    Ok(())
}

/// The browser adds amounts of its own.
pub(super) async fn tampered(stage: &Stage, scene: &mut Scene) -> Result<(), Stopped> {
    let fields = AMOUNTS.map(|name| (name, ONE_TAKA));
    let ask = stage.shop.checkout(&stage.fill());
    let ask = ask.map(|ask| ask.with_extra_fields(&fields));
    stage.checkout_by(scene, ask, stage.patience).await?;
    Ok(())
}
