use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use tokio::time::sleep;

use super::{callback, checkout, hang};
use crate::play::gateway::{Armed, Payer};
use crate::play::scene::Scene;
use crate::play::stage::{LONG, Stage};
use crate::play::stopped::Stopped;
use crate::story::Story;

/// A token of so many seconds can be waited for; a longer one is revoked instead.
const WAITED_FOR: SignedDuration = SignedDuration::from_secs(60);
const TOKEN_CALLS: [&str; 2] = ["token_grant", "token_refresh"];

/// One story about a token that is over.
pub(in crate::play) async fn renewal(
    stage: &Stage,
    story: Story,
    quick: bool,
) -> Result<Vec<Scene>, Stopped> {
    let mut armed = Vec::new();
    let refused = json!({ "endpoint": "token_refresh", "fault": "code", "code": "2079" });
    let hung = |endpoint: &str| {
        let mut fault = hang::undone();
        fault["endpoint"] = endpoint.into();
        fault["fault"] = "timeout".into();
        fault
    };
    let faults = match story {
        Story::RefreshRefused if quick => vec![refused],
        Story::RefreshRefused => vec![refused, hung("token_grant")],
        Story::RefreshHangs => vec![hung("token_refresh")],
        _ => vec![],
    };
    // Armed before the token is over: the shop's own workers may be the first to notice.
    for fault in &faults {
        armed.push(Some(stage.gateway.arm(fault).await?));
    }
    // Of the stories that follow, each wants a token that is soon over.
    if matches!(story, Story::Expired) || matches!(story, Story::RefreshRefused) && !quick {
        let seconds = if quick { 2 } else { 4 };
        let short = json!({ "endpoint": TOKEN_CALLS, "fault": "short_token", "seconds": seconds });
        armed.push(Some(stage.gateway.arm(&short).await?));
    }
    armed.push(stage.token_is_over(story).await?);
    let mut scenes = Vec::new();
    if faults.iter().any(|fault| fault["fault"] == "timeout") {
        let mut scene = Scene::new(story, "hangs");
        checkout::tried(stage, &mut scene, LONG).await?;
        stage.finish(&mut scene).await?;
        scenes.push(scene);
    }
    scenes.extend(super::tell(stage, story, "").await?);
    for armed in armed.into_iter().flatten() {
        stage.gateway.disarm(armed).await?;
    }
    Ok(scenes)
}

/// The payer after a restart.
pub(in crate::play) async fn after_restart(stage: &Stage) -> Result<Vec<Scene>, Stopped> {
    let mut scene = Scene::new(Story::Restarted, "");
    callback::visit(stage, &mut scene, Payer::Pays).await?;
    stage.finish(&mut scene).await?;
    Ok(vec![scene])
}

impl Stage {
    /// Waits until the shop's token is over; a token that lives long is refused with 401 at the next create.
    async fn token_is_over(&self, story: Story) -> Result<Option<Armed>, Stopped> {
        let left = self.token_left().await?;
        if story != Story::Unauthorized && left <= WAITED_FOR {
            wait_out(left).await;
            return Ok(None);
        }
        if story == Story::Expired {
            // It was renewed before it was over, as it may be: there is nothing to provoke.
            return Ok(None);
        }
        let fault = json!({ "endpoint": "create", "fault": "token_revoked" });
        self.gateway.arm(&fault).await.map(Some)
    }

    /// Whether the shop's token was soon over, and now is.
    pub(in crate::play) async fn outlives_token(&self) -> Result<bool, Stopped> {
        let left = self.token_left().await?;
        if left > WAITED_FOR {
            return Ok(false);
        }
        wait_out(left).await;
        Ok(true)
    }

    /// How much longer the newest token lives.
    async fn token_left(&self) -> Result<SignedDuration, Stopped> {
        let journal = self.gateway.token_calls().await?;
        let over = journal
            .token_calls()
            .filter(|call| call.succeeded())
            .filter_map(|call| {
                let life = SignedDuration::from_secs(call.expires_in()?);
                call.ended_at().checked_add(life).ok()
            });
        let over = over.max().unwrap_or(Timestamp::UNIX_EPOCH);
        Ok(over.duration_since(Timestamp::now()))
    }
}

/// A little more: the shop's clock counts from when the answer came.
async fn wait_out(left: SignedDuration) {
    let left = left.max(SignedDuration::ZERO) + SignedDuration::from_millis(300);
    sleep(Duration::try_from(left).unwrap_or_default()).await;
}
