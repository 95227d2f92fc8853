use std::time::Duration;

use serde_json::json;

use super::all;
use crate::play::progress::{Progress, Tell};
use crate::play::scene::Scene;
use crate::play::stage::Stage;
use crate::play::stopped::Stopped;
use crate::play::tell::{tell, undone};
use crate::record::Pace;
use crate::story::Story;

/// Until the shop has made the create that hangs.
const UNTIL_CREATE: Duration = Duration::from_secs(10);

pub(in crate::play) async fn slow(
    stage: &Stage,
    stories: &[Story],
    pace: Pace,
    told: &mut Tell<'_>,
) -> Result<Vec<Scene>, Stopped> {
    let others = stories
        .iter()
        .filter(|story| **story != Story::CreateHangs)
        .map(|story| (*story, ""))
        .collect();
    if !stories.contains(&Story::CreateHangs) {
        return all(stage, others, pace, told).await;
    }
    // Its fault takes the next create that comes, so the others start behind it.
    let mut fault = undone();
    fault["endpoint"] = json!("create");
    fault["fault"] = json!("timeout");
    let armed = stage.gateway.arm(&fault).await?;
    let before = stage.gateway.newest().await?;
    let mut hung = std::pin::pin!(tell(stage, Story::CreateHangs, ""));
    let struck = stage.gateway.wait_for(before, UNTIL_CREATE, |exchange| {
        exchange.fault.as_deref() == Some("timeout")
    });
    let mut scenes = match pace {
        Pace::OneByOne => hung.as_mut().await?,
        Pace::Together => tokio::select! {
            ended = hung.as_mut() => ended?,
            begun = struck => {
                begun?;
                let (hung, others) = tokio::join!(hung, all(stage, others, pace, told));
                let mut scenes = hung?;
                scenes.extend(others?);
                stage.gateway.disarm(armed).await?;
                told(Progress::Told(Story::CreateHangs));
                return Ok(scenes);
            }
        },
    };
    stage.gateway.disarm(armed).await?;
    told(Progress::Told(Story::CreateHangs));
    scenes.extend(all(stage, others, pace, told).await?);
    Ok(scenes)
}
