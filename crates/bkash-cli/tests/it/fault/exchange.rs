//! One HTTP exchange with a service that may die in the middle of it.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

use crate::harness::CANARIES;

/// Longer than the service ever waits for the gateway.
const PATIENCE: Duration = Duration::from_secs(60);

/// A whole answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) location: Option<String>,
    pub(crate) body: String,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// With the shop's API key, and its idempotency key if it has one. An answer that is cut is an error.
pub(crate) fn exchange(
    origin: &str,
    method: &str,
    path: &str,
    key: Option<&str>,
    body: &str,
) -> io::Result<Reply> {
    let host = origin.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let [.., (_, api_key), _] = CANARIES;
    let key = key.map_or_else(String::new, |key| format!("idempotency-key: {key}\r\n"));
    // What bKash posts says of which type it is.
    let kind = match path.starts_with("/notifications/") {
        true => "x-amz-sns-message-type: Notification\r\n",
        false => "",
    };
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\n\
         content-length: {length}\r\nauthorization: Bearer {api_key}\r\n{key}{kind}connection: close\r\n\r\n{body}"
    )?;
    let mut text = String::new();
    stream.read_to_string(&mut text)?;
    parse(&text).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}

fn parse(text: &str) -> Option<Reply> {
    let (head, body) = text.split_once("\r\n\r\n")?;
    let header = |name: &str| {
        let lines = head
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(": "));
        let mut found = lines.filter(|(key, _)| key.eq_ignore_ascii_case(name));
        found.next().map(|(_, value)| value.to_owned())
    };
    let length = header("content-length").and_then(|length| length.parse::<usize>().ok());
    let whole = length.is_none_or(|length| length == body.len());
    whole.then_some(Reply {
        status: head.split(' ').nth(1)?.parse().ok()?,
        location: header("location"),
        body: body.to_owned(),
    })
}
