//! A payer's browser at small shops.

mod asking;
mod checkout;
mod following;
mod headers;
mod secure;

use std::time::Duration;

use axum::Router;
use bkash_acceptance::browser::{Arrival, Browser, Browsers, HostedPages};
use bkash_acceptance::shop::{Ask, Fill, ShopFile};
use url::Url;

/// Where the simulator would be; nothing ever opens it.
pub(crate) const GATEWAY: &str = "http://127.0.0.1:8600";

/// An address of the hosted page.
pub(crate) const HOSTED: &str = "http://127.0.0.1:8600/?paymentId=TR1&hash=h&mode=0011";

/// A shop that serves on a port of its own until the test ends.
pub(crate) struct Site {
    pub(crate) origin: String,
    server: tokio::task::JoinHandle<()>,
}

impl Site {
    pub(crate) async fn of(routes: Router) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let server = tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        Self { origin, server }
    }

    pub(crate) fn url(&self, path: &str) -> Url {
        format!("{}{path}", self.origin).parse().unwrap()
    }

    /// The checkout that a section of the shop's file describes; `ORIGIN` in it is this site's.
    pub(crate) fn checkout(&self, section: &str) -> Ask {
        let section = section.replace("ORIGIN", &self.origin);
        let text = format!("[shop]\nname = \"s\"\n[checkout]\n{section}\n");
        let file = ShopFile::parse(&text).unwrap_or_else(|error| panic!("{error}"));
        file.checkout(&Fill::new("10.00", "A1")).unwrap()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.abort();
    }
}

pub(crate) fn browsers() -> Browsers {
    Browsers::new(HostedPages::at(&GATEWAY.parse().unwrap())).unwrap()
}

pub(crate) fn payer() -> Browser {
    browsers().payer(Duration::from_secs(10))
}

/// The paths of all answers, in order.
pub(crate) fn paths(arrival: &Arrival) -> Vec<&str> {
    let urls = arrival.answers.iter().map(|answer| &answer.url);
    urls.map(|url| url.path()).collect()
}
