use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tokio::time::Instant;
use url::Url;

use super::gateway::{Gateway, Payer};
use super::scene::Scene;
use super::stopped::Stopped;
use crate::browser::{Arrival, Browser, Browsers, End, Unreached};
use crate::record::{Journal, RefundAsk, Return, Trouble};
use crate::shop::{Ask, Fill, ShopFile};
use crate::words::Said;
use crate::{reading, trouble};

/// Where stories are played: one shop, one simulator.
#[derive(Debug)]
pub(super) struct Stage {
    pub(super) shop: ShopFile,
    pub(super) gateway: Gateway,
    gateway_url: Url,
    pub(super) browsers: Browsers,
    /// How long a payer stays on pages that refresh themselves.
    pub(super) patience: Duration,
    /// Tells this run's orders from those of an earlier one.
    tag: String,
    orders: AtomicU32,
}

/// A payer whose browser is at the hosted page.
#[derive(Debug)]
pub(super) struct Customer {
    browser: Browser,
    pub(super) payment_id: String,
    pub(super) callback_url: Url,
    pub(super) fill: Fill,
}

/// How long a payer stays where a call hangs meanwhile.
pub(super) const LONG: Duration = Duration::from_secs(75);

impl Stage {
    pub(super) fn new(
        shop: ShopFile,
        gateway: Gateway,
        gateway_url: Url,
        browsers: Browsers,
        patience: Duration,
    ) -> Self {
        Self {
            shop,
            gateway,
            gateway_url,
            browsers,
            patience,
            tag: format!("{:08x}", fastrand::u32(..)),
            orders: AtomicU32::new(0),
        }
    }

    /// A new payer starts a checkout and should reach the hosted page: else the story ends here.
    pub(super) async fn checkout(&self, scene: &mut Scene) -> Result<Option<Customer>, Stopped> {
        let ask = self.shop.checkout(&self.fill());
        self.checkout_by(scene, ask, self.patience_for(scene)).await
    }

    pub(super) async fn checkout_by(
        &self,
        scene: &mut Scene,
        ask: Option<Ask>,
        patience: Duration,
    ) -> Result<Option<Customer>, Stopped> {
        let Some(ask) = ask else {
            scene.stopped_by(no_address());
            return Ok(None);
        };
        let (arrival, reached) = self.start(scene, ask, patience).await?;
        if reached.is_some() {
            return Ok(reached);
        }
        let meanwhile = self.gateway.since(scene.visit.exchanges.0).await?;
        scene.stopped_by(self.astray(&arrival, scene.visit.exchanges.0, &meanwhile));
        scene.refusal = Some(scene.keep(arrival));
        Ok(None)
    }

    /// A new payer starts a checkout that may well come to nothing.
    pub(super) async fn try_checkout(
        &self,
        scene: &mut Scene,
        patience: Duration,
    ) -> Result<Option<Customer>, Stopped> {
        let Some(ask) = self.shop.checkout(&self.fill()) else {
            scene.stopped_by(no_address());
            return Ok(None);
        };
        let (arrival, reached) = self.start(scene, ask, patience).await?;
        if reached.is_none() {
            scene.refusal = Some(scene.keep(arrival));
        }
        Ok(reached)
    }

    async fn start(
        &self,
        scene: &mut Scene,
        ask: Ask,
        patience: Duration,
    ) -> Result<(Arrival, Option<Customer>), Stopped> {
        scene.visit.exchanges.0 = self.gateway.newest().await?;
        let browser = self.browsers.payer(patience);
        let arrival = browser.ask(&ask).await;
        let End::Hosted { payment_id, .. } = &arrival.end else {
            return Ok((arrival, None));
        };
        let payment_id = payment_id.clone();
        let before = scene.visit.exchanges.0;
        let create = self.gateway.create_of(&payment_id, before).await?;
        let field = |name: &str| {
            let body = &create.as_ref()?.request.body;
            match &body[name] {
                serde_json::Value::String(text) => Some(text.clone()),
                serde_json::Value::Number(number) => Some(number.to_string()),
                _ => None,
            }
        };
        scene.visit.payment_id = Some(payment_id.clone());
        scene.visit.invoice = field("merchantInvoiceNumber");
        scene.visit.amount = field("amount");
        scene.visit.callback_url = field("callbackURL");
        let callback_url = scene.visit.callback_url.as_deref().map(Url::parse);
        let Some(Ok(callback_url)) = callback_url else {
            return Ok((arrival, None));
        };
        scene.keep(arrival.clone());
        let fill = Fill {
            payment_id: Some(payment_id.clone()),
            invoice: scene.visit.invoice.clone().unwrap_or_default(),
            ..self.fill()
        };
        let customer = Customer {
            browser,
            payment_id,
            callback_url,
            fill,
        };
        Ok((arrival, Some(customer)))
    }

    /// What the payer does at the hosted pages. `None` ends the story.
    pub(super) async fn at_pages(
        &self,
        scene: &mut Scene,
        customer: &Customer,
        payer: Payer,
    ) -> Result<Option<Url>, Stopped> {
        let back = match self.gateway.visit(&customer.payment_id, payer).await {
            Err(stopped) if stopped.is_conflict() => None,
            back => back?,
        };
        let back = back.and_then(|back| Url::parse(&back).ok());
        if back.is_none() {
            scene.stopped_by(no_way_back());
        }
        Ok(back)
    }

