//! The gateway under its own names: TLS, and the proxy that leads there.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use bkash_simulator::Simulator;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore, SupportedProtocolVersion};
use tempfile::TempDir;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::harness::{CREATE, GRANT, order};

pub(crate) const HOST: &str = "tokenized.sandbox.bka.sh";

async fn start(folder: &Path) -> Simulator {
    let any = "127.0.0.1:0".parse().unwrap();
    let builder = Simulator::builder().tls(any, folder);
    builder.start().await.unwrap()
}

async fn connect(simulator: &Simulator) -> TcpStream {
    let address = simulator.tls_addr().unwrap();
    TcpStream::connect(address).await.unwrap()
}

/// A client's TLS over a connection, trusting the simulator's authority and no other.
pub(crate) async fn tls(
    simulator: &Simulator,
    host: &str,
    stream: TcpStream,
) -> std::io::Result<TlsStream<TcpStream>> {
    tls_of(simulator, host, stream, rustls::DEFAULT_VERSIONS).await
}

pub(crate) async fn tls_of(
    simulator: &Simulator,
    host: &str,
    stream: TcpStream,
    versions: &[&'static SupportedProtocolVersion],
) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    let authority = CertificateDer::from_pem_file(simulator.authority_file().unwrap()).unwrap();
    roots.add(authority).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).unwrap();
    let connector = TlsConnector::from(Arc::new(config));
    connector.connect(name, stream).await
}

/// One request and its whole answer.
pub(crate) async fn exchange(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    target: &str,
    token: &str,
    body: &str,
) -> String {
    let length = body.len();
    let request = format!(
        "POST {target} HTTP/1.1\r\nhost: {HOST}\r\nusername: u\r\npassword: p\r\nx-app-key: k\r\n\
         authorization: {token}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    // Some end without TLS's own goodbye.
    let _ = stream.read_to_string(&mut answer).await;
    answer
}

pub(crate) async fn proxied(proxy: Option<SocketAddr>, target: &str) -> (TcpStream, String) {
    let mut stream = TcpStream::connect(proxy.unwrap()).await.unwrap();
    let request = format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\n") {
        if stream.read_buf(&mut answer).await.unwrap() == 0 {
            break;
        }
    }
    (stream, String::from_utf8(answer).unwrap())
}

pub(crate) const KEYS: &str = r#"{"app_key":"k","app_secret":"s"}"#;

pub(crate) fn text(answer: &str, field: &str) -> String {
    let body = answer.split("\r\n\r\n").nth(1).unwrap_or_default();
    let body: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    let value = body[field].as_str();
    value
        .unwrap_or_else(|| panic!("no {field} in {answer}"))
        .to_owned()
}

#[tokio::test]
async fn a_client_that_trusts_the_authority_is_answered_under_the_gateways_names() {
    let folder = TempDir::new().unwrap();
    let simulator = start(folder.path()).await;
    for host in [HOST, "checkout.pay.bka.sh", "localhost", "127.0.0.1"] {
        let stream = tls(&simulator, host, connect(&simulator).await).await;
        let answer = exchange(stream.unwrap(), GRANT, "", KEYS).await;
        assert_eq!(text(&answer, "statusCode"), "0000", "{host}");
    }
    let stranger = tls(&simulator, "example.com", connect(&simulator).await).await;
    assert!(stranger.is_err());
}

#[tokio::test]
async fn a_proxy_request_leads_to_the_gateway_and_nowhere_else() {
    let folder = TempDir::new().unwrap();
    let simulator = start(folder.path()).await;
    let (stream, answer) = proxied(simulator.tls_addr(), "tokenized.sandbox.bka.sh:443").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let stream = tls(&simulator, HOST, stream).await.unwrap();
    let answer = exchange(stream, GRANT, "", KEYS).await;
    assert_eq!(text(&answer, "statusCode"), "0000");

    for target in [
        "example.com:443",
        "127.0.0.1:22",
        "tokenized.sandbox.bka.sh:80",
    ] {
        let (_, answer) = proxied(simulator.tls_addr(), target).await;
        assert!(answer.starts_with("HTTP/1.1 403"), "{target}: {answer}");
    }
}

#[tokio::test]
async fn a_whole_address_is_answered_without_connect_for_the_gateway_only() {
    let folder = TempDir::new().unwrap();
    let simulator = start(folder.path()).await;
    let target = format!("https://{HOST}{GRANT}");
    let answer = exchange(connect(&simulator).await, &target, "", KEYS).await;
    assert_eq!(text(&answer, "statusCode"), "0000");
    let target = format!("https://example.com{GRANT}");
    let answer = exchange(connect(&simulator).await, &target, "", KEYS).await;
    assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
}

#[tokio::test]
async fn the_page_of_a_caller_by_the_gateways_name_is_on_the_plain_address() {
    let folder = TempDir::new().unwrap();
    let simulator = start(folder.path()).await;
    let stream = tls(&simulator, HOST, connect(&simulator).await).await;
    let token = text(
        &exchange(stream.unwrap(), GRANT, "", KEYS).await,
        "id_token",
    );
    let stream = tls(&simulator, HOST, connect(&simulator).await).await;
    let order = order("5").to_string();
    let created = exchange(stream.unwrap(), CREATE, &token, &order).await;
    let page = text(&created, "bkashURL");
    assert!(
        page.starts_with(&format!("{}/?", simulator.url())),
        "{page}"
    );
}

#[tokio::test]
async fn the_authority_is_made_once_and_its_key_is_never_kept() {
    let folder = TempDir::new().unwrap();
    let authority = folder.path().join("authority.pem");
    drop(start(folder.path()).await);
    let first = std::fs::read(&authority).unwrap();
    let simulator = start(folder.path()).await;
    assert_eq!(first, std::fs::read(&authority).unwrap());
    assert!(
        tls(&simulator, HOST, connect(&simulator).await)
            .await
            .is_ok()
    );
    let keys = std::fs::read_dir(folder.path()).unwrap().filter(|file| {
        let file = file.as_ref().unwrap().path();
        std::fs::read_to_string(file)
            .unwrap()
            .contains("PRIVATE KEY")
    });
    assert_eq!(keys.count(), 1, "the server's own");
}

#[tokio::test]
async fn a_damaged_folder_is_told_and_not_overwritten() {
    let folder = TempDir::new().unwrap();
    drop(start(folder.path()).await);
    let key = folder.path().join("key.pem");
    std::fs::write(&key, "no key").unwrap();
    let any = "127.0.0.1:0".parse().unwrap();
    let refused = Simulator::builder().tls(any, folder.path()).start().await;
    let told = refused.unwrap_err().to_string();
    assert!(told.contains("remove the folder"), "{told}");
    assert_eq!(std::fs::read_to_string(&key).unwrap(), "no key");
}
