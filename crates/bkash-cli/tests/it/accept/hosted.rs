//! The hosted pages, by their forms: what a person's browser sends.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use crate::harness::request;

/// A payer at the page of one payment.
pub(crate) struct Hosted<'a> {
    simulator: &'a str,
    payment: &'a str,
    window: String,
}

impl<'a> Hosted<'a> {
    /// Opens the address that create has answered.
    pub(crate) fn open(simulator: &'a str, payment: &'a str, bkash_url: &str) -> Self {
        let page = request(
            simulator,
            "GET",
            bkash_url.strip_prefix(simulator).unwrap(),
            "",
        );
        let (_, rest) = page.split_once("name=\"window\" value=\"").unwrap();
        let (window, _) = rest.split_once('"').unwrap();
        Self {
            simulator,
            payment,
            window: window.to_owned(),
        }
    }

    pub(crate) fn submit(&self, step: &str, field: &str) {
        let host = self.simulator.strip_prefix("http://").unwrap();
        let body = format!("window={}&{field}", self.window);
        let (payment, length) = (self.payment, body.len());
        let mut stream = TcpStream::connect(host).unwrap();
        write!(
            stream,
            "POST /checkout/{payment}/{step} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    }
}
