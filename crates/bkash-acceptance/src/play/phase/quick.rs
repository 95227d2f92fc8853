use super::all;
use crate::play::progress::Tell;
use crate::play::scene::Scene;
use crate::play::stage::Stage;
use crate::play::stopped::Stopped;
use crate::play::tell::variants;
use crate::record::Pace;
use crate::story::Story;

pub(in crate::play) async fn quick(
    stage: &Stage,
    stories: &[Story],
    pace: Pace,
    told: &mut Tell<'_>,
) -> Result<Vec<Scene>, Stopped> {
    // Its fault takes the next create that comes, whosever it is.
    let (alone, others): (Vec<_>, Vec<_>) = stories
        .iter()
        .flat_map(|story| variants(*story).iter().map(|variant| (*story, *variant)))
        .partition(|(story, _)| *story == Story::CreateRefused);
    let mut scenes = all(stage, alone, Pace::OneByOne, told).await?;
    scenes.extend(all(stage, others, pace, told).await?);
    Ok(scenes)
}
