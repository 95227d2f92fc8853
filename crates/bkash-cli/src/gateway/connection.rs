//! From the settings to a client.

use std::sync::Arc;

use bkash_client::{Client, SystemClock};
use payment_service::open_token_store;

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
    /// A client that shares its tokens, and their budget, with the service on the same settings.
    ///
    /// # Errors
    /// Wrong settings, or a token store that cannot be opened.
    pub async fn open(&self) -> Result<Client, Failure> {
        let settings = GatewaySettings::load(&self.sources.read())?;
        let tokens = open_token_store(
            &settings.token_store,
            &settings.database,
            settings.encryption_keys,
            Arc::new(SystemClock),
        );
        let tokens = tokens.await.map_err(|error| {
            let message = format!("{error}\n    remedy   look at token_store and database_url");
            Failure::new(Exit::NotPerformed, message)
        })?;
        let mut builder = Client::builder(settings.environment, settings.credentials)
            .refund_api(settings.refund_api)
            .token_calls_per_hour(settings.token_calls_per_hour)
            .token_store(tokens);
        if self.verbose {
            builder = builder.observer(Arc::new(Trace));
        }
        builder
            .build()
            .map_err(|error| Failure::new(Exit::Usage, error.to_string()))
    }
}
