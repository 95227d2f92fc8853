use std::os::unix::process::ExitStatusExt;
use std::time::Duration;

use super::super::backend::Backend;
use super::super::exchange::{Reply, exchange};
use super::super::inbox::Inbox;
use super::super::process::Process;
use super::notification;
use crate::harness::{Bkash, Gateway};

const SIGKILL: i32 = 9;
/// A dead process is gone long before.
const DYING: Duration = Duration::from_secs(10);

/// Nothing hangs in any story.
const STOPPING: Duration = Duration::from_secs(30);

/// One service that dies once, with the gateway and the shop around it.
pub(crate) struct Stage {
    pub(crate) gateway: Gateway,
    pub(crate) inbox: Inbox,
    bkash: Bkash,
    backend: Backend,
    point: String,
    process: Option<Process>,
    lives: u32,
    ahead: i64,
    killed: bool,
}

impl Stage {
    pub(crate) fn new(backend: Backend, point: &str) -> Self {
        let (gateway, inbox) = (Gateway::start(), Inbox::open());
        let bkash = Bkash::with_gateway(gateway.url())
            .env("BKASH_DATABASE_URL", backend.url())
            .env("BKASH_WEBHOOK_URL", inbox.url())
            .env("BKASH_NOTIFICATION_TOPIC", notification::TOPIC);
        let ahead_file = bkash.folder().join("ahead");
        let bkash = bkash.env("BKASH_CLOCK_AHEAD_FILE", ahead_file.to_str().unwrap());
        Self {
            gateway,
            inbox,
            bkash,
            backend,
            point: point.to_owned(),
            process: None,
            lives: 0,
            ahead: 0,
            killed: false,
        }
    }

    /// Whether it has died at its point.
    pub(crate) fn killed(&self) -> bool {
        self.killed
    }

    /// One exchange with the service, repeated if it died over it.
    pub(crate) fn ask(&mut self, method: &str, path: &str, key: Option<&str>, body: &str) -> Reply {
        loop {
            let url = self.url();
            match exchange(&url, method, path, key, body) {
                Ok(reply) => return reply,
                Err(_) => self.bury(),
            }
        }
    }

    /// The address of the service, which is started if it does not live.
    fn url(&mut self) -> String {
        loop {
            if let Some(process) = &self.process {
                return process.url().to_owned();
            }
            self.lives += 1;
            let log = format!("life-{}.log", self.lives);
            let log = std::fs::File::create(self.bkash.folder().join(log)).unwrap();
            let mut command = self.bkash.command(&["serve", "--listen", "127.0.0.1:0"]);
            if !self.killed {
                command.env("BKASH_KILL_AT", &self.point);
            }
            command.stderr(log);
            let process = Process::start(command);
            let lives = !process.url().is_empty();
            self.process = Some(process);
            if !lives {
                self.bury();
            }
        }
    }

    /// Stops it and starts it again, as a service manager does.
    pub(crate) fn restart(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.signal("TERM");
            let code = process.ended(STOPPING).and_then(|status| status.code());
            assert_eq!(code, Some(0), "{}", self.log());
        }
        self.url();
    }

    /// The service did not answer: it must have died, of SIGKILL, for the first time.
    fn bury(&mut self) {
        let mut process = self.process.take().unwrap();
        let status = process.ended(DYING);
        let signal = status.and_then(|status| status.signal());
        assert_eq!(signal, Some(SIGKILL), "{status:?}: {}", self.log());
        assert!(!self.killed, "it died twice");
        self.killed = true;
    }

    /// Sees whether it has died meanwhile.
    pub(crate) fn look(&mut self) {
        if let Some(process) = &mut self.process
            && process.status().is_some()
        {
            self.bury();
        }
    }

    /// Every clock but the test's own is put on: the service's, the database's, the gateway's.
    pub(crate) fn let_pass(&mut self, seconds: i64) {
        self.ahead += seconds;
        let in_folder = |name| self.bkash.folder().join(name);
        std::fs::write(in_folder("new"), self.ahead.to_string()).unwrap();
        std::fs::rename(in_folder("new"), in_folder("ahead")).unwrap();
        self.backend.set_ahead(self.ahead);
        let body = format!(r#"{{"seconds":{seconds}}}"#);
        self.gateway.control("clock/advance", &body);
    }

    /// What the service's clock shows.
    pub(crate) fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::now() + jiff::SignedDuration::from_secs(self.ahead)
    }

    /// The end of every life's log.
    pub(crate) fn log(&self) -> String {
        let read = |life: u32| {
            let path = self.bkash.folder().join(format!("life-{life}.log"));
            let text = std::fs::read_to_string(path).unwrap_or_default();
            let lines: Vec<&str> = text.lines().collect();
            let last = lines[lines.len().saturating_sub(30)..].join("\n");
            format!("\n--- life {life}\n{last}")
        };
        (1..=self.lives).map(read).collect()
    }
}
