//! How the stories of a phase are told: which ones side by side, which ones alone.

mod cold;
mod quick;
mod renewal;
mod slow;

pub(super) use cold::cold;
pub(super) use quick::quick;
pub(super) use renewal::renewal;
pub(super) use slow::slow;

use futures_util::stream::{self, StreamExt};

use super::progress::{Progress, Tell};
use super::scene::Scene;
use super::stage::Stage;
use super::stopped::Stopped;
use super::tell::tell;
use crate::record::Pace;
use crate::story::Story;

/// More at once would measure this machine, not the shop.
const SIDE_BY_SIDE: usize = 12;

/// Tells each in its turn, or as many at once as the shop serves.
async fn all(
    stage: &Stage,
    stories: Vec<(Story, &'static str)>,
    pace: Pace,
    told: &mut Tell<'_>,
) -> Result<Vec<Scene>, Stopped> {
    let at_once = match pace {
        Pace::Together => SIDE_BY_SIDE,
        Pace::OneByOne => 1,
    };
    let mut scenes = Vec::new();
    let mut telling = stream::iter(stories)
        .map(|(story, variant)| async move { (story, tell(stage, story, variant).await) })
        .buffer_unordered(at_once);
    while let Some((story, ended)) = telling.next().await {
        scenes.extend(ended?);
        told(Progress::Told(story));
    }
    Ok(scenes)
}
