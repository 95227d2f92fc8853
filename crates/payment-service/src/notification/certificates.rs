use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::certificate::Certificate;
use super::fetcher::Fetcher;
use super::refusal::Refusal;
use crate::breaker::RateCap;

/// Amazon signs a region's messages with one certificate, and with two while it changes over.
const KEPT: usize = 4;

/// Whoever knows the topic can name certificates that do not exist; no more than these are asked for.
const FETCH_EVERY: Duration = Duration::from_secs(5);

/// The certificates that have been fetched, by their exact address.
#[derive(Debug)]
pub(super) struct Certificates {
    fetcher: Arc<dyn Fetcher>,
    /// The oldest first.
    kept: Mutex<Vec<(String, Arc<Certificate>)>>,
    /// Held while one is fetched, so that all who wait share it.
    fetching: tokio::sync::Mutex<RateCap>,
}

impl Certificates {
    pub(super) fn new(fetcher: Arc<dyn Fetcher>) -> Self {
        Self {
            fetcher,
            kept: Mutex::default(),
            fetching: tokio::sync::Mutex::new(RateCap::one_every(FETCH_EVERY)),
        }
    }

    /// `url` has been checked.
    pub(super) async fn get(&self, url: &str) -> Result<Arc<Certificate>, Refusal> {
        if let Some(kept) = self.kept(url) {
            return Ok(kept);
        }
        let mut cap = self.fetching.lock().await;
        if let Some(kept) = self.kept(url) {
            return Ok(kept);
        }
        if cap.take(Instant::now(), Duration::ZERO).is_err() {
            return Err(Refusal::NotFetched);
        }
        let pem = self.fetcher.get(url).await.map_err(|error| {
            tracing::warn!(%error, "a signing certificate could not be fetched");
            Refusal::NotFetched
        })?;
        let certificate = Arc::new(Certificate::read(&pem).ok_or(Refusal::Certificate)?);
        self.keep(url, &certificate);
        Ok(certificate)
    }

    fn kept(&self, url: &str) -> Option<Arc<Certificate>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.iter().find(|(of, _)| of == url);
        found.map(|(_, certificate)| Arc::clone(certificate))
    }

    fn keep(&self, url: &str, certificate: &Arc<Certificate>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() == KEPT {
            kept.remove(0);
        }
        kept.push((url.to_owned(), Arc::clone(certificate)));
    }
}
