//! `bkash` as its operator starts it: a process of its own, logging as it does by default.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use bkash_client::Credentials;
use secrecy::ExposeSecret;

use crate::failure::Failure;
use crate::{host, network};

const READY_WITHIN: Duration = Duration::from_secs(10);

/// A command of `bkash` that serves; killed when it is dropped.
#[derive(Debug)]
pub struct Program {
    /// What it prints once it takes calls.
    pub url: String,
    child: Child,
}

impl Program {
    pub fn start(command: &mut Command) -> Result<Self, Failure> {
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut program = Self {
            url: String::new(),
            child,
        };
        let mut line = String::new();
        if let Some(output) = program.child.stdout.take() {
            BufReader::new(output).read_line(&mut line)?;
        }
        program.url = line.trim().to_owned();
        match program.url.is_empty() {
            true => Err(Failure::new("bkash ended before it took calls")),
            false => Ok(program),
        }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Err(error) = self.child.kill().and_then(|()| self.child.wait()) {
            eprintln!("bkash could not be ended: {error}");
        }
    }
}

/// A running service.
#[derive(Debug)]
pub struct ServiceProcess {
    pub url: String,
    /// From the start of the process to its first answer to `/readyz`.
    pub ready_after: Duration,
    program: Program,
}

impl ServiceProcess {
    /// Starts it with its database in `folder`, and waits until it is ready. `more` are settings of its
    /// environment, which win.
    pub fn start(
        folder: &Path,
        gateway: &str,
        api_key: &str,
        more: &[(&str, &str)],
    ) -> Result<Self, Failure> {
        let credentials = credentials();
        let database = format!("sqlite:{}", folder.join("bkash.db").display());
        let started = Instant::now();
        let program = Program::start(
            Command::new(env!("CARGO_BIN_EXE_bkash"))
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
                .envs(more.iter().copied()),
        )?;
        let mut process = Self {
            url: program.url.clone(),
            ready_after: Duration::ZERO,
            program,
        };
        process.wait_until_ready(started)?;
        process.ready_after = started.elapsed();
        Ok(process)
    }

    pub fn id(&self) -> u32 {
        self.program.id()
    }

    /// What it holds in memory, in MiB.
    pub fn resident(&self) -> Result<f64, Failure> {
        Ok(memory(self.id(), "VmRSS:")? / 1024.0)
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

/// A figure of the system on a process, in KiB, by its name in `/proc/ID/status`.
pub fn memory(process: u32, name: &str) -> Result<f64, Failure> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kib = line.and_then(|line| line.split_whitespace().next());
    let kib = kib.ok_or_else(|| Failure::new("the system does not tell what a process holds"))?;
    Ok(kib.parse()?)
}

pub fn credentials() -> Credentials {
    Credentials {
        app_key: "app-key-of-the-benchmark".to_owned(),
        app_secret: "app-secret-of-the-benchmark".to_owned().into(),
        username: "01770000000".to_owned(),
        password: "password-of-the-benchmark".to_owned().into(),
    }
}
