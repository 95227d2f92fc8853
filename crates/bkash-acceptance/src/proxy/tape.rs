use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use http::request::Parts;
use jiff::Timestamp;
use tokio::time::Instant;

use super::masked;
use super::upstream::Answer;
use crate::record::{Exchange, Request, Response};
use crate::watch::{NO_ACCOUNT, Traffic};

/// More than a person makes in a day; the oldest go first.
const MOST_EXCHANGES: usize = 20_000;

/// Every exchange that passed, without its secrets.
#[derive(Debug, Default)]
pub(super) struct Tape(Mutex<Recorded>);

#[derive(Debug, Default)]
struct Recorded {
    exchanges: VecDeque<Exchange>,
    last_id: u64,
    revision: u64,
    /// Why the newest call without an answer has none.
    trouble: Option<String>,
}

/// An exchange on its way. Dropped before it has ended, its caller has hung up.
pub(super) struct Recording<'a> {
    tape: &'a Tape,
    id: u64,
    endpoint: &'static str,
    began: Instant,
    ended: bool,
}

impl Tape {
    /// A call that has come in whole.
    pub(super) fn begin(&self, parts: &Parts, body: &[u8]) -> Recording<'_> {
        let endpoint = bkash_simulator::endpoint_of(&parts.method, parts.uri.path(), body);
        let request = Request {
            method: parts.method.to_string(),
            path: masked::path(endpoint, &parts.uri),
            headers: masked::headers(&parts.headers),
            body: masked::body(endpoint, body),
        };
        let mut recorded = self.lock();
        recorded.last_id += 1;
        recorded.revision += 1;
        let id = recorded.last_id;
        if recorded.exchanges.len() >= MOST_EXCHANGES {
            recorded.exchanges.pop_front();
        }
        recorded.exchanges.push_back(Exchange {
            id,
            at: Timestamp::now(),
            endpoint: endpoint.to_owned(),
            request,
            response: None,
            duration_ms: None,
            disconnected_after_ms: None,
            fault: None,
            tls: None,
            certificate_unchecked: false,
        });
        Recording {
            tape: self,
            id,
            endpoint,
            began: Instant::now(),
            ended: false,
        }
    }

    /// Rises with every change.
    pub(super) fn revision(&self) -> u64 {
        self.lock().revision
    }

    /// Why the newest call without an answer has none.
    pub(super) fn trouble(&self) -> Option<String> {
        self.lock().trouble.clone()
    }

    pub(super) fn traffic(&self) -> Traffic {
        let recorded = self.lock();
        let mut accounts: BTreeMap<String, Vec<Exchange>> = BTreeMap::new();
        for exchange in &recorded.exchanges {
            let app_key = app_key(&exchange.request);
            let account = app_key.unwrap_or_else(|| NO_ACCOUNT.to_owned());
            accounts.entry(account).or_default().push(exchange.clone());
        }
        Traffic::of_busiest(accounts)
    }

    fn change(&self, id: u64, change: impl FnOnce(&mut Exchange)) {
        let mut recorded = self.lock();
        recorded.revision += 1;
        // The newest ones end last.
        let exchange = recorded.exchanges.iter_mut().rev();
        if let Some(exchange) = { exchange }.find(|exchange| exchange.id == id) {
            change(exchange);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Recorded> {
        // Each change is whole before anything that could panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Recording<'_> {
    pub(super) fn answered(mut self, answer: &Answer) {
        self.ended = true;
        let response = Response {
            status: answer.status.as_u16(),
            headers: masked::headers(&answer.headers),
            body: masked::body(self.endpoint, &answer.body),
        };
        let duration_ms = Some(self.elapsed_ms());
        self.tape.change(self.id, |exchange| {
            exchange.response = Some(response);
            exchange.duration_ms = duration_ms;
        });
    }

    pub(super) fn lost(mut self, why: &str) {
        self.ended = true;
        let duration_ms = Some(self.elapsed_ms());
        self.tape
            .change(self.id, |exchange| exchange.duration_ms = duration_ms);
        self.tape.lock().trouble = Some(format!("{}: {why}", self.endpoint));
    }

    fn elapsed_ms(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

impl Drop for Recording<'_> {
    fn drop(&mut self) {
        if !self.ended {
            let after_ms = Some(self.elapsed_ms());
            self.tape.change(self.id, |exchange| {
                exchange.disconnected_after_ms = after_ms;
            });
        }
    }
}

/// Token calls name it in their body, all others in a header.
fn app_key(request: &Request) -> Option<String> {
    let header = |(name, value): (&String, &serde_json::Value)| {
        let is_ours = name.eq_ignore_ascii_case("x-app-key");
        is_ours.then(|| value.as_str().map(str::to_owned)).flatten()
    };
    let in_body = request.body.get("app_key");
    let in_body = in_body.and_then(|key| Some(key.as_str()?.to_owned()));
    in_body.or_else(|| request.headers.as_object()?.iter().find_map(header))
}
