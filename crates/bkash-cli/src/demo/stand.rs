//! The three programs of the demo in one process.

use std::error::Error;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;

use bkash_client::Credentials;
use bkash_simulator::Simulator;
use payment_service::random::SystemRandom;
use payment_service::settings::{Database, WebhookSettings};
use payment_service::webhook::WebhookSecret;
use payment_service::{Service, ServiceSettings, StartError};
use secrecy::SecretString;
use tokio::net::TcpListener;

use super::folder::Folder;
use super::given::Given;
use super::port::{MayBeTaken, Moved, WhenTaken, at_address};
use crate::shop::{self, PaymentService, Shop};

const SIMULATOR: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8600);

/// What runs until it is shut down.
#[derive(Debug)]
pub struct Stand {
    /// `None` where the gateway is somebody else's.
    simulator: Option<Simulator>,
    gateway: String,
    service: Service,
    shop: Shop,
    api_key: SecretString,
    moved: Vec<Moved>,
    folder: Folder,
}

impl MayBeTaken for StartError {
    fn is_taken(&self) -> bool {
        matches!(self, Self::Listen { source, .. } if source.kind() == io::ErrorKind::AddrInUse)
    }
}

impl Stand {
    /// On what is given, or on a simulator of its own.
    pub async fn start(given: Option<Given>) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let mut moved = Vec::new();
        let (simulator, given, when_taken) = match given {
            Some(given) => (None, given, WhenTaken::Fail),
            None => {
                let simulator = own_simulator(&mut moved).await?;
                let given = Given::own(simulator.url())?;
                (Some(simulator), given, WhenTaken::Move)
            }
        };
        // Open before the service starts, which is told where to send webhooks.
        let listener = at_address(
            "shop",
            given.shop,
            when_taken,
            &mut moved,
            async |address| TcpListener::bind(address).await,
        )
        .await
        .map_err(|error| format!("the shop at {}: {error}", given.shop))?;

        let folder = Folder::open(given.data)?;
        let api_key = SecretString::from(shop::FormToken::random().into_text());
        let secret = WebhookSecret::generate(&SystemRandom);
        let gateway = given
            .gateway
            .origin()
            .as_str()
            .trim_end_matches('/')
            .to_owned();
        let settings = ServiceSettings {
            api_key: Some(api_key.clone()),
            database: Database::Sqlite(folder.path().join("bkash.db")),
            token_calls_per_hour: given.token_calls_per_hour,
            webhook: Some(WebhookSettings {
                url: format!("http://{}/webhooks", listener.local_addr()?).parse()?,
                secrets: secret.clone().into(),
            }),
            ..ServiceSettings::new(given.gateway, credentials())
        };
        let start = async |listen| {
            Service::start(ServiceSettings {
                listen,
                ..settings.clone()
            })
            .await
        };
        let service = at_address("service", given.service, when_taken, &mut moved, start).await?;

        let api = PaymentService::new(
            shop::loopback_client()?,
            format!("http://{}", service.addr()),
            api_key.clone(),
        );
        let secret = shop::WebhookSecret::parse(&secret.expose()).ok_or("no webhook secret")?;
        let shop = Shop::start(listener, api, secret).await?;
        Ok(Self {
            simulator,
            gateway,
            service,
            shop,
            api_key,
            moved,
            folder,
        })
    }

    pub fn simulator_url(&self) -> &str {
        &self.gateway
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

    /// Whether the folder goes with the demo.
    pub const fn is_temporary(&self) -> bool {
        self.folder.is_temporary()
    }

    /// Lets the calls on their way end, then removes the folder if it is temporary.
    pub async fn shutdown(self) {
        self.service.shutdown().await;
        drop(self.shop);
        if let Some(simulator) = self.simulator {
            simulator.shutdown().await;
        }
        if let Err(error) = self.folder.close() {
            tracing::warn!(%error, "the demo's folder is left behind");
        }
    }
}

async fn own_simulator(moved: &mut Vec<Moved>) -> Result<Simulator, Box<dyn Error + Send + Sync>> {
    let start = async |address| Simulator::builder().listen(address).start().await;
    Ok(at_address("simulator", SIMULATOR, WhenTaken::Move, moved, start).await?)
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
