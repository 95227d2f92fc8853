//! The system under load: the service on a database of its own, and the simulator as its gateway.

use std::path::PathBuf;

use bkash_client::Environment;
use bkash_simulator::Simulator;
use payment_service::settings::Database;
use payment_service::{Service, ServiceSettings};
use tempfile::TempDir;

use crate::canned::credentials;
use crate::checkout::Shop;
use crate::failure::Failure;
use crate::host::Hosted;

const KEY: &str = "api-key-of-the-benchmark";
/// In taka; the simulator's wallets must not run dry.
const BALANCE: u32 = 40_000_000;

#[derive(Debug)]
pub struct Rig {
    pub simulator: String,
    pub shop: Shop,
    pub database: PathBuf,
    _service: Hosted,
    _gateway: Hosted,
    _folder: TempDir,
}

impl Rig {
    pub fn start() -> Result<Self, Failure> {
        let folder = folder()?;
        let database = folder.path().join("bkash.db");
        let (simulator, gateway) = simulator()?;
        let environment = Environment::at(&simulator)?;
        let mut settings = ServiceSettings::new(environment, credentials());
        settings.listen = ([127, 0, 0, 1], 0).into();
        settings.database = Database::Sqlite(database.clone());
        settings.api_key = Some(KEY.to_owned().into());
        let (service, hosted) = Hosted::start("service", || async {
            let service = Service::start(settings).await?;
            Ok((format!("http://{}", service.addr()), service))
        })?;
        Ok(Self {
            shop: Shop::new(service, simulator.clone(), format!("Bearer {KEY}"))?,
            simulator,
            database,
            _service: hosted,
            _gateway: gateway,
            _folder: folder,
        })
    }
}

/// On the disk that the build is on: a file system in memory would know nothing of durable.
pub fn folder() -> Result<TempDir, Failure> {
    Ok(TempDir::new_in(env!("CARGO_TARGET_TMPDIR"))?)
}

pub fn simulator() -> Result<(String, Hosted), Failure> {
    Hosted::start("simulator", || async {
        let simulator = Simulator::builder().good_balance(BALANCE).start().await?;
        Ok((simulator.url().to_owned(), simulator))
    })
}
