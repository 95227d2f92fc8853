use std::fmt::Debug;

use async_trait::async_trait;
use http::HeaderMap;
use reqwest::redirect::Policy;
use url::{Host, Url};

use crate::outward;

/// Takes a signed webhook to the shop: over the network in production, in process where time is simulated.
#[async_trait]
pub trait Carrier: Send + Sync + Debug {
    /// The HTTP status that the shop answered with. The caller sets the deadline by dropping the future.
    async fn post(&self, headers: HeaderMap, body: String) -> Result<u16, NotAnswered>;
}

/// Why the shop gave no answer; names no address.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NotAnswered(pub String);

/// Why webhooks cannot be sent from this machine.
#[derive(Debug, thiserror::Error)]
#[error("webhooks cannot be sent: {0}")]
pub struct CarrierError(String);

/// An answer's body tells nothing; this much is read, so that its connection can serve again.
const ANSWER_READ: usize = 16 * 1024;

/// Posts to the operator's own endpoint, which may be on loopback. Redirects are not followed.
#[derive(Clone, Debug)]
pub struct HttpCarrier {
    client: reqwest::Client,
    url: Url,
}

impl HttpCarrier {
    /// `url` is http or https, as [`crate::settings::webhook_url`] reads it.
    ///
    /// Fails for https on a machine that has no certificate authorities.
    pub fn to(url: Url) -> Result<Self, CarrierError> {
        let tls = outward::tls(url.scheme()).map_err(|error| CarrierError(error.to_string()))?;
        let mut builder = reqwest::Client::builder();
        if is_loopback(&url) {
            builder = builder.no_proxy();
        }
        let client = builder
            .tls_backend_preconfigured(tls)
            .http1_only()
            .retry(reqwest::retry::never())
            .redirect(Policy::none())
            .referer(false)
            .build()
            .map_err(|error| CarrierError(error.to_string()))?;
        Ok(Self { client, url })
    }
}

#[async_trait]
impl Carrier for HttpCarrier {
    async fn post(&self, headers: HeaderMap, body: String) -> Result<u16, NotAnswered> {
        let request = self.client.post(self.url.clone()).headers(headers);
        let not_answered = |error| NotAnswered(outward::cause(error));
        let mut answer = request.body(body).send().await.map_err(not_answered)?;
        let status = answer.status().as_u16();
        let mut read = 0;
        while read < ANSWER_READ
            && let Ok(Some(chunk)) = answer.chunk().await
        {
            read += chunk.len();
        }
        Ok(status)
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}
