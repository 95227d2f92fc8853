//! `bkash serve` as its operator starts it: a process of its own, logging as it does by default.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use secrecy::ExposeSecret;

use crate::canned::credentials;
use crate::failure::Failure;
use crate::{host, network};

const READY_WITHIN: Duration = Duration::from_secs(10);

/// A running service; killed when it is dropped.
#[derive(Debug)]
pub struct ServiceProcess {
    pub url: String,
    /// From the start of the process to its first answer to `/readyz`.
    pub ready_after: Duration,
    child: Child,
}

impl ServiceProcess {
    /// Starts it with its database in `folder`, and waits until it is ready.
    pub fn start(folder: &Path, gateway: &str, api_key: &str) -> Result<Self, Failure> {
        let credentials = credentials();
        let database = format!("sqlite:{}", folder.join("bkash.db").display());
        let started = Instant::now();
        let child = Command::new(env!("CARGO_BIN_EXE_bkash"))
            .arg("serve")
            .current_dir(folder)
            .env_clear()
            .env("BKASH_LISTEN", "127.0.0.1:0")
            .env("BKASH_DATABASE_URL", database)
            .env("BKASH_GATEWAY_URL", gateway)
            .env("BKASH_APP_KEY", &credentials.app_key)
            .env("BKASH_APP_SECRET", credentials.app_secret.expose_secret())
            .env("BKASH_USERNAME", &credentials.username)
            .env("BKASH_PASSWORD", credentials.password.expose_secret())
            .env("BKASH_API_KEY", api_key)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut process = Self {
            url: String::new(),
            ready_after: Duration::ZERO,
            child,
        };
        process.url = process.announced()?;
        process.wait_until_ready(started)?;
        process.ready_after = started.elapsed();
        Ok(process)
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it holds in memory, in MiB.
    pub fn resident(&self) -> Result<f64, Failure> {
        let path = format!("/proc/{}/status", self.id());
        let status = std::fs::read_to_string(path)?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|line| line.split_whitespace().next());
        let kib: f64 = kib
            .ok_or_else(|| Failure::new("the system does not tell what a process holds"))?
            .parse()?;
        Ok(kib / 1024.0)
    }

    /// The address that it prints once it takes calls.
    fn announced(&mut self) -> Result<String, Failure> {
        let mut line = String::new();
        if let Some(output) = self.child.stdout.take() {
            BufReader::new(output).read_line(&mut line)?;
        }
        match line.trim() {
            "" => Err(Failure::new("bkash serve ended before it took calls")),
            url => Ok(url.to_owned()),
        }
    }

    fn wait_until_ready(&self, started: Instant) -> Result<(), Failure> {
        let client = network::bare_client()?;
        let url = format!("{}/readyz", self.url);
        host::runtime()?.block_on(async {
            while started.elapsed() < READY_WITHIN {
                if let Ok(answer) = client.get(&url).send().await
                    && answer.status().is_success()
                {
                    return Ok(());
                }
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            Err(Failure::new("bkash serve is not ready after 10 seconds"))
        })
    }
}

impl Drop for ServiceProcess {
    fn drop(&mut self) {
        if let Err(error) = self.child.kill().and_then(|()| self.child.wait()) {
            eprintln!("bkash serve could not be ended: {error}");
        }
    }
}
