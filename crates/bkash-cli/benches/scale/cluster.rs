//! A PostgreSQL of the benchmark's own, which waits for the disk at every commit.

use std::process::Command;

use tempfile::TempDir;
use tokio_postgres::{Client, NoTls};

use crate::failure::Failure;
use crate::rig;

const SERVERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scripts/servers");

/// Stopped and removed when it is dropped.
#[derive(Debug)]
pub struct Cluster {
    /// Up to the name of a database.
    url: String,
    folder: TempDir,
}

impl Cluster {
    pub fn start() -> Result<Self, Failure> {
        let folder = rig::folder()?;
        servers(&["postgres", "start", "--durable"], &folder)?;
        let env = std::fs::read_to_string(folder.path().join("env"))?;
        let url = env
            .lines()
            .find_map(|line| line.strip_prefix("export BKASH_TEST_POSTGRES="));
        let url = url.and_then(|url| url.strip_suffix("postgres"));
        Ok(Self {
            url: url
                .ok_or_else(|| Failure::new("scripts/servers tells no address"))?
                .to_owned(),
            folder,
        })
    }

    pub fn url(&self, database: &str) -> String {
        format!("{}{database}", self.url)
    }

    /// A connection, on the runtime that this is called on.
    pub async fn connect(&self, database: &str) -> Result<Client, Failure> {
        let (client, connection) = tokio_postgres::connect(&self.url(database), NoTls).await?;
        tokio::spawn(connection);
        Ok(client)
    }

    pub async fn create(&self, database: &str) -> Result<(), Failure> {
        let sql = self.connect("postgres").await?;
        Ok(sql
            .batch_execute(&format!("CREATE DATABASE {database}"))
            .await?)
    }

    /// What the server itself does within a minute; until then it plans for the empty tables that it knew.
    pub async fn tidy(&self, database: &str) -> Result<(), Failure> {
        let sql = self.connect(database).await?;
        Ok(sql.batch_execute("VACUUM ANALYZE").await?)
    }

    /// The server's processes.
    pub fn processes(&self) -> Result<Vec<u32>, Failure> {
        let pid = std::fs::read_to_string(self.folder.path().join("postgres/data/postmaster.pid"))?;
        let server: u32 = pid.lines().next().unwrap_or_default().parse()?;
        let children = format!("/proc/{server}/task/{server}/children");
        let children = std::fs::read_to_string(children)?;
        let children = children.split_whitespace().map(str::parse);
        Ok(children.chain([Ok(server)]).collect::<Result<_, _>>()?)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Err(failure) = servers(&["stop"], &self.folder) {
            eprintln!("{failure}");
        }
    }
}

fn servers(what: &[&str], folder: &TempDir) -> Result<(), Failure> {
    let done = Command::new(SERVERS)
        .args(what)
        .arg(folder.path())
        .status()?;
    match done.success() {
        true => Ok(()),
        false => Err(Failure::new(format!(
            "scripts/servers {} failed",
            what.join(" ")
        ))),
    }
}
