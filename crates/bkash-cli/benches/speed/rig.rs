//! The system under load: the service in a process and on a database of its own, the simulator as its gateway.

use std::path::{Path, PathBuf};

use bkash_simulator::Simulator;
use tempfile::TempDir;

use crate::checkout::Shop;
use crate::failure::Failure;
use crate::host::Hosted;
use crate::process::ServiceProcess;

/// The API key of every service under load.
pub const KEY: &str = "api-key-of-the-benchmark-0123456789";
/// In taka; the simulator's wallets must not run dry.
const BALANCE: u32 = 40_000_000;

#[derive(Debug)]
pub struct Rig {
    pub simulator: String,
    pub shop: Shop,
    pub database: PathBuf,
    pub service: ServiceProcess,
    pub folder: TempDir,
    _gateway: Hosted,
}

impl Rig {
    pub fn start() -> Result<Self, Failure> {
        Self::with(&[])
    }

    /// `settings` are added to the service's environment.
    pub fn with(settings: &[(&str, &str)]) -> Result<Self, Failure> {
        let folder = folder()?;
        let (simulator, gateway) = simulator()?;
        let service = ServiceProcess::start(folder.path(), &simulator, KEY, settings)?;
        Ok(Self {
            shop: shop(&service, &simulator)?,
            simulator,
            database: folder.path().join("bkash.db"),
            service,
            folder,
            _gateway: gateway,
        })
    }

    /// Ends the service without a goodbye, and starts it anew after `between`.
    pub fn restarted(
        self,
        settings: &[(&str, &str)],
        between: impl FnOnce(&Path) -> Result<(), Failure>,
    ) -> Result<Self, Failure> {
        drop(self.service);
        between(&self.database)?;
        let service = ServiceProcess::start(self.folder.path(), &self.simulator, KEY, settings)?;
        Ok(Self {
            shop: shop(&service, &self.simulator)?,
            service,
            ..self
        })
    }
}

fn shop(service: &ServiceProcess, simulator: &str) -> Result<Shop, Failure> {
    let (services, simulator) = (vec![service.url.clone()], simulator.to_owned());
    Shop::new(services, simulator, format!("Bearer {KEY}"))
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
