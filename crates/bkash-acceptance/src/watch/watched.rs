use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::path::{self, Path, PathBuf};

use bkash_simulator::Simulator;
use reqwest::Client;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use url::Url;

use super::{NO_ACCOUNT, Traffic};
use crate::control;
use crate::record::Exchange;

/// Exchanges that are remembered; more than a person makes in a day.
const MOST_EXCHANGES: usize = 20_000;

/// A simulator whose traffic is followed.
#[derive(Debug)]
pub struct Watched {
    simulator: Simulator,
    http: Client,
    worlds: BTreeMap<String, World>,
    /// Rises with every look that found something new.
    revision: u64,
}

/// Why a watched simulator cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// It does not answer, or not with a journal.
    #[error("the simulator's journal cannot be read: {0}")]
    Journal(#[from] reqwest::Error),
    /// The address of the journal is none.
    #[error("the simulator's address: {0}")]
    Address(#[from] url::ParseError),
}

/// What was seen of one app key.
#[derive(Debug, Default)]
struct World {
    revision: u64,
    exchanges: BTreeMap<u64, Exchange>,
}

#[derive(Deserialize)]
struct Worlds {
    data: Vec<Named>,
}

#[derive(Deserialize)]
struct Named {
    app_key: String,
}

#[derive(Deserialize)]
struct News {
    data: Vec<Exchange>,
    revision: u64,
}

impl Watched {
    /// Starts a simulator there; for a shop whose host is fixed also with TLS, and the folder of the authority that
    /// the shop is to trust.
    ///
    /// # Errors
    /// A port is taken, an address is not this machine's, or the folder is not usable.
    pub async fn start(listen: SocketAddr, tls: Option<(SocketAddr, PathBuf)>) -> io::Result<Self> {
        let http = control::client().map_err(io::Error::other)?;
        let mut builder = Simulator::builder().listen(listen).journal(MOST_EXCHANGES);
        if let Some((address, folder)) = tls {
            builder = builder.tls(address, path::absolute(folder)?);
        }
        let simulator = builder.start().await?;
        Ok(Self {
            simulator,
            http,
            worlds: BTreeMap::new(),
            revision: 0,
        })
    }

    /// Its origin, such as `http://127.0.0.1:8600`.
    #[must_use]
    pub fn url(&self) -> &str {
        self.simulator.url()
    }

    /// Where it listens for TLS and as the proxy that `HTTPS_PROXY` names, if that was asked for.
    #[must_use]
    pub fn tls_addr(&self) -> Option<SocketAddr> {
        self.simulator.tls_addr()
    }

    /// The PEM file that the shop is to trust there, as an absolute path.
    #[must_use]
    pub fn authority_file(&self) -> Option<&Path> {
        self.simulator.authority_file()
    }

    /// Reads what is new; a number that is higher than the last one if there was anything.
    ///
    /// # Errors
    /// The simulator does not answer.
    pub async fn look(&mut self) -> Result<u64, WatchError> {
        let Worlds { data } = self.get("worlds", &[]).await?;
        if data.is_empty() {
            self.look_at(NO_ACCOUNT, Vec::new()).await?;
        }
        for Named { app_key } in data {
            let query = vec![("app_key", app_key.clone())];
            self.look_at(&app_key, query).await?;
        }
        Ok(self.revision)
    }

    async fn look_at(
        &mut self,
        app_key: &str,
        mut query: Vec<(&str, String)>,
    ) -> Result<(), WatchError> {
        let since = self.worlds.get(app_key).map_or(0, |world| world.revision);
        query.push(("changed_since", since.to_string()));
        let news: News = self.get("journal", &query).await?;
        self.revision += u64::from(!news.data.is_empty());
        let world = self.worlds.entry(app_key.to_owned()).or_default();
        world.revision = news.revision;
        let changed = news.data.into_iter();
        world
            .exchanges
            .extend(changed.map(|exchange| (exchange.id, exchange)));
        Ok(())
    }

    /// What was read so far.
    #[must_use]
    pub fn traffic(&self) -> Traffic {
        let exchanges = |world: &World| world.exchanges.values().cloned().collect();
        let accounts = self.worlds.iter();
        Traffic::of_busiest(
            accounts
                .map(|(app_key, world)| (app_key.clone(), exchanges(world)))
                .collect(),
        )
    }

    /// Stops the simulator.
    pub async fn shutdown(self) {
        self.simulator.shutdown().await;
    }

    async fn get<T: DeserializeOwned>(
        &self,
        what: &str,
        query: &[(&str, String)],
    ) -> Result<T, WatchError> {
        let url = format!("{}/_simulator/{what}", self.url());
        let url = Url::parse_with_params(&url, query)?;
        let answer = self.http.get(url).send().await?.error_for_status()?;
        Ok(answer.json().await?)
    }
}
