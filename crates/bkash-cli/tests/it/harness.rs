//! The program in a folder of its own, and a simulator beside it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

use bkash_simulator::Simulator;
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Secrets that no output may ever show; every run of the program is searched for them.
pub(crate) const CANARIES: [(&str, &str); 4] = [
    ("BKASH_APP_SECRET", "canary-app-secret"),
    ("BKASH_PASSWORD", "canary-password"),
    ("BKASH_API_KEY", "canary-api-key-0123456789"),
    (
        "BKASH_WEBHOOK_SECRET",
        "whsec_Y2FuYXJ5LWNhbmFyeS1jYW5hcnktY2FuYXJ5LWNhbmFyeQ==",
    ),
];

/// The program, in an empty folder, with an environment that holds nothing of the machine's.
pub(crate) struct Bkash {
    folder: TempDir,
    env: Vec<(String, String)>,
}

/// What one run left behind.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Bkash {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            env: Vec::new(),
        }
    }

    /// With the settings that a direct call needs, and a canary in each secret.
    pub(crate) fn with_gateway(url: &str) -> Self {
        let known = [("BKASH_APP_KEY", "app-key"), ("BKASH_USERNAME", "user")];
        known
            .into_iter()
            .chain(CANARIES)
            .fold(Self::new(), |bkash, (name, value)| bkash.env(name, value))
            .env("BKASH_GATEWAY_URL", url)
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        std::fs::write(self.folder().join(name), text).unwrap();
    }

    /// The program, ready to be run or to be left running.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bkash"));
        command
            .args(args)
            .current_dir(self.folder())
            .env_clear()
            .envs(self.env.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs it to its end. No output may hold a secret or a colour; a token only if asked for.
    pub(crate) fn run(&self, args: &[&str]) -> Run {
        let output = self.command(args).output().unwrap();
        let run = Run {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        };
        let all = format!("{}{}", run.stdout, run.stderr);
        for (name, canary) in CANARIES {
            assert!(!all.contains(canary), "{args:?} shows {name}: {all}");
        }
        assert!(
            !all.contains("\x1b["),
            "{args:?} paints what is no terminal: {all}"
        );
        let token_wanted = args.contains(&"--show-token");
        assert!(
            token_wanted || !all.contains("eyJ"),
            "{args:?} shows a token: {all}"
        );
        run
    }

    /// Runs it, expects code 0, and reads stdout as JSON.
    pub(crate) fn json(&self, args: &[&str]) -> Value {
        let run = self.run(args);
        assert_eq!(run.code, 0, "{args:?}: {run:?}");
        run.json()
    }
}

impl Run {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// A simulator in this process, on a runtime of its own so that a test can simply wait.
pub(crate) struct Gateway {
    runtime: Runtime,
    simulator: Option<Simulator>,
}

impl Gateway {
    pub(crate) fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let simulator = runtime.block_on(Simulator::start()).unwrap();
        Self {
            runtime,
            simulator: Some(simulator),
        }
    }

    pub(crate) fn url(&self) -> &str {
        self.simulator.as_ref().unwrap().url()
    }

    /// The payer approves the payment on the hosted pages; the callback's address, unvisited.
    pub(crate) fn pay(&self, payment: &str) -> String {
        let answer = self.post(&format!("/_simulator/payments/{payment}/pay"), "{}");
        let answer: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(answer["status"], "success", "{answer}");
        answer["callbackURL"].as_str().unwrap().to_owned()
    }

    /// The next call of this endpoint fails so.
    pub(crate) fn fault(&self, fault: &str) {
        let answer = self.post("/_simulator/faults?app_key=app-key", fault);
        assert!(answer.contains("\"id\""), "{answer}");
    }

    /// The bodies of all exchanges so far.
    pub(crate) fn journal(&self) -> String {
        request(self.url(), "GET", "/_simulator/journal", "")
    }

    /// Who has how much, by the simulator's own account.
    pub(crate) fn books(&self) -> String {
        request(self.url(), "GET", "/_simulator/books", "")
    }

    /// A request to the simulator's control interface, for the program's world; null if it says nothing.
    pub(crate) fn control(&self, path: &str, body: &str) -> Value {
        let answer = self.post(&format!("/_simulator/{path}?app_key=app-key"), body);
        serde_json::from_str(&answer).unwrap_or_default()
    }

    fn post(&self, path: &str, body: &str) -> String {
        request(self.url(), "POST", path, body)
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        if let Some(simulator) = self.simulator.take() {
            self.runtime.block_on(simulator.shutdown());
        }
    }
}

/// `bkash serve` as a process of its own, on a free port.
pub(crate) struct Serving {
    process: Child,
    url: String,
}

impl Serving {
    pub(crate) fn start(bkash: &Bkash) -> Self {
        let log = std::fs::File::create(bkash.folder().join("serve.log")).unwrap();
        let mut process = bkash
            .command(&["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut url = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut url)
            .unwrap();
        let url = url.trim_end().to_owned();
        Self { process, url }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// A payment that its payer has approved, and the address that the browser comes back to.
    pub(crate) fn approved(&self, gateway: &Gateway) -> (String, String) {
        let order = r#"{"amount":"500.00","merchant_invoice_number":"INV-1",
            "payer_reference":"01770618575","return_url":"http://127.0.0.1:9/thanks"}"#;
        let answer: Value =
            serde_json::from_str(&request(&self.url, "POST", "/v1/payments", order)).unwrap();
        let text = |name: &str| {
            answer[name]
                .as_str()
                .unwrap_or_else(|| panic!("{answer}"))
                .to_owned()
        };
        (text("id"), gateway.pay(&text("gateway_payment_id")))
    }

    /// The browser follows the gateway's redirect.
    pub(crate) fn visit(&self, callback: &str) -> String {
        let path = callback.strip_prefix(&self.url).unwrap();
        request(&self.url, "GET", path, "")
    }

    /// Asks it to stop, as a service manager does, and waits.
    pub(crate) fn terminate(mut self) -> ExitStatus {
        let kill = format!("kill -TERM {}", self.process.id());
        Command::new("sh").args(["-c", &kill]).status().unwrap();
        self.process.wait().unwrap()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Both fail only if it has ended already.
        let _ended = self
            .process
            .kill()
            .and_then(|()| self.process.wait().map(drop));
    }
}

/// One plain HTTP exchange with the shop's API key; the answer's body.
pub(crate) fn request(origin: &str, method: &str, path: &str, body: &str) -> String {
    let host = origin.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let length = body.len();
    let [.., (_, api_key), _] = CANARIES;
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\n\
         content-length: {length}\r\nauthorization: Bearer {api_key}\r\nconnection: close\r\n\r\n{body}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    body.to_owned()
}
