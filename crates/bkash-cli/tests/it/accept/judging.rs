use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::harness::{Bkash, Run};

/// Longer than anything takes here but a machine that does something else.
const PATIENCE: Duration = Duration::from_secs(60);

/// `bkash accept` while it watches, on a free port.
pub(crate) struct Judging {
    process: Child,
    talk: Receiver<String>,
    told: Vec<String>,
    url: String,
}

impl Judging {
    /// Returns once it has told where the shop is to call.
    pub(crate) fn start(bkash: &Bkash, args: &[&str]) -> Self {
        let all = [&["accept", "--listen", "127.0.0.1:0"], args].concat();
        let mut process = bkash
            .command(&all)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let talk = lines(process.stderr.take().unwrap());
        let mut judging = Self {
            process,
            talk,
            told: Vec::new(),
            url: String::new(),
        };
        let line = judging.wait_for("/v1.2.0-beta");
        let url = line.trim().split("/v1.2.0-beta").next().unwrap();
        url.clone_into(&mut judging.url);
        judging
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The next line on stderr that holds this.
    pub(crate) fn wait_for(&mut self, part: &str) -> String {
        let end = Instant::now() + PATIENCE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let line = self.talk.recv_timeout(left);
            let line = line.unwrap_or_else(|_| panic!("no {part:?} in {:#?}", self.told));
            self.told.push(line.clone());
            if line.contains(part) {
                return line;
            }
        }
    }

    /// Whether a line on stderr held this by now.
    pub(crate) fn has_told(&mut self, part: &str) -> bool {
        self.told.extend(self.talk.try_iter());
        self.told.iter().any(|line| line.contains(part))
    }

    /// Presses ctrl-c and waits.
    pub(crate) fn stop(mut self) -> Run {
        let interrupt = format!("kill -INT {}", self.process.id());
        Command::new("sh")
            .args(["-c", &interrupt])
            .status()
            .unwrap();
        let mut stdout = String::new();
        let mut pipe = self.process.stdout.take().unwrap();
        pipe.read_to_string(&mut stdout).unwrap();
        let code = self.process.wait().unwrap().code().unwrap();
        self.told.extend(self.talk.iter());
        let stderr = std::mem::take(&mut self.told).join("\n");
        Run {
            code,
            stdout,
            stderr,
        }
    }
}

impl Drop for Judging {
    fn drop(&mut self) {
        // Both fail only if it has ended already.
        let _ended = self
            .process
            .kill()
            .and_then(|()| self.process.wait().map(drop));
    }
}

fn lines(pipe: ChildStderr) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(pipe).lines() {
            if sender.send(line.unwrap()).is_err() {
                return;
            }
        }
    });
    receiver
}
