use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use jiff::Timestamp;
use tokio::net::TcpListener;
use url::Url;

use crate::api;
use crate::clock::{Clock, SystemClock};
use crate::credentials::Credentials;
use crate::gateway::{Gateway, Settings};
use crate::journal::Journal;
use crate::notification::Post;
use crate::scenario::Scenario;
use crate::server::{Doors, Simulator};
use crate::switch::{Profile, Switches, UnknownSwitch};
use crate::tls::Authority;
use crate::world::Amount;

/// 100,000 taka in each good wallet.
const GOOD_BALANCE: Amount = Amount::from_poisha(10_000_000);

/// Settings of a simulator before it starts.
#[derive(Debug)]
pub struct SimulatorBuilder {
    address: SocketAddr,
    tls: Option<(SocketAddr, PathBuf)>,
    settings: Settings,
}

impl SimulatorBuilder {
    pub(crate) fn new() -> Self {
        Self {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            tls: None,
            settings: Settings {
                seed: fastrand::u64(..),
                clock: Arc::new(SystemClock),
                credentials: Vec::new(),
                public_url: None,
                plain_origin: None,
                listener: None,
                good_balance: GOOD_BALANCE,
                switches: Switches::of(Profile::Lenient),
                journal: Journal::CAPACITY,
                scenarios: Vec::new(),
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

    /// How many exchanges the journal of each world keeps, at least one; 2,000 unless said. One takes a
    /// few kilobytes, bodies count up to 16 KiB each.
    #[must_use]
    pub fn journal(mut self, exchanges: usize) -> Self {
        self.settings.journal = exchanges;
        self
    }

    /// What each good wallet holds at first, in taka; 100,000 unless said. For load.
    #[must_use]
    pub fn good_balance(mut self, taka: u32) -> Self {
        self.settings.good_balance = Amount::from_poisha(i64::from(taka) * 100);
        self
    }

    /// Listens here as well, under the gateway's own names (`tokenized.sandbox.bka.sh` and its like),
    /// for clients whose host is fixed: with TLS, and as the proxy of those names for `HTTPS_PROXY`.
    ///
    /// The folder keeps a test authority, which clients are to trust
    /// ([`authority_file`](Simulator::authority_file)), and its certificate; both are made there once.
    /// Pages of callers by those names are on the plain address. It can also show a certificate that nobody
    /// vouches for: [`show_stranger`](Simulator::show_stranger).
    #[must_use]
    pub fn tls(mut self, address: SocketAddr, folder: impl Into<PathBuf>) -> Self {
        self.tls = Some((address, folder.into()));
        self
    }

    /// Sets every switch at once; before single ones, which it overrides.
    #[must_use]
    pub fn profile(mut self, profile: Profile) -> Self {
        self.settings.switches = Switches::of(profile);
        self
    }

    /// Sets one switch, as `name=value`, on a point on which the sources disagree. Names, values and
    /// sources are listed by `GET /_simulator/switches` of any simulator.
    ///
    /// # Errors
    /// There is no such switch, or it has no such value; the error names those that there are.
    pub fn switch(mut self, assignment: &str) -> Result<Self, UnknownSwitch> {
        self.settings.switches.assign(assignment)?;
        Ok(self)
    }

    /// Tells this address of every world's completed payments, as Amazon SNS does for bKash. A world
    /// asks it to confirm when its first call comes; the topic is
    /// `arn:aws:sns:ap-southeast-1:123456789012:bpt_01929918378`.
    ///
    /// # Errors
    /// The address is neither http nor https, or this machine cannot check https certificates.
    pub fn notify(mut self, listener: Url) -> io::Result<Self> {
        let post = Post::to(listener)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
        self.settings.listener = Some(post);
        Ok(self)
    }

    /// Plays this story in every world, from its first call on; several are played together, the faults of
    /// the first before those of the next.
    #[must_use]
    pub fn scenario(mut self, scenario: Scenario) -> Self {
        self.settings.scenarios.push(scenario);
        self
    }

    /// Starts it on its address, on the current tokio runtime.
    ///
    /// # Errors
    /// An address could not be opened, or the folder of [`tls`](Self::tls) is not usable.
    pub async fn start(self) -> io::Result<Simulator> {
        let plain = listen(self.address).await?;
        let mut settings = self.settings;
        settings.plain_origin = Some(origin(plain.local_addr()?));
        let tls = match self.tls {
            None => None,
            Some((address, folder)) => {
                let authority = Authority::open(&folder, Timestamp::now())
                    .map_err(|error| told(format_args!("cannot use {folder:?}"), &error))?;
                Some((listen(address).await?, authority))
            }
        };
        Simulator::serve(Doors { plain, tls }, Gateway::new(settings))
    }

    /// The simulator without a socket, to be called in process. A lost connection comes as a response
    /// with the extension [`ConnectionLost`](crate::ConnectionLost).
    pub fn router(self) -> Router {
        api::router(Arc::new(Gateway::new(self.settings)))
    }
}

async fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(address).await;
    listener.map_err(|error| told(format_args!("cannot listen on {address}"), &error))
}

/// The same error, with what was tried.
fn told(what: fmt::Arguments<'_>, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{what}: {error}"))
}

/// What a browser on this machine reaches an address of ours by.
fn origin(mut address: SocketAddr) -> String {
    if address.ip().is_unspecified() {
        address.set_ip(Ipv4Addr::LOCALHOST.into());
    }
    format!("http://{address}")
}
