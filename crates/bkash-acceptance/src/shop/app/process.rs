use std::io;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::process::{Child, Command};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};

use super::group::Group;
use super::output::Output;
use super::{App, AppGateway};
use crate::browser::{Browsers, End, HostedPages, Unreached};

const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// A shop that does not stop at TERM is killed after this long.
const STOP_TIME: Duration = Duration::from_secs(5);

/// How long the last words of a command that has ended are waited for.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// A shop that serves; dropped, it is killed with all that it started.
#[derive(Debug)]
pub struct Running {
    child: Child,
    group: Group,
    output: Output,
    readers: Vec<JoinHandle<()>>,
}

/// Why the shop does not serve.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Something else answers already.
    #[error(
        "{ready} answers before the shop is started: stop the shop that runs there, the judge starts its own"
    )]
    AlreadyUp {
        /// The address of `ready`.
        ready: String,
    },
    /// The shell could not be started.
    #[error("the shell could not be started in {folder}: {source}")]
    NoShell {
        /// The folder.
        folder: String,
        /// Why.
        source: io::Error,
    },
    /// It ended by itself.
    #[error("`{start}` ended at once ({status}){}", last_lines(output))]
    Ended {
        /// The command.
        start: String,
        /// How it ended.
        status: ExitStatus,
        /// What it wrote.
        output: String,
    },
    /// It runs, but does not answer.
    #[error(
        "{ready} did not answer in {seconds} s ({why}): does `ready` have the right port?{}",
        last_lines(output)
    )]
    NotReady {
        /// The address of `ready`.
        ready: String,
        /// How long it was waited for.
        seconds: u64,
        /// What the last look met.
        why: String,
        /// What it wrote.
        output: String,
    },
    /// There is no browser to look with.
    #[error(transparent)]
    NoBrowser(#[from] crate::browser::NoBrowser),
}

impl App {
    /// Starts it with this gateway in its environment, and waits until it is ready.
    pub async fn start(&self, gateway: &AppGateway) -> Result<Running, AppError> {
        let browsers = Browsers::new(HostedPages::at(&gateway.origin))?;
        if self.look(&browsers).await.is_ok() {
            return Err(AppError::AlreadyUp {
                ready: self.ready.to_string(),
            });
        }
        let mut running = self.spawn(gateway)?;
        let deadline = Instant::now() + self.patience;
        loop {
            let Err(why) = self.look(&browsers).await else {
                return Ok(running);
            };
            if let Ok(Some(status)) = running.child.try_wait() {
                running.hear_out().await;
                return Err(AppError::Ended {
                    start: self.start.clone(),
                    status,
                    output: running.output.text(),
                });
            }
            if Instant::now() >= deadline {
                return Err(AppError::NotReady {
                    ready: self.ready.to_string(),
                    seconds: self.patience.as_secs(),
                    why,
                    output: running.output.text(),
                });
            }
            sleep(BETWEEN_LOOKS).await;
        }
    }

    /// Fails with what it met, in words.
    async fn look(&self, browsers: &Browsers) -> Result<(), String> {
        let arrival = browsers
            .payer(Duration::from_secs(5))
            .open(&self.ready)
            .await;
        let answered = arrival.answers.first().map(|answer| answer.status);
        match (answered, arrival.end) {
            (Some(status), _) if status < 500 => Ok(()),
            (Some(status), _) => Err(format!("it answers {status}")),
            (
                None,
                End::Unreachable {
                    why: Unreached::Refused,
                    ..
                },
            ) => Err("nothing listens there".to_owned()),
            (None, _) => Err("no answer".to_owned()),
        }
    }

    fn spawn(&self, gateway: &AppGateway) -> Result<Running, AppError> {
        let mut command = Command::new("sh");
        Group::prepare(&mut command);
        let mut child = command
            .arg("-c")
            .arg(&self.start)
            .current_dir(&self.folder)
            .envs(gateway.variables())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|source| AppError::NoShell {
                folder: self.folder.display().to_string(),
                source,
            })?;
        let output = Output::default();
        let mut readers = Vec::new();
        if let Some(stream) = child.stdout.take() {
            readers.push(tokio::spawn(output.clone().keep(stream)));
        }
        if let Some(stream) = child.stderr.take() {
            readers.push(tokio::spawn(output.clone().keep(stream)));
        }
        let group = Group::of(&child);
        Ok(Running {
            child,
            group,
            output,
            readers,
        })
    }
}

impl Running {
    /// TERM to all that the command started, KILL to what is left after five seconds.
    pub async fn stop(mut self) {
        self.group.terminate();
        let all_gone = async {
            let _status = self.child.wait().await;
            while self.group.is_alive() {
                sleep(BETWEEN_LOOKS).await;
            }
        };
        let _in_time = timeout(STOP_TIME, all_gone).await;
    }

    /// What the command wrote last may still be on its way; what it left running may never end.
    async fn hear_out(&mut self) {
        let all = async {
            for reader in &mut self.readers {
                let _ended = reader.await;
            }
        };
        let _in_time = timeout(LAST_WORDS, all).await;
    }

    /// The last 64 KiB of what it wrote on both streams.
    #[must_use]
    pub fn output(&self) -> String {
        self.output.text()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.group.kill();
    }
}

fn last_lines(output: &str) -> String {
    let mut lines: Vec<_> = output.lines().rev().take(5).collect();
    lines.reverse();
    match lines.is_empty() {
        true => String::new(),
        false => format!("; it wrote: {}", lines.join(" | ")),
    }
}
