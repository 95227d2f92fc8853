//! The token keeper: one token for everybody, few calls, and no caller in the way of another.

mod clock;
mod cold;
mod outage;
mod refused;
mod renewal;
mod store;

use std::time::Duration;

use bkash_client::{Client, TokenInfo};
use tokio::task::JoinSet;
use tokio::time::sleep;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(86_400);

async fn all_tokens(callers: usize, client: &Client) -> Vec<Result<String, String>> {
    let mut set = JoinSet::new();
    for _ in 0..callers {
        let client = client.clone();
        set.spawn(async move {
            let token = client.token().await;
            token
                .map(|token| token.expose().to_owned())
                .map_err(|error| error.to_string())
        });
    }
    set.join_all().await
}

async fn exposed(client: &Client) -> String {
    client
        .token()
        .await
        .as_ref()
        .map(TokenInfo::expose)
        .unwrap()
        .to_owned()
}

/// Lets spawned tasks run, without moving time by anything that matters.
async fn settle() {
    sleep(Duration::from_millis(1)).await;
}
