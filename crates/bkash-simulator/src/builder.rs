use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use url::Url;

use crate::api;
use crate::clock::{Clock, SystemClock};
use crate::credentials::Credentials;
use crate::gateway::{Gateway, Settings};
use crate::server::Simulator;
use crate::world::Amount;

/// 100,000 taka in each good wallet.
const GOOD_BALANCE: Amount = Amount::from_poisha(10_000_000);

/// Settings of a simulator before it starts.
#[derive(Debug)]
pub struct SimulatorBuilder {
    address: SocketAddr,
    settings: Settings,
}

impl SimulatorBuilder {
    pub(crate) fn new() -> Self {
        Self {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            settings: Settings {
                seed: fastrand::u64(..),
                clock: Arc::new(SystemClock),
                credentials: Vec::new(),
                public_url: None,
                good_balance: GOOD_BALANCE,
            },
        }
    }

    /// Listens here instead of on a free port of 127.0.0.1.
    #[must_use]
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// Fixes ids, hashes and tokens: the same calls in the same order at the same times give the same
    /// bytes.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.settings.seed = seed;
        self
    }

    /// Admits this merchant and, from the first call on, only those named so.
    #[must_use]
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.settings.credentials.push(credentials);
        self
    }

    /// Origin of the pages' addresses (scheme, host and port), for use behind a proxy. Without it they
    /// are on the host that the merchant's create call named.
    #[must_use]
    pub fn public_url(mut self, url: Url) -> Self {
        self.settings.public_url = Some(url);
        self
    }

    /// Replaces the machine's clock. Delays do not use it, they are tokio's.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.settings.clock = clock;
        self
    }

    /// What each good wallet holds at first, in taka; 100,000 unless said. For load.
    #[must_use]
    pub fn good_balance(mut self, taka: u32) -> Self {
        self.settings.good_balance = Amount::from_poisha(i64::from(taka) * 100);
        self
    }

    /// Starts it on its address, on the current tokio runtime.
    ///
    /// # Errors
    /// The address could not be opened.
    pub async fn start(self) -> io::Result<Simulator> {
        Simulator::serve(self.address, Arc::new(Gateway::new(self.settings))).await
    }

    /// The simulator without a socket, to be called in process. A lost connection comes as a response
    /// with the extension [`ConnectionLost`](crate::ConnectionLost).
    pub fn router(self) -> Router {
        api::router(Arc::new(Gateway::new(self.settings)))
    }
}
