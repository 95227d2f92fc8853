use bkash_simulator::Simulator;

use crate::play::progress::{Progress, Tell};
use crate::play::scene::Scene;
use crate::play::stage::Stage;
use crate::play::stopped::Stopped;
use crate::play::tell;
use crate::story::Story;

/// One after the other: all of them are about the shop's one token, but the last, which is about its connections.
pub(in crate::play) async fn renewal(
    stage: &Stage,
    simulator: &Simulator,
    stories: &[Story],
    quick: bool,
    told: &mut Tell<'_>,
) -> Result<Vec<Scene>, Stopped> {
    let mut scenes = Vec::new();
    for story in stories {
        scenes.extend(match story {
            Story::Stranger => tell::stranger(stage, simulator).await?,
            story => tell::renewal(stage, *story, quick).await?,
        });
        told(Progress::Told(*story));
    }
    Ok(scenes)
}
