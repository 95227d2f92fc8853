//! The three programs of the demo in one process.

use std::error::Error;
use std::io;
use std::path::Path;

use bkash_client::{Credentials, Environment};
use bkash_simulator::Simulator;
use payment_service::random::SystemRandom;
use payment_service::settings::{Database, WebhookSettings};
use payment_service::webhook::WebhookSecret;
use payment_service::{Service, ServiceSettings, StartError};
use secrecy::SecretString;
use tempfile::TempDir;
use tokio::net::TcpListener;

use super::port::{MayBeTaken, Moved, on_port_or_free};
use crate::shop::{self, PaymentService, Shop};

const SIMULATOR_PORT: u16 = 8600;
const SERVICE_PORT: u16 = 8601;
const SHOP_PORT: u16 = 8602;

/// What runs until it is shut down.
#[derive(Debug)]
pub struct Stand {
    simulator: Simulator,
    service: Service,
    shop: Shop,
    api_key: SecretString,
    moved: Vec<Moved>,
    /// Removed, with the database in it, when the demo ends.
    folder: TempDir,
}

impl MayBeTaken for StartError {
    fn is_taken(&self) -> bool {
        matches!(self, Self::Listen { source, .. } if source.kind() == io::ErrorKind::AddrInUse)
    }
}

impl Stand {
    pub async fn start() -> Result<Self, Box<dyn Error + Send + Sync>> {
        let mut moved = Vec::new();
        let simulator = on_port_or_free("simulator", SIMULATOR_PORT, &mut moved, async |address| {
            Simulator::builder().listen(address).start().await
        })
        .await?;
        // Open before the service starts, which is told where to send webhooks.
        let listener = on_port_or_free("shop", SHOP_PORT, &mut moved, async |address| {
            TcpListener::bind(address).await
        })
        .await?;

        let folder = tempfile::Builder::new().prefix("bkash-demo-").tempdir()?;
        let api_key = SecretString::from(shop::FormToken::random().into_text());
        let secret = WebhookSecret::generate(&SystemRandom);
        let settings = ServiceSettings {
            api_key: Some(api_key.clone()),
            database: Database::Sqlite(folder.path().join("bkash.db")),
            webhook: Some(WebhookSettings {
                url: format!("http://{}/webhooks", listener.local_addr()?).parse()?,
                secrets: secret.clone().into(),
            }),
            ..ServiceSettings::new(Environment::at(simulator.url())?, credentials())
        };
        let service = on_port_or_free("service", SERVICE_PORT, &mut moved, async |address| {
            Service::start(ServiceSettings {
                listen: address,
                ..settings.clone()
            })
            .await
        })
        .await?;

        let api = PaymentService::new(
            shop::loopback_client()?,
            format!("http://{}", service.addr()),
            api_key.clone(),
        );
        let secret = shop::WebhookSecret::parse(&secret.expose()).ok_or("no webhook secret")?;
        let shop = Shop::start(listener, api, secret)?;
        Ok(Self {
            simulator,
            service,
            shop,
            api_key,
            moved,
            folder,
        })
    }

    pub fn simulator_url(&self) -> &str {
        self.simulator.url()
    }

    pub fn service_url(&self) -> String {
        format!("http://{}", self.service.addr())
    }

    pub fn shop_url(&self) -> String {
        self.shop.url()
    }

    pub const fn api_key(&self) -> &SecretString {
        &self.api_key
    }

    pub fn moved(&self) -> &[Moved] {
        &self.moved
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Lets the calls on their way end, then removes the folder.
    pub async fn shutdown(self) {
        self.service.shutdown().await;
        drop(self.shop);
        self.simulator.shutdown().await;
        if let Err(error) = self.folder.close() {
            tracing::warn!(%error, "the demo's folder is left behind");
        }
    }
}

/// The simulator takes any.
fn credentials() -> Credentials {
    Credentials {
        app_key: "demo-shop".to_owned(),
        app_secret: SecretString::from("demo-secret".to_owned()),
        username: "demo".to_owned(),
        password: SecretString::from("demo-password".to_owned()),
    }
}
