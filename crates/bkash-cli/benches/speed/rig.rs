//! The system under load: the service in a process and on a database of its own, the simulator as its gateway.

use std::path::PathBuf;

use bkash_simulator::Simulator;
use tempfile::TempDir;

use crate::checkout::Shop;
use crate::failure::Failure;
use crate::host::Hosted;
use crate::process::ServiceProcess;

const KEY: &str = "api-key-of-the-benchmark-0123456789";
/// In taka; the simulator's wallets must not run dry.
const BALANCE: u32 = 40_000_000;

#[derive(Debug)]
pub struct Rig {
    pub simulator: String,
    pub shop: Shop,
    pub database: PathBuf,
    pub service: ServiceProcess,
    _gateway: Hosted,
    _folder: TempDir,
}

impl Rig {
    pub fn start() -> Result<Self, Failure> {
        let folder = folder()?;
        let (simulator, gateway) = simulator()?;
        let service = ServiceProcess::start(folder.path(), &simulator, KEY)?;
        Ok(Self {
            shop: Shop::new(
                service.url.clone(),
                simulator.clone(),
                format!("Bearer {KEY}"),
            )?,
            simulator,
            database: folder.path().join("bkash.db"),
            service,
            _gateway: gateway,
            _folder: folder,
        })
    }
}

/// On the disk that the build is on: a file system in memory would know nothing of durable.
pub fn folder() -> Result<TempDir, Failure> {
    Ok(TempDir::new_in(env!("CARGO_TARGET_TMPDIR"))?)
}

fn simulator() -> Result<(String, Hosted), Failure> {
    Hosted::start("simulator", || async {
        let simulator = Simulator::builder().good_balance(BALANCE).start().await?;
        Ok((simulator.url().to_owned(), simulator))
    })
}
