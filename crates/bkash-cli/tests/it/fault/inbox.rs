//! The shop's endpoint for webhooks.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use serde_json::Value;

/// Listens until the process of the tests ends, and remembers what it took.
pub(crate) struct Inbox {
    url: String,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// Statuses for the next webhooks; afterwards 200.
    refusals: Vec<u16>,
    /// What each is about, and its type.
    taken: BTreeSet<(String, String)>,
}

impl Inbox {
    pub(crate) fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/webhooks", listener.local_addr().unwrap());
        let state = Arc::<Mutex<State>>::default();
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A service that dies here has sent nothing whole.
                let _ = take(stream, &shared);
            }
        });
        Self { url, state }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The next `count` webhooks get this status.
    pub(crate) fn refuse(&self, status: u16, count: usize) {
        self.state.lock().unwrap().refusals = vec![status; count];
    }

    /// How many more will be refused.
    pub(crate) fn refusals_left(&self) -> usize {
        self.state.lock().unwrap().refusals.len()
    }

    /// Whether the shop was told of this.
    pub(crate) fn has(&self, id: &str, event: &str) -> bool {
        let told = (id.to_owned(), event.to_owned());
        self.state.lock().unwrap().taken.contains(&told)
    }
}

fn take(stream: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let line = line.trim_end().to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let status = state.lock().unwrap().answer(&body);
    let answer = format!("HTTP/1.1 {status} -\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    reader.get_mut().write_all(answer.as_bytes())
}

impl State {
    fn answer(&mut self, body: &[u8]) -> u16 {
        if let Some(status) = self.refusals.pop() {
            return status;
        }
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        if let (Some(id), Some(event)) = (body["data"]["id"].as_str(), body["type"].as_str()) {
            self.taken.insert((id.to_owned(), event.to_owned()));
        }
        200
    }
}
