//! Shops that go on working behind the page that their payer sees: what they do there is waited for, a little.

use std::time::Duration;

use tokio::time::sleep;

use super::scene::Scene;
use super::stage::{Customer, Stage};
use super::stopped::Stopped;
use crate::browser::Arrival;
use crate::reading::Reader;
use crate::record::{Exchange, Reading};
use crate::shop::Ask;

/// How long a shop may take until it makes a call that its payer waits for.
const BEGUN: Duration = Duration::from_secs(5);
/// At an order that is still being looked into.
const LOOKS: usize = 3;
const BETWEEN_LOOKS: Duration = Duration::from_millis(700);

impl Stage {
    /// The payment's call of this kind, once the shop makes it: some do so behind the page that the payer sees. `None`
    /// if it made none by then.
    pub(super) async fn begun(
        &self,
        scene: &Scene,
        payment_id: &str,
        endpoint: &str,
    ) -> Result<Option<Exchange>, Stopped> {
        self.begun_within(BEGUN, scene, payment_id, endpoint).await
    }

    /// Whether that call is over, or soon will be.
    pub(super) async fn over(
        &self,
        scene: &Scene,
        payment_id: &str,
        endpoint: &str,
    ) -> Result<bool, Stopped> {
        self.over_within((BEGUN, BEGUN), scene, payment_id, endpoint)
            .await
    }

    /// Whether it is, waiting so long until it begins, and then until it ends.
    pub(super) async fn over_within(
        &self,
        (begins, ends): (Duration, Duration),
        scene: &Scene,
        payment_id: &str,
        endpoint: &str,
    ) -> Result<bool, Stopped> {
        let begun = self
            .begun_within(begins, scene, payment_id, endpoint)
            .await?;
        let Some(call) = begun else {
            return Ok(false);
        };
        let own = |exchange: &Exchange| exchange.id == call.id && exchange.is_over();
        let from = scene.visit.exchanges.0;
        Ok(self.gateway.wait_for(from, ends, own).await?.is_some())
    }

    async fn begun_within(
        &self,
        begins: Duration,
        scene: &Scene,
        payment_id: &str,
        endpoint: &str,
    ) -> Result<Option<Exchange>, Stopped> {
        let own = |exchange: &Exchange| {
            exchange.endpoint == endpoint && exchange.payment_id() == Some(payment_id)
        };
        let from = scene.visit.exchanges.0;
        self.gateway.wait_for(from, begins, own).await
    }

    /// Nobody asks for money back of which the shop still says that it is being looked into.
    pub(super) async fn wait_until_shown(
        &self,
        scene: &Scene,
        customer: &Customer,
    ) -> Result<(), Stopped> {
        let reader = Reader::new(self.shop.words());
        let last = scene.arrivals.last().and_then(|it| reader.seen(it));
        if last.is_none_or(|page| page.reading != Reading::Waiting) {
            return Ok(());
        }
        self.over(scene, &customer.payment_id, "execute").await?;
        match self.shop.order(&customer.fill) {
            Some(ask) => drop(self.look_at_order(&ask).await),
            None => sleep(BETWEEN_LOOKS).await,
        }
        Ok(())
    }

    /// A shop that works behind its pages may be a little late with an order.
    pub(super) async fn look_at_order(&self, ask: &Ask) -> Arrival {
        let reader = Reader::new(self.shop.words());
        let mut looks = 0;
        loop {
            let arrival = self.browsers.payer(self.patience).ask(ask).await;
            let page = reader.seen(&arrival);
            looks += 1;
            if looks == LOOKS || page.is_none_or(|page| page.reading != Reading::Waiting) {
                return arrival;
            }
            sleep(BETWEEN_LOOKS).await;
        }
    }
}
