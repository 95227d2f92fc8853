//! From the settings to a client.

use std::sync::Arc;

use bkash_client::{Client, SqliteTokenStore};
use payment_service::settings::{Database, TokenStoreChoice};

use super::trace::Trace;
use crate::config::{GatewayCalls, GatewaySettings, Sources};
use crate::exit::{Exit, Failure};

/// What every direct call takes.
#[derive(Clone, Debug, clap::Args)]
pub struct Connection {
    /// Write the answer as JSON on stdout.
    #[arg(long)]
    pub json: bool,
    /// Tell every exchange with the gateway on stderr, token calls included.
    #[arg(long, short)]
    verbose: bool,
    #[command(flatten)]
    sources: Sources<GatewayCalls>,
}

impl Connection {
    /// A client that shares its tokens, and their budget, with the service on the same database.
    ///
    /// # Errors
    /// Wrong settings, or a database that cannot be opened.
    pub fn open(&self) -> Result<Client, Failure> {
        let settings = GatewaySettings::load(&self.sources.read())?;
        let mut builder = Client::builder(settings.environment, settings.credentials)
            .refund_api(settings.refund_api)
            .token_calls_per_hour(settings.token_calls_per_hour);
        if settings.token_store == TokenStoreChoice::Database {
            let Database::Sqlite(path) = &settings.database;
            let store = SqliteTokenStore::open(path).map_err(|error| {
                let path = path.display();
                let message = format!(
                    "the token store in {path} cannot be opened: {error}\n    remedy   name another database_url"
                );
                Failure::new(Exit::NotPerformed, message)
            })?;
            builder = builder.token_store(Arc::new(store));
        }
        if self.verbose {
            builder = builder.observer(Arc::new(Trace));
        }
        builder
            .build()
            .map_err(|error| Failure::new(Exit::Usage, error.to_string()))
    }
}
