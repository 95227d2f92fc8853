use async_trait::async_trait;
use http::HeaderMap;

use super::place::Place;
use super::switch::around;
use crate::webhook::{Carrier, NotAnswered};

/// A carrier with a point on either side of its way.
#[derive(Debug)]
pub(crate) struct MortalCarrier<C>(pub(crate) C);

#[async_trait]
impl<C: Carrier> Carrier for MortalCarrier<C> {
    async fn post(&self, headers: HeaderMap, body: String) -> Result<u16, NotAnswered> {
        around(Place::PostWebhook, self.0.post(headers, body)).await
    }
}
