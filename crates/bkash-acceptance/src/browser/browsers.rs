use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::Client;
use reqwest::redirect::Policy;
use url::Url;

use super::{Browser, HostedPages, tls};

/// Makes a browser for each payer; they share nothing that a shop could notice.
#[derive(Clone, Debug)]
pub struct Browsers {
    pub(super) hosted: HostedPages,
    pub(super) client: Client,
    scripts: Arc<Mutex<BTreeSet<Url>>>,
}

/// Why there is no browser.
#[derive(Debug, thiserror::Error)]
pub enum NoBrowser {
    /// Of TLS.
    #[error("no browser without TLS: {0}")]
    Tls(#[from] rustls::Error),
    /// Of the HTTP client.
    #[error("no browser without HTTP: {0}")]
    Http(#[from] reqwest::Error),
}

impl Browsers {
    /// Fails only where TLS cannot be set up.
    pub fn new(hosted: HostedPages) -> Result<Self, NoBrowser> {
        let client = Client::builder()
            .no_proxy()
            .http1_only()
            .retry(reqwest::retry::never())
            .redirect(Policy::none())
            .referer(false)
            // A shop that serves one connection at a time must not wait for one that is only kept.
            .pool_max_idle_per_host(0)
            .user_agent("Mozilla/5.0 (compatible; bkash-accept)")
            .tls_backend_preconfigured(tls::config()?)
            .build()?;
        Ok(Self {
            hosted,
            client,
            scripts: Arc::default(),
        })
    }

    /// A payer without cookies, who waits so long for a page, redirects and refreshes included.
    #[must_use]
    pub fn payer(&self, patience: Duration) -> Browser {
        Browser::new(self.clone(), patience)
    }

    /// Whether no browser has loaded this script yet.
    pub(super) fn is_new(&self, script: &Url) -> bool {
        let mut seen = self.scripts.lock().unwrap_or_else(PoisonError::into_inner);
        seen.insert(script.clone())
    }
}