    /// The browser opens an address of the shop's, and stays as long as the page refreshes itself.
    pub(super) async fn come_back(
        &self,
        scene: &mut Scene,
        customer: &Customer,
        address: &Url,
        typed: bool,
    ) {
        let began = Instant::now();
        let arrival = customer.browser.open(address).await;
        self.note_return(scene, address, typed, began, arrival);
    }

    pub(super) fn note_return(
        &self,
        scene: &mut Scene,
        address: &Url,
        typed: bool,
        began: Instant,
        arrival: Arrival,
    ) {
        let back = Return {
            typed,
            address: reading::shown(address),
            took_ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
            page: None,
        };
        if let End::Unreachable {
            why: Unreached::Refused,
            ..
        } = &arrival.end
        {
            // The shop is gone: this payer's story shows nothing of what it does.
            scene.stopped_by(self.astray(
                &arrival,
                scene.visit.exchanges.0,
                &Journal::new(Vec::new()),
            ));
        }
        scene.returned(back, arrival);
    }

    /// Asks the shop to give money back.
    pub(super) async fn ask_back(
        &self,
        scene: &mut Scene,
        customer: &Customer,
        amount: Option<String>,
    ) -> Result<(), Stopped> {
        self.wait_until_shown(scene, customer).await?;
        let trx_id = self.gateway.trx_id(&customer.payment_id).await?;
        scene.visit.trx_id.clone_from(&trx_id);
        let asked = amount.clone().or_else(|| scene.visit.amount.clone());
        let fill = Fill {
            payment_id: customer.fill.payment_id.clone(),
            trx_id,
            ..Fill::new(asked.unwrap_or_default(), &customer.fill.invoice)
        };
        let Some(ask) = self.shop.refund(&fill) else {
            return Ok(());
        };
        // The shopkeeper's browser, not the payer's.
        let browser = self.browsers.payer(LONG);
        let arrival = browser.ask(&ask).await;
        let trouble = match &arrival.end {
            End::Unreachable { .. } => {
                Some(self.astray(&arrival, scene.visit.exchanges.0, &Journal::new(Vec::new())))
            }
            _ => None,
        };
        let ask = RefundAsk {
            amount: amount.filter(|_| self.shop.facts().refunds_parts),
            page: None,
            trouble,
        };
        scene.asked_back(ask, arrival);
        Ok(())
    }

    /// Looks at what is left of the story.
    pub(super) async fn finish(&self, scene: &mut Scene) -> Result<(), Stopped> {
        if let Some(payment_id) = scene.visit.payment_id.clone() {
            scene.visit.trx_id = self.gateway.trx_id(&payment_id).await?;
            let fill = Fill {
                invoice: scene.visit.invoice.clone().unwrap_or_default(),
                payment_id: Some(payment_id.clone()),
                trx_id: scene.visit.trx_id.clone(),
                ..self.fill()
            };
            if let Some(ask) = self.shop.order(&fill) {
                let arrival = self.look_at_order(&ask).await;
                scene.order = Some(scene.keep(arrival));
            }
            if scene.visit.trx_id.is_none() {
                // It may have been paid meanwhile, behind the page.
                scene.visit.trx_id = self.gateway.trx_id(&payment_id).await?;
            }
        }
        scene.visit.exchanges.1 = self.gateway.newest().await?;
        Ok(())
    }

    /// Why a way through the shop did not lead to the hosted page.
    fn astray(&self, arrival: &Arrival, before: u64, meanwhile: &Journal) -> Trouble {
        let calls: Vec<_> = meanwhile.all().collect();
        trouble::why(&trouble::Scene {
            arrival,
            calls: &calls,
            heard_before: before > 0,
            gateway: &self.gateway_url,
        })
    }

    /// A payer whose calls hang waits for them; others have seen enough sooner.
    fn patience_for(&self, scene: &Scene) -> Duration {
        match scene.visit.story.hangs() {
            true => LONG,
            false => self.patience,
        }
    }

    pub(super) fn fill(&self) -> Fill {
        let number = self.orders.fetch_add(1, Ordering::Relaxed);
        let amount = format!("{}.00", 100 + number);
        Fill::new(amount, format!("JUDGE-{}-{number}", self.tag))
    }
}

impl Customer {
    /// The callback with a status that nobody has sent.
    pub(super) fn typed(&self, payment_id: &str, statuses: &[&str]) -> Url {
        let mut address = self.callback_url.clone();
        {
            let mut query = address.query_pairs_mut();
            query.append_pair("paymentID", payment_id);
            for status in statuses {
                query.append_pair("status", status);
            }
        }
        address
    }

    pub(super) fn browser(&self) -> &Browser {
        &self.browser
    }
}

fn no_way_back() -> Trouble {
    Trouble::new(
        Said::new(
            "the hosted pages did not send the browser back",
            "বিকাশের পাতা ব্রাউজারকে দোকানে ফেরত পাঠায়নি",
        ),
        Said::new(
            "This is the simulator's own doing: run again, and report it if it stays",
            "এটি সিমুলেটরের সমস্যা: আবার চালান, থেকে গেলে জানান",
        ),
    )
}

fn no_address() -> Trouble {
    Trouble::new(
        Said::new(
            "the shop's address cannot carry what stands for its placeholders",
            "দোকানের ঠিকানায় প্লেসহোল্ডারের মান বসানো যায় না",
        ),
        Said::new(
            "Put placeholders into the path or the query of `url` in shop.toml, not into its host or port",
            "shop.toml-এর `url`-এ প্লেসহোল্ডার path বা query-তে দিন, host বা port-এ নয়",
        ),
    )
}
