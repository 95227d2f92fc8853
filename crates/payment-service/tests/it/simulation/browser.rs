use std::time::Duration;

use futures_util::future::join_all;
use payment_service::engine::Visit;

use super::shopper::{Created, Shopper};

/// The payer's browser with the callback address that the gateway gave it.
#[derive(Clone, Debug)]
pub(crate) struct Browser {
    shopper: Shopper,
    payment: Created,
    secret: String,
    query: String,
}

/// The browser's own patience with one page.
const BROWSER_WAITS: Duration = Duration::from_secs(20);

impl Browser {
    pub(crate) fn at(shopper: &Shopper, payment: &Created, callback: &str) -> Self {
        let url: url::Url = callback.parse().unwrap();
        Self {
            shopper: shopper.clone(),
            payment: payment.clone(),
            secret: url.path().rsplit('/').next().unwrap().to_owned(),
            query: url.query().unwrap().to_owned(),
        }
    }

    /// Comes back once or several times, to any instances, and now and then with a status that the payer
    /// has typed: before, after or at the same time.
    pub(crate) async fn return_at_once(&self) {
        let dice = &self.shopper.ground.dice;
        let mut queries = vec![self.query.clone(); dice.below(3) + 1];
        if queries.len() > 1 {
            self.note("repeated");
        }
        if dice.one_in(6) {
            let typed = match self.approves() {
                true => dice.one_of(&["cancel", "failure"]),
                false => "success",
            };
            self.note(match typed {
                "success" => "typed success",
                _ => "contradicted",
            });
            let typed = format!("paymentID={}&status={typed}", self.payment.gateway_payment);
            queries.insert(dice.below(queries.len() + 1), typed);
        }
        let visits = queries.iter().map(|query| async {
            self.shopper.pause(0..3_000).await;
            self.come_back(query).await;
        });
        join_all(visits).await;
    }

    /// Comes back when the order may have gone on without it.
    pub(crate) async fn return_late(&self) {
        self.note("late");
        self.come_back(&self.query).await;
    }

    /// One visit of the callback address; then the progress page for a while.
    async fn come_back(&self, query: &str) {
        let ground = &self.shopper.ground;
        let gateway_payment = &self.payment.gateway_payment;
        if query.contains("status=success") {
            let deeds = &self.shopper.deeds;
            deeds.approve(gateway_payment, ground.trace.elapsed());
        }
        let place = self.shopper.somewhere();
        ground
            .trace
            .line(format!("{} callback {query}", place.name));
        let engine = place.engine();
        let visit = engine.payer_returned(self.payment.id, &self.secret, query);
        let mut seen = tokio::time::timeout(BROWSER_WAITS, visit).await;
        for _ in 0..10 {
            if !matches!(seen, Ok(Ok(Visit::Wait))) {
                break;
            }
            self.note("waited for");
            tokio::time::sleep(self.shopper.ground.dice.seconds(2..12)).await;
            let engine = self.shopper.somewhere().engine();
            let progress = engine.progress(self.payment.id, &self.secret);
            seen = tokio::time::timeout(BROWSER_WAITS, progress).await;
        }
        match seen {
            Ok(Ok(Visit::Return(_))) => self.note("led to the shop"),
            Ok(Ok(Visit::Wait)) => self.note("given up waiting"),
            Ok(Ok(Visit::Refused(why))) => {
                let what = format!("a true callback of {gateway_payment} was refused: {why}");
                self.shopper.deeds.complain(what);
            }
            Ok(Err(_)) => self.note("met by an error"),
            Err(_) => self.note("not answered"),
        }
    }

    /// Addresses that nobody was given: none may change anything.
    pub(crate) async fn forge(&self) {
        let id = &self.payment.gateway_payment;
        let other = id.replace("TR0011", "TR0012");
        let secret = self.secret.as_str();
        let forgeries = [
            ("wrong", format!("paymentID={id}&status=success")),
            (secret, format!("paymentID={other}&status=success")),
            (
                secret,
                format!("paymentID={id}&status=cancel&status=success"),
            ),
            (secret, format!("paymentID={id}&status=paid")),
            (secret, "status=success".to_owned()),
        ];
        for (secret, query) in forgeries {
            let engine = self.shopper.somewhere().engine();
            let visit = engine.payer_returned(self.payment.id, secret, &query);
            match tokio::time::timeout(BROWSER_WAITS, visit).await {
                Ok(Ok(Visit::Refused(_))) => self.note("forged"),
                Err(_) | Ok(Err(_)) => {}
                Ok(Ok(other)) => {
                    let what = format!("a forged callback was met with {other:?}: {query}");
                    self.shopper.deeds.complain(what);
                }
            }
        }
    }

    fn approves(&self) -> bool {
        self.query.contains("status=success")
    }

    fn note(&self, name: &'static str) {
        self.shopper.ground.met.note("callback", name);
    }
}
