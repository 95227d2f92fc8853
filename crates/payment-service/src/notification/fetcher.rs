use std::fmt::Debug;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bkash_client::Environment;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;

use super::address::is_public;
use crate::outward;

/// How long a certificate or a confirmation may take in all.
const WITHIN: Duration = Duration::from_secs(5);

/// A certificate has some two thousand bytes, and a confirmation's answer fewer.
const ANSWER_MAX: usize = 16 * 1024;

/// Gets what a message names: over the network in production, counted where it is tested that nobody is asked.
#[async_trait]
pub trait Fetcher: Send + Sync + Debug {
    /// The body of an answer with status 200. `url` has been checked.
    async fn get(&self, url: &str) -> Result<Vec<u8>, FetchError>;
}

/// Why nothing was got; names no address.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct FetchError(pub String);

/// Asks without a proxy and follows no redirect, so that only the host that was checked is reached.
#[derive(Clone, Debug)]
pub struct HttpFetcher(reqwest::Client);

impl HttpFetcher {
    /// Reaches this machine only where the gateway is on loopback, and other networks' private addresses never.
    ///
    /// Fails on a machine that has no certificate authorities.
    pub fn beside(gateway: &Environment) -> Result<Self, FetchError> {
        let failed = |error: &dyn std::error::Error| FetchError(error.to_string());
        let scheme = match gateway.is_loopback() {
            true => gateway.origin().scheme(),
            false => "https",
        };
        let tls = outward::tls(scheme).map_err(|error| failed(&error))?;
        let mut builder = reqwest::Client::builder();
        if !gateway.is_loopback() {
            builder = builder.https_only(true).dns_resolver(Arc::new(PublicOnly));
        }
        let client = builder
            .tls_backend_preconfigured(tls)
            .http1_only()
            .no_proxy()
            .retry(reqwest::retry::never())
            .redirect(Policy::none())
            .referer(false)
            .timeout(WITHIN)
            .build()
            .map_err(|error| failed(&error))?;
        Ok(Self(client))
    }
}

#[async_trait]
impl Fetcher for HttpFetcher {
    async fn get(&self, url: &str) -> Result<Vec<u8>, FetchError> {
        let failed = |error| FetchError(outward::cause(error));
        let mut answer = self.0.get(url).send().await.map_err(failed)?;
        let status = answer.status().as_u16();
        if status != 200 {
            return Err(FetchError(format!("it was answered {status}")));
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(failed)? {
            body.extend_from_slice(&chunk);
            if body.len() > ANSWER_MAX {
                return Err(FetchError("the answer is too long".to_owned()));
            }
        }
        Ok(body)
    }
}

/// A name server may say that Amazon's host is in our own network; nothing is sent there.
#[derive(Debug)]
struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<_> = found.filter(|address| is_public(address.ip())).collect();
            if public.is_empty() {
                return Err(io::Error::other("the name has no public address").into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}
