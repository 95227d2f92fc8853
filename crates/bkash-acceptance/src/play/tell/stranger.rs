use bkash_simulator::Simulator;

use crate::play::scene::Scene;
use crate::play::stage::Stage;
use crate::play::stopped::Stopped;
use crate::story::Story;

/// Two payers, while the gateway shows a certificate that nobody vouches for: the first may find that the shop has
/// just given up on connections that were closed under it.
pub(in crate::play) async fn stranger(
    stage: &Stage,
    simulator: &Simulator,
) -> Result<Vec<Scene>, Stopped> {
    let mut scenes = Vec::new();
    // A renewal that ends at a handshake stands in no journal, and the next one would look causeless.
    if stage.outlives_token().await? {
        scenes.extend(tell(stage, "before").await?);
    }
    simulator.show_stranger(true);
    let told = both(stage).await;
    simulator.show_stranger(false);
    scenes.extend(told?);
    Ok(scenes)
}

async fn both(stage: &Stage) -> Result<Vec<Scene>, Stopped> {
    let mut scenes = tell(stage, "").await?;
    scenes.extend(tell(stage, "").await?);
    Ok(scenes)
}

async fn tell(stage: &Stage, variant: &str) -> Result<Vec<Scene>, Stopped> {
    super::tell(stage, Story::Stranger, variant).await
}
