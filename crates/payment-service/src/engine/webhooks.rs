//! What an operator does about webhooks that did not arrive.

use payment_core::{AccountId, Timestamp};

use super::Engine;
use super::reply::not_found;
use crate::problem::{Problem, ProblemKind};
use crate::store::{DeliveryId, DeliveryRecord, Endpoint, Redelivery};

/// Rows of one transaction, so that a large backlog does not keep payments waiting.
const AT_ONCE: usize = 500;

impl Engine {
    /// Forgets what the shop's endpoint did wrong: what waits for it is sent again. `None` when no instance
    /// has ever had one.
    pub async fn enable_endpoint(&self) -> Result<Option<Endpoint>, Problem> {
        let enabled = self.0.store.enable_endpoint().await?;
        if enabled.is_some() {
            tracing::info!("the shop's webhook endpoint was enabled by hand");
        }
        Ok(enabled)
    }

    /// Fails for a webhook that is pending anyhow.
    pub async fn redeliver(
        &self,
        account: AccountId,
        id: DeliveryId,
    ) -> Result<DeliveryRecord, Problem> {
        match self.0.store.redeliver(account, id).await? {
            Redelivery::Begun(record) => Ok(*record),
            Redelivery::Pending => Err(Problem::new(
                ProblemKind::DELIVERY_PENDING,
                "It is not given up: the list says when the next attempt is due.",
            )),
            Redelivery::Unknown => Err(not_found("webhook")),
        }
    }

    /// All that were given up, since a moment if one is named; returns how many. It may be repeated when it
    /// breaks off: what is pending again is not touched twice.
    pub async fn redeliver_failed(
        &self,
        account: AccountId,
        since: Option<Timestamp>,
    ) -> Result<usize, Problem> {
        let mut count = 0;
        loop {
            let redelivered = self
                .0
                .store
                .redeliver_failed(account, since, AT_ONCE)
                .await?;
            count += redelivered;
            if redelivered < AT_ONCE {
                return Ok(count);
            }
        }
    }
}
