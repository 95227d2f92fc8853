//! What a process does by itself: it closes, resolves and delivers what is due, dies, and is started again.

use payment_service::engine::{Backlog, Engine};
use payment_service::store::{DeliveryQuery, DeliveryRecord, DeliveryStatus, Lane, StoreError};
use payment_service::webhook::Courier;

use super::bell::Bell;
use super::instance::{Ground, Place};
use super::sabotage::Sabotage;

/// What a worker found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Worked,
    Nothing,
    /// Something is due, and its turn has not come.
    Barred,
}

impl Look {
    const fn at(worked: bool) -> Self {
        match worked {
            true => Self::Worked,
            false => Self::Nothing,
        }
    }
}

impl Ground {
    /// Watches over a place: its workers run, and whatever dies is started again after a while.
    pub(crate) async fn tend(self, place: Place) {
        loop {
            let running = place.running();
            let (engine, courier) = (&running.engine, &running.courier);
            let bells = &self.bells;
            tokio::select! {
                // Without it the order of polls is tokio's own chance, and no seed of ours.
                biased;
                () = running.alive.ended() => {}
                () = self.work(&bells.tidy, || async { engine.tidy_one().await.map(Look::at) }) => {}
                () = self.work(&bells.resolve, || self.resolve(engine, Backlog::Payments)) => {}
                () = self.work(&bells.resolve, || self.resolve(engine, Backlog::Refunds)) => {}
                () = self.work(&bells.deliver, || self.deliver(courier)) => {}
            }
            tokio::time::sleep(self.dice.seconds(1..60)).await;
            self.trace.line(format!("{} starts again", place.name));
            self.met.note("instance", "started again");
            self.restart(&place);
        }
    }

    /// Asks about one payment or refund, side by side with what was asked before.
    async fn resolve(&self, engine: &Engine, backlog: Backlog) -> Result<Look, StoreError> {
        if engine.resolve_aside(backlog, ()).await? {
            return Ok(Look::Worked);
        }
        for (call, _) in engine.breakers().iter().filter(|(_, is_open)| *is_open) {
            self.met.note("breaker", call.name());
        }
        let is_left = match backlog {
            Backlog::Payments => {
                let due = self.store.due_payments(Lane::Gateway, 1).await?;
                !due.items.is_empty()
            }
            Backlog::Refunds => !self.store.due_refunds(1).await?.items.is_empty(),
        };
        Ok(match is_left {
            true => Look::Barred,
            false => Look::Nothing,
        })
    }

    /// Brings the shop what is due; an endpoint that fails is spared.
    async fn deliver(&self, courier: &Courier) -> Result<Look, StoreError> {
        if courier.deliver_due().await? > 0 {
            return Ok(Look::Worked);
        }
        let query = DeliveryQuery {
            status: Some(DeliveryStatus::Pending),
            limit: 100,
            ..DeliveryQuery::default()
        };
        let now = self.store.now().await?;
        let pending = self.store.deliveries(self.account, &query).await?.items;
        let is_due = |it: &DeliveryRecord| it.due_at.is_some_and(|at| at <= now);
        let disabled = self
            .store
            .endpoint()
            .await?
            .is_some_and(|it| it.disabled.is_some());
        if disabled || !pending.iter().any(is_due) {
            return Ok(Look::Nothing);
        }
        self.met.note("breaker", "webhooks");
        Ok(Look::Barred)
    }

    /// One worker: does one piece of work after another, and looks again when something falls due.
    async fn work<F: Future<Output = Result<Look, StoreError>>>(
        &self,
        bell: &Bell,
        do_one: impl Fn() -> F,
    ) {
        if self.sabotage == Some(Sabotage::NoWorkers) {
            std::future::pending::<()>().await;
        }
        loop {
            let looked = self.trace.elapsed();
            let haste = match do_one().await {
                Ok(Look::Worked) => continue,
                Ok(Look::Nothing) => {
                    bell.rings_after(looked, &self.trace).await;
                    1..4_000
                }
                // A store that fails, and a gateway that is spared, are asked again soon.
                Ok(Look::Barred) | Err(_) => 1_000..60_000,
            };
            tokio::time::sleep(self.dice.milliseconds(haste)).await;
        }
    }
}
