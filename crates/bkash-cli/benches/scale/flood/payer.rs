use std::net::SocketAddr;
use std::time::{Duration, Instant};

use futures_util::future::try_join_all;
use reqwest::Url;
use tokio::time::sleep_until;

use super::browser::{Browser, Page};
use crate::failure::Failure;
use crate::host;

/// What one payer saw.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Until the first page or redirect.
    pub first: Duration,
    /// Loads of the progress page.
    pub loads: u32,
    /// With which status the browser went back to the shop, and when after the callback.
    pub status: String,
    pub after: Duration,
}

/// Sends every payer back from the gateway's pages, so many a second, each with a browser of its own; ends
/// when all of them are back at the shop, or were let down. Blocks.
pub fn payers(
    callbacks: Vec<String>,
    a_second: u32,
) -> Result<Vec<Result<Seen, Failure>>, Failure> {
    host::runtime()?.block_on(async {
        let start = Instant::now();
        let payers = callbacks.into_iter().zip(0..).map(|(callback, number)| {
            let at = start + Duration::from_secs(1) * number / a_second;
            tokio::spawn(pay(callback, at))
        });
        Ok(try_join_all(payers.collect::<Vec<_>>()).await?)
    })
}

async fn pay(callback: String, at: Instant) -> Result<Seen, Failure> {
    let mut address = Url::parse(&callback)?;
    sleep_until(at.into()).await;
    let mut browser = Browser::new(server(&address)?);
    let start = Instant::now();
    let mut page = browser.visit(&path(&address)).await?;
    let (first, mut loads) = (start.elapsed(), 0);
    loop {
        match page {
            Page::Redirect(shop) => {
                let shop = Url::parse(&shop)?;
                let status = shop.query_pairs().find(|(name, _)| name == "status");
                return Ok(Seen {
                    first,
                    loads,
                    status: status.map_or_else(String::new, |(_, status)| status.into_owned()),
                    after: start.elapsed(),
                });
            }
            Page::Refresh(wait, next) => {
                loads += 1;
                if let Some(next) = next {
                    address = address.join(&next)?;
                }
                tokio::time::sleep(wait).await;
                page = browser.visit(&path(&address)).await?;
            }
        }
    }
}

fn server(address: &Url) -> Result<SocketAddr, Failure> {
    let found = address.socket_addrs(|| None)?.first().copied();
    found.ok_or_else(|| Failure::new(format!("{address} names no server")))
}

fn path(address: &Url) -> String {
    match address.query() {
        Some(query) => format!("{}?{query}", address.path()),
        None => address.path().to_owned(),
    }
}
