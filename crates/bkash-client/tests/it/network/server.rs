//! A server that misbehaves on purpose.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bkash_client::transport::{Request, Response};
use bkash_client::{HttpTransport, Transport, TransportError};
use bytes::Bytes;
use http::{HeaderMap, Method};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::Instant;

pub(super) const BODY: &[u8] = br#"{"paymentID":"TR0011aB3dE5f1765432109876"}"#;

/// What the server does with a connection after it has read one whole request.
#[derive(Debug, Clone, Copy)]
pub(super) enum Manner {
    /// Sends these bytes and keeps the connection.
    Answer(&'static [u8]),
    /// Sends these bytes and closes.
    AnswerAndClose(&'static [u8]),
    /// Resets the connection.
    Reset,
    /// Never sends anything.
    Silence,
}

pub(super) struct Server {
    pub(super) url: String,
    requests: mpsc::UnboundedReceiver<Vec<u8>>,
    pub(super) connections: Arc<AtomicUsize>,
}

impl Server {
    pub(super) async fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/v/execute", listener.local_addr().unwrap());
        let (told, requests) = mpsc::unbounded_channel();
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&connections);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::Relaxed);
                tokio::spawn(serve(stream, manner, told.clone()));
            }
        });
        Self {
            url,
            requests,
            connections,
        }
    }

    pub(super) fn whole_requests(&mut self) -> Vec<String> {
        let mut all = Vec::new();
        while let Ok(request) = self.requests.try_recv() {
            all.push(String::from_utf8(request).unwrap());
        }
        all
    }
}

async fn serve(mut stream: TcpStream, manner: Manner, told: mpsc::UnboundedSender<Vec<u8>>) {
    while let Some(request) = read_request(&mut stream).await {
        told.send(request).unwrap();
        match manner {
            Manner::Answer(bytes) => stream.write_all(bytes).await.unwrap(),
            Manner::AnswerAndClose(bytes) => {
                stream.write_all(bytes).await.unwrap();
                return;
            }
            Manner::Reset => {
                // With a linger of zero, closing resets.
                return stream.set_zero_linger().unwrap();
            }
            Manner::Silence => std::future::pending().await,
        }
    }
}

/// A head and the body of its content length; `None` if the client closes first.
pub(super) async fn read_request(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut request = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        let read = stream
            .read(&mut chunk)
            .await
            .ok()
            .filter(|read| *read > 0)?;
        request.extend_from_slice(&chunk[..read]);
        let text = String::from_utf8_lossy(&request).to_lowercase();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        if body.len() >= length.map_or(0, |length| length.parse().unwrap()) {
            return Some(request);
        }
    }
}

pub(super) fn transport() -> HttpTransport {
    HttpTransport::new().unwrap()
}

pub(super) fn request(url: &str, deadline: Duration) -> Request {
    let mut headers = HeaderMap::new();
    headers.insert("content-type", "application/json".parse().unwrap());
    headers.insert("authorization", "the-raw-token".parse().unwrap());
    Request {
        method: Method::POST,
        url: url.parse().unwrap(),
        headers,
        body: Bytes::from_static(BODY),
        write_by: None,
        deadline: Instant::now() + deadline,
    }
}

pub(super) const LONG: Duration = Duration::from_secs(20);

pub(super) async fn send(manner: Manner) -> (Result<Response, TransportError>, Vec<String>) {
    let mut server = Server::start(manner).await;
    let result = transport().send(request(&server.url, LONG)).await;
    (result, server.whole_requests())
}
