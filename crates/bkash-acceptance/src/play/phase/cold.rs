use futures_util::future::try_join_all;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::play::progress::{Progress, Tell};
use crate::play::scene::Scene;
use crate::play::stage::Stage;
use crate::play::stopped::Stopped;
use crate::play::tell::tell;
use crate::record::{Exchange, Journal, Pace};
use crate::story::Story;

/// Who come at the same moment.
const PAYERS: usize = 6;
/// Long enough for two grants, or two creates, to overlap where the shop makes them so.
const CALL_TAKES_S: f64 = 0.3;
const USUAL_LIFE_S: u32 = 3600;

/// What the cold start has shown.
#[derive(Debug)]
pub(in crate::play) struct Cold {
    pub(in crate::play) scenes: Vec<Scene>,
    pub(in crate::play) pace: Option<Pace>,
}

pub(in crate::play) async fn cold(
    stage: &Stage,
    token_life_s: u32,
    told: &mut Tell<'_>,
) -> Result<Cold, Stopped> {
    let lives = |seconds: u32| json!({ "id_token_seconds": seconds });
    stage.gateway.switch(&lives(token_life_s)).await?;
    let slow = json!({
        "endpoint": ["token_grant", "create"], "fault": "delay", "seconds": CALL_TAKES_S,
        "count": 2 * PAYERS,
    });
    let slow = stage.gateway.arm(&slow).await?;
    let payers = (0..PAYERS).map(|_| tell(stage, Story::ColdStart, ""));
    let scenes: Vec<_> = try_join_all(payers).await?.into_iter().flatten().collect();
    stage.gateway.disarm(slow).await?;
    stage.gateway.switch(&lives(USUAL_LIFE_S)).await?;
    told(Progress::Told(Story::ColdStart));
    let pace = pace(&stage.gateway.journal().await?);
    Ok(Cold { scenes, pace })
}

/// Whether two creates were on their way at the same time.
fn pace(journal: &Journal) -> Option<Pace> {
    let creates: Vec<_> = journal.of("create").collect();
    let overlap = |pair: &[&Exchange]| pair[1].at < ended(pair[0]);
    match creates.len() {
        0 | 1 => None,
        _ if creates.windows(2).any(overlap) => Some(Pace::Together),
        _ => Some(Pace::OneByOne),
    }
}

fn ended(exchange: &Exchange) -> Timestamp {
    let took = exchange.duration_ms.unwrap_or(0);
    let took = SignedDuration::from_millis(i64::try_from(took).unwrap_or(i64::MAX));
    exchange.at.checked_add(took).unwrap_or(exchange.at)
}
