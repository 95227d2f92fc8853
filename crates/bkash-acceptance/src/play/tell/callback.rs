use futures_util::future::join_all;
use serde_json::json;
use tokio::time::Instant;

use crate::play::gateway::Payer;
use crate::play::scene::Scene;
use crate::play::stage::{Customer, Stage};
use crate::play::stopped::Stopped;
use crate::story::Story;

const SUCCESS: &str = "success";
/// As many tabs of one browser.
const TABS: usize = 8;
/// Long enough for the last of them to find the first one's execute on its way.
const EXECUTE_TAKES_S: f64 = 0.7;

pub(super) async fn paid(stage: &Stage, scene: &mut Scene) -> Result<(), Stopped> {
    visit(stage, scene, Payer::Pays).await.map(drop)
}

pub(super) async fn wrong_otp(stage: &Stage, scene: &mut Scene) -> Result<(), Stopped> {
    visit(stage, scene, Payer::EntersWrongCodes).await.map(drop)
}

pub(super) async fn cancelled(stage: &Stage, scene: &mut Scene) -> Result<(), Stopped> {
    visit(stage, scene, Payer::Cancels).await.map(drop)
}

/// Checkout, the hosted pages, and the way back that they send the browser.
pub(super) async fn visit(
    stage: &Stage,
    scene: &mut Scene,
    payer: Payer,
) -> Result<Option<Customer>, Stopped> {
    let Some(customer) = stage.checkout(scene).await? else {
        return Ok(None);
    };
    if let Some(back) = stage.at_pages(scene, &customer, payer).await? {
        stage.come_back(scene, &customer, &back, false).await;
    }
    Ok(Some(customer))
}

pub(super) async fn forged(stage: &Stage, scene: &mut Scene) -> Result<(), Stopped> {
    if let Some(customer) = stage.checkout(scene).await? {
        let address = customer.typed(&customer.payment_id, &[SUCCESS]);
        stage.come_back(scene, &customer, &address, true).await;
    }
    Ok(())
}

pub(super) async fn replayed(stage: &Stage, scene: &mut Scene) -> Result<(), Stopped> {
    if let Some(customer) = visit(stage, scene, Payer::Cancels).await? {
        let address = customer.typed(&customer.payment_id, &[SUCCESS]);
        stage.come_back(scene, &customer, &address, true).await;
    }
    Ok(())
}

pub(super) async fn unknown_payment(stage: &Stage, scene: &mut Scene) -> Result<(), Stopped> {
    if let Some(customer) = stage.checkout(scene).await? {
        let address = customer.typed("TR0011Nobody01700000000000", &[SUCCESS]);
        stage.come_back(scene, &customer, &address, true).await;
    }
    Ok(())
}

pub(super) async fn contradicting(stage: &Stage, scene: &mut Scene) -> Result<(), Stopped> {
    let Some(customer) = stage.checkout(scene).await? else {
        return Ok(());
    };
    if stage
        .at_pages(scene, &customer, Payer::Pays)
        .await?
        .is_some()
    {
        let address = customer.typed(&customer.payment_id, &[SUCCESS, "cancel"]);
        stage.come_back(scene, &customer, &address, true).await;
    }
    Ok(())
}

pub(super) async fn bare(stage: &Stage, scene: &mut Scene) -> Result<(), Stopped> {
    if let Some(customer) = stage.checkout(scene).await? {
        let address = customer.callback_url.clone();
        stage.come_back(scene, &customer, &address, true).await;
    }
    Ok(())
}

pub(super) async fn twice(stage: &Stage, scene: &mut Scene) -> Result<(), Stopped> {
    let Some(customer) = stage.checkout(scene).await? else {
        return Ok(());
    };
    if let Some(back) = stage.at_pages(scene, &customer, Payer::Pays).await? {
        stage.come_back(scene, &customer, &back, false).await;
        stage.come_back(scene, &customer, &back, false).await;
    }
    Ok(())
}

pub(super) async fn burst(stage: &Stage, scene: &mut Scene) -> Result<(), Stopped> {
    let Some(customer) = stage.checkout(scene).await? else {
        return Ok(());
    };
    let Some(back) = stage.at_pages(scene, &customer, Payer::Pays).await? else {
        return Ok(());
    };
    // The tabs come while it runs, as at a gateway that takes its time.
    let slow = json!({ "seconds": EXECUTE_TAKES_S });
    let slow = stage
        .gateway
        .arm_for(&customer.payment_id, "execute", "delay", slow)
        .await?;
    let began = Instant::now();
    let tabs = (0..TABS).map(|_| customer.browser().open(&back));
    for arrival in join_all(tabs).await {
        stage.note_return(scene, &back, false, began, arrival);
    }
    stage.gateway.disarm(slow).await
}

/// One order is paid and shown; its paymentID is then typed at the callback of another that nobody paid.
pub(super) async fn crossed(stage: &Stage) -> Result<Vec<Scene>, Stopped> {
    let mut first = Scene::new(Story::Crossed, "paid");
    let paid = visit(stage, &mut first, Payer::Pays).await?;
    stage.finish(&mut first).await?;
    let mut second = Scene::new(Story::Crossed, "typed");
    second.types_the_one_before = true;
    match (paid, first.visit.trouble.clone()) {
        (Some(paid), None) => {
            if let Some(customer) = stage.checkout(&mut second).await? {
                let address = customer.typed(&paid.payment_id, &[SUCCESS]);
                stage
                    .come_back(&mut second, &customer, &address, true)
                    .await;
            }
        }
        (_, Some(trouble)) => second.stopped_by(trouble),
        (None, None) => {}
    }
    stage.finish(&mut second).await?;
    Ok(vec![first, second])
}
