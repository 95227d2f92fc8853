use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use http::HeaderMap;
use payment_service::store::DeliveryId;
use payment_service::webhook::{Carrier, NotAnswered};
use tokio::sync::Barrier;

/// A shop in process, so that paused time passes only where the courier waits.
#[derive(Debug, Default)]
pub(crate) struct InProcess {
    /// 0 never answers.
    status: AtomicU16,
    /// Nobody is answered before this many have asked.
    together: Option<Barrier>,
    posts: AtomicUsize,
    /// Webhooks that it cannot take, by their ids: 500 to these, always.
    poison: Mutex<BTreeSet<String>>,
}

impl InProcess {
    pub(crate) fn answering(status: u16) -> Arc<Self> {
        Arc::new(Self {
            status: status.into(),
            ..Self::default()
        })
    }

    /// 200, to every `count` at once.
    pub(crate) fn answering_together(count: usize) -> Arc<Self> {
        Arc::new(Self {
            status: 200.into(),
            together: Some(Barrier::new(count)),
            ..Self::default()
        })
    }

    /// Answers so from now on.
    pub(crate) fn answer(&self, status: u16) {
        self.status.store(status, Ordering::SeqCst);
    }

    pub(crate) fn chokes_on(&self, id: &DeliveryId) {
        self.poison.lock().unwrap().insert(id.0.clone());
    }

    pub(crate) fn posts(&self) -> usize {
        self.posts.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl Carrier for InProcess {
    async fn post(&self, headers: HeaderMap, _: String) -> Result<u16, NotAnswered> {
        self.posts.fetch_add(1, Ordering::SeqCst);
        let id = headers["webhook-id"].to_str().unwrap();
        if self.poison.lock().unwrap().contains(id) {
            return Ok(500);
        }
        if let Some(together) = &self.together {
            together.wait().await;
        }
        match self.status.load(Ordering::SeqCst) {
            0 => std::future::pending().await,
            status => Ok(status),
        }
    }
}
